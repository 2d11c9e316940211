"""The experiments on frames run on the seed corpus, and say what they found."""

import json
import runpy
from pathlib import Path

from click.testing import CliRunner

from stance.evaluation.results import read_results

EXPERIMENTS = Path(__file__).parents[1] / "experiments"


def test_few_labels_scores_every_model_on_the_same_articles(tmp_path):
    module, output = runpy.run_path(str(EXPERIMENTS / "few_labels.py")), tmp_path / "few.json"
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


def test_frames_and_slant_writes_signed_results(tmp_path):
    module = runpy.run_path(str(EXPERIMENTS / "frames_and_slant.py"))
    output = tmp_path / "found.jsonl"
    module["found"].__globals__["GRID"] = (("seeds/frames", "frames-keywords", 1, {}),)
    found = CliRunner().invoke(module["main"], ["--output", str(output)])
    assert found.exit_code == 0, found.output
    (result,) = read_results(output)
    assert (result.model, result.dataset) == ("frames-keywords", "seeds/frames")
