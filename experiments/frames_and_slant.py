"""How well are frames and slant told without pretrained weights, and without coded articles?

Each benchmark by its own protocol, several seeds where the authors of a number used several.
The script tunes nothing, but the weights of columns, C, the rule for thresholds and that for
keywords were chosen on folds of these same data sets: there is no other gold. The scores are
therefore a little too high, and a lead over a floor of a point or less is none.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from stance.datasets import MissingDataError
from stance.evaluation.results import Result, write_results
from stance.experiment import run_task, task_of
from stance.report.results_table import results_table

GRID: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("semeval2023-frames/train", "majority", 1, {}),
    ("semeval2023-frames/train", "frames-keywords", 1, {}),
    ("semeval2023-frames/train", "frames-seeded", 1, {}),
    ("semeval2023-frames/train", "frames-linear", 5, {}),
    ("gvfc/framed", "category-linear", 1, {}),
    ("gvfc/framed", "category-linear", 1, {"codebook": "gun-violence"}),
    ("gvfc/with-none/all", "category-linear", 1, {"codebook": "gun-violence"}),
    ("babe/sg2", "bias-linear", 1, {}),
    ("basil/all", "bias-linear", 1, {}),
    ("hyperpartisan/train", "hyperpartisan-linear", 1, {}),
    ("ccf-climate/gold-en", "frames-keywords", 1, {"codebook": "climate"}),
    ("ccf-climate/gold-en", "frames-linear", 1, {"codebook": "climate"}),
)
"""Data, model, number of seeds, parameters."""


def found(names: tuple[str, ...]) -> Iterator[Result]:
    """One result a row and seed; a data set that is not here is said and left out."""
    for name, model, seeds, parameters in GRID:
        if names and name not in names:
            continue
        try:
            task = task_of(name)
        except MissingDataError as missing:
            click.echo(str(missing), err=True)
            continue
        for seed in range(seeds):
            result = run_task(task, model, seed=seed, **parameters)[0]
            scores = (f"{metric} {result.metrics[metric]:.4f}" for metric in task.card.metrics)
            click.echo(f"{name} {model} {parameters or ''} seed {seed}: {', '.join(scores)}")
            yield result


@click.command()
@click.argument("names", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path))
def main(names: tuple[str, ...], output: Path | None) -> None:
    """Run all rows of the grid, or those of the data sets named."""
    results = list(found(names))
    if results:
        click.echo(results_table(results))
    if output is not None:
        write_results(output, results)


if __name__ == "__main__":
    main()
