"""Where does each model stand on each public benchmark, beside the published numbers?

One result file a benchmark, with every model that is for its task: baselines and, where there
are targets, the model that does not see them. Nothing is tuned here.
"""

from pathlib import Path

import click

from stance.datasets import MissingDataError
from stance.evaluation.results import write_results
from stance.experiment import run_models
from stance.report.results_table import results_table

GRID = (
    "semeval2016/a",
    "semeval2016/b",
    "p-stance/val",
    "p-stance/test",
    "vast/dev",
    "newsmtsc/rw",
    "newsmtsc/mt",
    "gwsd/test",
    "directed-sentiment/valid",
    "directed-sentiment/test",
    "seesaw/valid",
    "seesaw/test",
    "emergent/test",
    "fnc-1/test",
    "babe/sg2",
    "babe/sg1",
    "gvfc",
    "hyperpartisan/train",
    "hyperpartisan/test",
    "basil",
    "semeval2023-frames/train",
    "ccf-climate/gold-en",
    "polnear/dev",
)


@click.command()
@click.argument("names", nargs=-1)
@click.option("--folder", type=click.Path(path_type=Path), default="experiments/results")
def main(names: tuple[str, ...], folder: Path) -> None:
    """Run all benchmarks, or those named, and write one file a benchmark into FOLDER."""
    for name in names or GRID:
        try:
            results = list(run_models(name))
        except MissingDataError as missing:
            click.echo(str(missing), err=True)
            continue
        write_results(folder / f"{name.replace('/', '-')}.jsonl", results)
        click.echo(results_table(results) + "\n")


if __name__ == "__main__":
    main()
