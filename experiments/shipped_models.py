"""How good are the models that come with the package, on texts they have not seen?

The same factories and parameters as `build_pretrained.py`, trained on the public data alone:
stance on the newsmtsc test split, frames in five folds of semeval2023-frames.
"""

from pathlib import Path

import click
from build_pretrained import PARAMETERS

from stance.evaluation.results import write_results
from stance.experiment import run
from stance.report.results_table import results_table

RESULTS = Path(__file__).parent / "results" / "shipped_models.jsonl"


def main() -> None:
    """Score the models and the majority, print the table, and write the results."""
    results = [
        run("newsmtsc/mt"),
        run("newsmtsc/mt", "stance-news", **PARAMETERS["stance"]),
        run("newsmtsc/mt", "stance-encoder", **PARAMETERS["stance-best"]),
        run("semeval2023-frames/train"),
        run("semeval2023-frames/train", "frames-linear", **PARAMETERS["frames"]),
    ]
    click.echo(results_table(results))
    write_results(RESULTS, results)


if __name__ == "__main__":
    main()
