import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from stance.evaluation.results import read_results
from stance.experiment import run_models

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def script(name):
    path = EXPERIMENTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_flattering_splits_compares_both_protocols_on_the_same_items(tmp_path):
    module, output = script("flattering_splits"), tmp_path / "found.jsonl"
    module.GRID = (("seeds/frames", "majority", "5-fold", "grouped-5-fold"),)
    with pytest.warns(UserWarning, match="share their event"):
        found = CliRunner().invoke(module.main, ["--output", str(output)])
    assert found.exit_code == 0, found.output
    assert "seeds/frames: 5-fold less grouped-5-fold, f1_micro" in found.output
    honest, loose = read_results(output)
    assert (honest.protocol, loose.protocol) == ("grouped-5-fold", "5-fold")
    assert honest.n == loose.n


@pytest.mark.data
def test_unseen_targets_prints_what_the_target_is_worth(tmp_path):
    module, output = script("unseen_targets"), tmp_path / "found.jsonl"
    module.GRID = (("semeval2016/train", "majority"),)
    found = CliRunner().invoke(module.main, ["--output", str(output)])
    assert found.exit_code == 0, found.output
    assert "majority: the target is worth" in found.output
    assert [result.protocol for result in read_results(output)] == list(module.PROTOCOLS)


def test_benchmarks_writes_one_file_a_benchmark_and_passes_over_missing_data(
    tmp_path, monkeypatch
):
    module = script("benchmarks")
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    module.run_models = lambda name: run_models(name, ["majority", "lexicon"])
    arguments = ["p-stance/test", "seeds/stance", "--folder", str(tmp_path)]
    found = CliRunner().invoke(module.main, arguments)
    assert found.exit_code == 0, found.output
    assert "is not on this machine" in found.stderr
    results = read_results(tmp_path / "seeds-stance.jsonl")
    assert [result.model for result in results] == ["majority", "lexicon"]
    assert not (tmp_path / "p-stance-test.jsonl").exists()


@pytest.mark.parametrize("name", ["benchmarks", "flattering_splits", "unseen_targets"])
def test_a_script_asks_a_question_and_is_short(name):
    lines = (EXPERIMENTS / f"{name}.py").read_text("utf-8").splitlines()
    assert lines[0].endswith("?")
    assert len(lines) <= 60


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
