"""The scripts that make and weigh vectors of meaning, on numbers and texts made here."""

import importlib.util
import json
import re
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


def test_what_meaning_buys_sets_words_beside_encoders(tmp_path):
    module, output = script("what_meaning_buys"), tmp_path / "found.jsonl"
    module.GRID = (("seeds/frames", "grouped-5-fold", "majority", "frames-meaning", {}),)
    module.ENCODERS = ("static",)
    found = CliRunner().invoke(module.main, ["--output", str(output)])
    assert found.exit_code == 0, found.output
    assert re.search(r"words alone +\w+ +[\d.]+ +[\d,]+ a second", found.output)
    plain, meaning = read_results(output)
    name = f"static@{StaticVectors.shipped().fingerprint}"
    assert dict(meaning.signature.parameters) == {"encoder": name}
    assert plain.n == meaning.n


def test_an_encoder_that_is_not_installed_is_passed_over(monkeypatch, capsys):
    module = script("what_meaning_buys")

    def absent(name):
        raise FileNotFoundError("no weights here")

    monkeypatch.setattr(module, "find_encoder", absent)
    assert module.exact_name("minilm") is None
    assert "minilm is passed over: no weights here" in capsys.readouterr().err


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
