"""What every script of this folder does with its grid: run it, keep the results, show them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from stance.datasets import MissingDataError
from stance.evaluation.results import Result, write_results
from stance.experiment import run_models
from stance.report.results_table import results_table

RESULTS = Path(__file__).parent / "results"
Answer = Callable[..., Iterable[Result]]


def experiment(
    name: str, grid: Sequence[tuple[Any, ...]], answer: Answer = run_models
) -> click.Command:
    """The command of a script: `answer(*row)` for each row of its grid, results in NAME.jsonl.

    A row begins with the name of its data set. Rows whose data are not on this machine are
    passed over, and said. Some rows alone, chosen by DATASET, are printed and not kept.
    """

    @click.command(name)
    @click.argument("datasets", nargs=-1)
    @click.option("--output", type=click.Path(path_type=Path), help="A .jsonl file.")
    def command(datasets: tuple[str, ...], output: Path | None) -> None:
        kept = output or (None if datasets else RESULTS / f"{name}.jsonl")
        results: list[Result] = []
        for row in grid:
            if not datasets or row[0] in datasets:
                try:
                    results += answer(*row)
                except MissingDataError as missing:
                    click.echo(str(missing), err=True)
        if kept and results:
            write_results(kept, results)
        click.echo(results_table(results))

    return command
