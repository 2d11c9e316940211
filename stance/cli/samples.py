"""A sample people coded: `stance agree`, `stance score`, and the codebook they coded by."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stance.cli.guard import one_sentence, whole_text

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


@click.group()
def codebook() -> None:
    """Show, check, compare and begin codebooks."""


@codebook.command()
@click.argument("name")
@click.option("--markdown", is_flag=True, help="As the appendix of a paper.")
@one_sentence
def show(name: str, markdown: bool) -> None:
    """Print the codebook NAME, shipped or a file."""
    from stance.codebook import Codebook

    book = Codebook.read(name)
    click.echo(book.to_markdown() if markdown else book.to_text())


@codebook.command()
@click.argument("name")
@one_sentence
def check(name: str) -> None:
    """Say whether the file NAME is a codebook, and if not, why."""
    from stance.codebook import Codebook

    book = Codebook.read(name)
    click.echo(f"{name}: {len(book.codes)} codes, version {book.version}")


@codebook.command()
@click.argument("old")
@click.argument("new")
@one_sentence
def diff(old: str, new: str) -> None:
    """Say what changed between two versions; exit code 1 where anything did."""
    from stance.codebook import Codebook

    changes = Codebook.read(old).diff(Codebook.read(new))
    click.echo("\n".join(changes) or "no change")
    if changes:
        sys.exit(1)


_TEMPLATE = """\
id = "{name}"
title = "What this codebook is for"
version = "1"
source = "Who made it, and where it is described"
unit = "article"
multilabel = true

[[code]]
id = "first-code"
name = "First code"
definition = "What it means, in one sentence."
include = ["When to give it."]
exclude = ["When not to, and which code to give instead."]
keywords = ["word", "two words", "stem*"]
"""


@codebook.command()
@click.argument("path", type=_FILE)
@one_sentence
def new(path: Path) -> None:
    """Begin a codebook at PATH, a .toml file, to be edited."""
    if path.exists():
        raise ValueError(f"{path} exists already: name another file")
    with whole_text(path) as stream:
        stream.write(_TEMPLATE.format(name=path.stem))
    click.echo(f"{path}: edit it, then run: stance codebook check {path}")
