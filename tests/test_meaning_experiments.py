"""The scripts that make and weigh vectors of meaning, on numbers and texts made here."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.sparse import csr_matrix

from stance.encoding import StaticVectors
from stance.evaluation.results import read_results

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def script(name):
    spec = importlib.util.spec_from_file_location(name, EXPERIMENTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def rows_of_seeds(monkeypatch, tmp_path):
    """The scripts' folder of results in a temporary place, with rows for the seed corpus."""
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    import grid
    import meaning_rows

    row = meaning_rows.Row("frames-meaning", ("static", "absent/weights.onnx"))
    monkeypatch.setitem(meaning_rows.ROWS, "seeds/frames", (row,))
    monkeypatch.setattr(grid, "RESULTS", tmp_path)
    return grid.experiment("seeds", [("seeds/frames", ("majority", "frames-keywords"))])


def kept(folder):
    return [
        (r.model, dict(r.signature.parameters)) for r in read_results(folder / "seeds.jsonl")
    ]


def test_a_script_sets_rows_with_vectors_beside_the_words(rows_of_seeds, tmp_path):
    found = CliRunner().invoke(rows_of_seeds, [])
    assert found.exit_code == 0, found.output
    name = f"static@{StaticVectors.shipped().fingerprint}"
    words = [("majority", {}), ("frames-keywords", {})]
    assert kept(tmp_path) == [*words, ("frames-meaning", {"encoder": name})]
    assert "absent/weights.onnx is passed over: there is no stance encoder" in found.stderr


def test_a_row_whose_vectors_among_the_words_are_not_here_is_passed_over(rows_of_seeds):
    import meaning_rows

    here, absent = (
        meaning_rows.Row("stance-encoder", ("static",), {"vectors": vectors})
        for vectors in ("static", "absent/weights.onnx")
    )
    assert meaning_rows.has_vectors(here)
    assert not meaning_rows.has_vectors(absent)


def test_results_of_some_models_take_the_place_of_the_earlier_ones(rows_of_seeds, tmp_path):
    CliRunner().invoke(rows_of_seeds, ["--only", "meaning"])
    assert [model for model, _ in kept(tmp_path)] == ["frames-meaning"]
    CliRunner().invoke(rows_of_seeds, ["--only", "majority"])
    CliRunner().invoke(rows_of_seeds, ["--only", "meaning"])
    assert [model for model, _ in kept(tmp_path)] == ["majority", "frames-meaning"]


def test_words_alone_leave_the_rows_with_vectors_as_they_are(rows_of_seeds, tmp_path):
    CliRunner().invoke(rows_of_seeds, [])
    before = kept(tmp_path)
    found = CliRunner().invoke(rows_of_seeds, ["--words"])
    assert "frames-meaning" not in found.output
    assert kept(tmp_path) == before


def test_a_result_whose_encoder_is_not_here_stays(rows_of_seeds, tmp_path):
    import meaning_rows

    CliRunner().invoke(rows_of_seeds, [])
    path = tmp_path / "seeds.jsonl"
    *words, static = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([static.replace("static@", "absent/weights.onnx@"), *words]))
    CliRunner().invoke(rows_of_seeds, [])
    assert [m for m, _ in kept(tmp_path)] == ["majority", "frames-keywords"] + [
        "frames-meaning"
    ] * 2
    assert dict(kept(tmp_path)[-1][1])["encoder"].startswith("absent")
    meaning_rows.exact_name.cache_clear()


def test_a_result_is_passed_over_where_the_vectors_among_its_words_are_not_here(
    rows_of_seeds, tmp_path
):
    import meaning_rows

    CliRunner().invoke(rows_of_seeds, [])
    path = tmp_path / "seeds.jsonl"
    here = read_results(path)[-1]
    gone = path.read_text("utf-8").replace(
        '"encoder":', '"vectors": "absent/w.onnx", "encoder":'
    )
    path.write_text(gone, "utf-8")
    assert not meaning_rows.is_passed_over(here)
    assert meaning_rows.is_passed_over(read_results(path)[-1])


def test_what_meaning_buys_sets_points_beside_speed(rows_of_seeds, tmp_path, monkeypatch):
    CliRunner().invoke(rows_of_seeds, [])
    module, output = script("what_meaning_buys"), tmp_path / "found.json"
    monkeypatch.setattr(module, "RESULTS", tmp_path)
    found = CliRunner().invoke(module.main, ["seeds", "--output", str(output)])
    assert found.exit_code == 0, found.output
    words, static = json.loads(output.read_text("utf-8"))
    assert (words["model"], words["encoder"]) == ("frames-keywords", "")
    assert static["encoder"].startswith("static@")
    scores = {r.model: r.metrics["f1_micro"] for r in read_results(tmp_path / "seeds.jsonl")}
    assert static["points"] == round(100 * scores["frames-meaning"], 2)
    assert min(words["passages_a_second"], static["passages_a_second"]) > 0


def test_every_row_with_vectors_is_of_a_model_for_the_task(monkeypatch):
    monkeypatch.syspath_prepend(str(EXPERIMENTS))
    import meaning_rows

    from stance.datasets import card_of
    from stance.models import MODELS, make_model

    for name, rows in meaning_rows.ROWS.items():
        for row in rows:
            assert card_of(name).task in MODELS[row.model].tasks, (name, row)
            assert make_model(row.model, **row.parameters).steps


def test_teaching_finds_the_vectors_that_made_the_sentences():
    module = script("distil_vectors")
    draw = np.random.default_rng(0)
    planted = draw.normal(size=(20, 3))
    counts = csr_matrix(draw.poisson(0.3, size=(400, 20)).astype(float))
    means = counts @ planted / np.maximum(counts.sum(axis=1).A1, 1)[:, None]
    start = np.zeros_like(planted)
    assert module.cosine(start, counts, means) == 0
    found = module.taught(start, counts, means, ridge=1e-3)
    assert np.abs(found - planted).max() < 0.05
    assert module.cosine(found, counts, means) > 0.95


def test_a_strong_ridge_keeps_the_vectors_where_they_were():
    module = script("distil_vectors")
    start = np.ones((2, 1))
    found = module.taught(start, csr_matrix(np.eye(2)), np.asarray([[5.0], [-5.0]]), 1e6)
    assert found == pytest.approx(start, abs=1e-4)


def test_sentences_are_distinct_drawn_of_each_article_and_the_same_each_time(tmp_path):
    module = script("distil_vectors")
    body = " ".join(f"The council met on day number {day} of spring." for day in range(30))
    rows = [{"title": f"Title {n}", "content": body} for n in range(3)]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    found = module.sentences_of(path, 100)
    assert found == module.sentences_of(path, 100)
    assert len(found) == len(set(found)) <= 3 * (1 + module.PER_ARTICLE)
    assert {"Title 0", "Title 1", "Title 2"} <= set(found)
    assert len(module.sentences_of(path, 5)) == 5


def test_only_pieces_of_english_text_are_kept():
    useful = script("distil_vectors").useful
    assert list(map(useful, ["tax", "##es", "[", "[CLS]", "税"])) == [
        True,
        True,
        True,
        False,
        False,
    ]
