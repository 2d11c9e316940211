"""How much does a random split flatter, when stories, articles or outlets are on both sides?

The same model and the same test items, once under random folds and once under folds that keep
the groups of the card together. The difference is tested item by item, groups drawn whole.
"""

from pathlib import Path

import click

from stance.evaluation.results import Result, write_results
from stance.evaluation.uncertainty import compare
from stance.experiment import run_task, task_of
from stance.report.results_table import results_table

GRID = (
    ("basil", "frames-linear", "10-fold", "grouped-10-fold"),
    ("babe/sg2", "stance-target-blind", "babe-5-fold", "grouped-5-fold"),
    ("hyperpartisan/train", "stance-target-blind", "10-fold", "grouped-10-fold"),
    ("seesaw/train", "stance-linear", "5-fold", "grouped-5-fold"),
)


def both(name: str, model: str, random: str, grouped: str) -> list[Result]:
    """The results of both protocols; what lies between them is printed."""
    loose, honest = (run_task(task_of(name, protocol), model) for protocol in (random, grouped))
    metric, (_, one), (_, two) = next(iter(loose[0].metrics)), honest, loose
    inputs = one.inputs | {"metric": metric, "groups": one.groups}
    found = compare(one.gold, one.guess, two.guess, **inputs)
    click.echo(
        f"{name}: {random} less {grouped}, {metric} {100 * found.difference:+.1f} "
        f"[{100 * found.low:+.1f}, {100 * found.high:+.1f}], p = {found.p_randomisation:.4f}"
    )
    return [honest[0], loose[0]]


@click.command()
@click.argument("names", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path))
def main(names: tuple[str, ...], output: Path | None) -> None:
    """Run all rows of the grid, or those of the data sets named."""
    rows = [row for row in GRID if not names or row[0] in names]
    results: list[Result] = []
    for row in rows:
        results += both(*row)
        if output is not None:
            write_results(output, results)
    click.echo(results_table(results))


if __name__ == "__main__":
    main()
