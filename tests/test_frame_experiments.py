"""The experiments on frames run on the seed corpus, and say what they found."""

import json
import runpy
import sys
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

EXPERIMENTS = Path(__file__).parents[1] / "experiments"
sys.path.insert(0, str(EXPERIMENTS))


def script(name):
    return runpy.run_path(str(EXPERIMENTS / f"{name}.py"))


def test_few_labels_scores_every_model_on_the_same_articles(tmp_path):
    module, output = script("few_labels"), tmp_path / "few.json"
    module["fold"].__globals__["SIZES"] = ()
    arguments = ["--dataset", "seeds/frames", "--folds", "1", "--output", str(output)]
    found = CliRunner().invoke(module["main"], arguments)
    assert found.exit_code == 0, found.output
    rows = json.loads(output.read_text("utf-8"))
    assert [row["model"] for row in rows] == [
        "frames-seeded",
        "frames-linear",
        "frames-seeded-linear",
    ]
    assert len({row["tested"] for row in rows}) == 1
    assert all(0 <= row["f1_macro"] <= 1 for row in rows)
    assert "all coded" in found.output


def test_frames_and_slant_chooses_in_training_and_signs_it(tmp_path):
    module = script("frames_and_slant")
    chosen = [row for row in module["GRID"] if "-linear" in row[1]]
    assert all(row[3]["choose"] for row in chosen)
    result = next(iter(module["one"]("seeds/frames", "frames-linear", 0, {"choose": True})))
    assert result.signature.parameters == {"choose": True}


def test_shares_of_outlets_are_corrected_by_the_errors_on_coded_articles():
    module = script("frames_over_outlets")
    coded = [frozenset({"moral"})] * 20 + [frozenset()] * 20
    told = [frozenset({"moral"})] * 10 + [frozenset()] * 30
    guess = [frozenset({"moral"})] * 30 + [frozenset()] * 70
    found = module["corrected"](guess, ["times"] * 50 + ["post"] * 50, coded, told)
    shares = dict(zip(found["group"], found["share"], strict=True))
    assert shares == {"times": 1.0, "post": 0.0}
    assert found["texts"].tolist() == [50, 50]


def test_outlets_are_apart_where_their_intervals_do_not_meet():
    module = script("frames_over_outlets")
    rows = [("a", "x", 0.1, 0.0, 0.2), ("b", "x", 0.5, 0.4, 0.6), ("c", "x", 0.55, 0.3, 0.7)]
    found = module["apart"](
        pd.DataFrame(rows, columns=["group", "label", "share", "low", "high"])
    )
    assert found[["label", "pairs_apart"]].to_numpy().tolist() == [["x", 2]]
