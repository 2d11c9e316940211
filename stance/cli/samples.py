"""A sample people coded: `stance agree` and `stance score`."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.guard import one_sentence

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.argument("coders", nargs=-1, required=True)
@click.option(
    "--level", default="nominal", show_default=True, help="Or ordinal, interval, ratio."
)
@click.option("--separator", default="", help="Between the labels of a cell with several.")
@one_sentence
def agree(file: Path, coders: tuple[str, ...], level: str, separator: str) -> None:
    """Say how far the CODERS, columns of FILE (a table), agree."""
    from stance.report.own_sample import agreement_of_file

    click.echo(agreement_of_file(file, coders, level=level, separator=separator))


@click.command()
@click.argument("file", type=_FILE)
@click.argument("gold")
@click.argument("guess")
@click.option("--metric", "metrics", multiple=True, help="May be repeated.")
@click.option("--group", default="", help="A column: rows of one story or outlet.")
@click.option("--separator", default="", help="Between the labels of a cell with several.")
@one_sentence
def score(
    file: Path, gold: str, guess: str, metrics: tuple[str, ...], group: str, separator: str
) -> None:
    """Say how good the labels in column GUESS of FILE are by those in column GOLD."""
    from stance.report.own_sample import scores_of_file

    chosen = metrics or ("f1_macro", "accuracy")
    click.echo(
        scores_of_file(file, gold, guess, metrics=chosen, group=group, separator=separator)
    )
