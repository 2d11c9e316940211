import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from stance.article import Article
from stance.datasets import CARDS, card_of
from stance.evaluation.results import read_results
from stance.experiment import task_of

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


DATASETS = [
    path.stem
    for path in sorted(EXPERIMENTS.glob("*.py"))
    if "main = experiment(" in path.read_text("utf-8")
]


@pytest.fixture(autouse=True)
def scripts_import_their_neighbours(monkeypatch):
    monkeypatch.syspath_prepend(str(EXPERIMENTS))


def script(name):
    path = EXPERIMENTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_flattering_splits_compares_both_protocols_on_the_same_items(tmp_path):
    module, output = script("flattering_splits"), tmp_path / "found.jsonl"
    row = ("seeds/frames", "majority", "5-fold", "grouped-5-fold")
    main = script("grid").experiment("flattering_splits", [row], module.both)
    with pytest.warns(UserWarning, match="share their event"):
        found = CliRunner().invoke(main, ["--output", str(output)])
    assert found.exit_code == 0, found.output
    assert "seeds/frames, majority: 5-fold less grouped-5-fold, f1_micro" in found.output
    honest, loose = read_results(output)
    assert (honest.protocol, loose.protocol) == ("grouped-5-fold", "5-fold")
    assert honest.n == loose.n


def test_flattering_splits_puts_alike_wording_into_one_group():
    module = script("flattering_splits")
    task = task_of("seeds/frames", "5-fold")
    apart, together = (module.by_wording(task, likeness) for likeness in (0.999, 0.001))
    assert len(set(apart.items.groups)) == len(task.ids)
    assert len(set(together.items.groups)) == 1


@pytest.mark.data
def test_unseen_targets_prints_what_the_target_is_worth(tmp_path):
    module, output = script("unseen_targets"), tmp_path / "found.jsonl"
    grid = [("semeval2016/train", "majority")]
    main = script("grid").experiment("unseen_targets", grid, module.all_protocols)
    found = CliRunner().invoke(main, ["--output", str(output)])
    assert found.exit_code == 0, found.output
    assert "majority: the target is worth" in found.output
    assert [result.protocol for result in read_results(output)] == list(module.ALL)


def test_a_script_keeps_its_results_and_passes_over_missing_data(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grid = script("grid")
    grid.RESULTS = tmp_path
    main = grid.experiment("some", [("p-stance/test",), ("seeds/stance", ("majority",))])
    found = CliRunner().invoke(main, [])
    assert found.exit_code == 0, found.output
    assert "is not on this machine" in found.stderr
    assert [result.model for result in read_results(tmp_path / "some.jsonl")] == ["majority"]
    (tmp_path / "some.jsonl").unlink()
    assert "majority" in CliRunner().invoke(main, ["seeds/stance"]).output
    assert not (tmp_path / "some.jsonl").exists()


def test_speed_measures_every_stage_and_leaves_nltk_out_with_a_note(monkeypatch, capsys):
    module = script("speed")
    some = [Article(str(n), f"Senator Ann Lee praised tax {n}. Lee left.") for n in range(4)]

    def missing():
        raise LookupError

    monkeypatch.setattr(module, "articles", lambda n=None: some[:n])
    monkeypatch.setattr(module, "nltk_pipeline", missing)
    found = module.compare(3, 4, rounds=1)
    assert found["articles"] == 3
    stages = {"annotation", "passages", "frames", "stances", "rows"}
    assert stages | {"ours", "tfidf"} <= set(found)
    assert found["vs_tfidf"] == found["tfidf"] / found["ours"]
    assert "(b) left out" in capsys.readouterr().err
    assert module.peak_megabytes() > 10
    assert module.character_ngrams(3) > 0


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_and_two_processes_give_the_results_of_one(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grid = script("grid")
    rows = [("seeds/stance", ("majority",)), ("seeds/frames", ("majority",))]
    kept = {}
    for name, options in {
        "alone": [],
        "jobs": ["--jobs", "2"],
        "dask": ["--jobs", "2", "--cluster", "local"],
    }.items():
        output = tmp_path / f"{name}.jsonl"
        main = grid.experiment("some", rows)
        found = CliRunner().invoke(main, [*options, "--output", str(output)])
        assert found.exit_code == 0, found.output
        kept[name] = [(r.dataset, r.signature, r.metrics) for r in read_results(output)]
    assert len(kept["alone"]) == 2
    assert kept["alone"] == kept["jobs"] == kept["dask"]


@pytest.mark.parametrize("name", [*DATASETS, "scaling", "benchmarks"])
def test_a_script_asks_a_question_and_is_short(name):
    lines = (EXPERIMENTS / f"{name}.py").read_text("utf-8").splitlines()
    assert lines[0].rstrip('"').endswith("?")
    assert len(lines) <= 50
    assert f"experiments/{name}.py" in (EXPERIMENTS / "README.md").read_text("utf-8")


def test_every_data_set_that_is_scored_has_a_script_that_the_benchmarks_run():
    named = {
        card_of(row[0]).name.split("/")[0]
        for name in script("benchmarks").SCRIPTS
        for row in (script(name).GRID if name != "scaling" else [("scaling",)])
    }
    scored = {name.split("/")[0] for name, card in CARDS.items() if card.splits}
    assert named == scored - {"seeds"}


@pytest.mark.parametrize(
    "path", sorted((EXPERIMENTS / "results").glob("*.jsonl")), ids=lambda path: path.stem
)
def test_every_committed_line_of_results_is_a_signed_result(path):
    assert all(result.signature.digest for result in read_results(path))


def test_the_seed_experiment_gives_the_same_bytes_twice_and_beats_the_majority(tmp_path):
    module = script("seeds")
    module.GRID = {"seeds/frames": ("majority", "frames-keywords", "frames-linear")}
    found = [read_seeds(module, tmp_path / name) for name in ("one.jsonl", "two.jsonl")]
    assert [r.without_seconds().to_json() for r in found[0]] == [
        r.without_seconds().to_json() for r in found[1]
    ]
    scores = {result.model: result.metrics["f1_micro"] for result in found[0]}
    assert scores["frames-keywords"] > scores["majority"]


def read_seeds(module, output):
    done = CliRunner().invoke(module.main, ["--output", str(output)])
    assert done.exit_code == 0, done.output
    assert "frames-linear" in done.output
    return read_results(output)
