"""The experiments on frames run on the seed corpus, and say what they found."""

import json
import runpy
import sys
from pathlib import Path

import pandas as pd
import pytest
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


@pytest.mark.parametrize("name", ["frames_and_slant", "frames_by_seeds"])
def test_every_learned_row_chooses_its_settings_in_training(name):
    rows = script(name)["GRID"]
    linear = [row[-1] for row in rows if row[1].endswith("-linear")]
    assert linear
    assert all(parameters["choose"] for parameters in linear)


def test_a_row_of_chosen_settings_is_signed_as_one():
    row = ("seeds/frames", "frames-linear", {"choose": True})
    (result,) = script("frames_and_slant")["one"](*row)
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


def test_bias_is_told_alone_and_in_context(tmp_path):
    output = tmp_path / "found.json"
    arguments = ["--dataset", "seeds/frames", "--output", str(output)]
    found = CliRunner().invoke(script("bias_in_context")["main"], arguments)
    assert found.exit_code == 0, found.output
    alone, around = json.loads(output.read_text("utf-8"))
    assert (alone["context"], around["context"]) == (False, True)
    assert 0 <= alone["f1[any]"] <= 1


@pytest.mark.data
def test_no_model_of_climate_frames_is_asked_for_more_than_the_second_coder_gives():
    row = script("second_coder")["ceiling"]("ccf-climate/gold")
    assert row["n"] == 1000
    assert 0.85 < row["f1_micro"] < 1
    assert set(row["alpha"]) >= {"economic", "health"}
