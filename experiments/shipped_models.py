"""How good are the models that come with the package, on texts they have not seen?

The same factories and parameters as `build_pretrained.py`, trained on the public data alone:
stance on the newsmtsc test split, frames in five folds of semeval2023-frames. A fast form
stands beside the model it is one of. The test split was scored once for each form that was
shipped: `stance-news` with hashed columns (61.98), then `stance-hashed`; settings were chosen
by folds of the training articles. A model whose encoder is not here is passed over.
"""

from pathlib import Path

import click
from build_pretrained import SHIPPED

from stance.evaluation.results import Result, write_results
from stance.experiment import run
from stance.report.results_table import results_table

RESULTS = Path(__file__).parent / "results" / "shipped_models.jsonl"
BESIDE = (
    ("newsmtsc/mt", "stance-news", ("stance", "stance-best")),
    ("semeval2023-frames/train", "frames-linear", ("frames",)),
)
"""Data sets, the model that stands for comparison, and the files whose models are scored."""


def main() -> None:
    """Score the models and the majority, print the table, and write the results."""
    results: list[Result] = []
    for dataset, slow, names in BESIDE:
        results += [run(dataset), run(dataset, slow)]
        for model, parameters in map(SHIPPED.__getitem__, names):
            try:
                results.append(run(dataset, model, **parameters))
            except (ImportError, FileNotFoundError) as missing:
                click.echo(f"{model} is passed over: {missing}", err=True)
    click.echo(results_table(results))
    write_results(RESULTS, results)


if __name__ == "__main__":
    main()
