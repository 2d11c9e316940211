"""What does a stance model know about a target it has never seen?

Three protocols on the same passages: trained on the target's own passages, on as many of other
targets, and on all of the other targets. The first two test the same folds with training sets
of one size, so what lies between them is the target and nothing else.
"""

from pathlib import Path

import click

from stance.evaluation.results import Result, write_results
from stance.evaluation.uncertainty import compare
from stance.experiment import run_task, task_of
from stance.report.results_table import results_table

PROTOCOLS = ("in-target", "across-target", "leave-one-target-out")
GRID = (
    ("semeval2016/train", "majority"),
    ("semeval2016/train", "stance-target-blind"),
    ("semeval2016/train", "stance-linear"),
    ("p-stance/val", "majority"),
    ("p-stance/val", "stance-linear"),
)


def all_protocols(name: str, model: str) -> list[Result]:
    """The results of the three protocols; what the target is worth is printed."""
    runs = [run_task(task_of(name, protocol), model) for protocol in PROTOCOLS]
    (_, inside), (_, across), _ = runs
    found = compare(
        inside.gold, across.guess, inside.guess, metric="f_avg_mean", **inside.inputs
    )
    click.echo(
        f"{name}, {model}: the target is worth {100 * found.difference:+.1f} f_avg_mean "
        f"[{100 * found.low:+.1f}, {100 * found.high:+.1f}], p = {found.p_randomisation:.4f}"
    )
    return [result for result, _ in runs]


@click.command()
@click.argument("names", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path))
def main(names: tuple[str, ...], output: Path | None) -> None:
    """Run all rows of the grid, or those of the data sets named."""
    rows = [row for row in GRID if not names or row[0] in names]
    results: list[Result] = []
    for row in rows:
        results += all_protocols(*row)
        if output is not None:
            write_results(output, results)
    click.echo(results_table(results))


if __name__ == "__main__":
    main()
