"""`stance codebook`: show, check, compare and begin codebooks; check what was coded by one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stance.cli.guard import one_sentence, whole_text

if TYPE_CHECKING:
    from stance.codebook import Codebook

_FILE = click.Path(path_type=Path)


@click.group()
def codebook() -> None:
    """Show, check, compare and begin codebooks."""


@codebook.command()
@click.argument("name", required=False)
@click.option("--markdown", "style", flag_value="markdown", help="As the appendix of a paper.")
@click.option("--html", "style", flag_value="html", help="As a table of a page.")
@one_sentence
def show(name: str | None, style: str | None) -> None:
    """Print the codebook NAME, shipped or a file; without a name, which ones are shipped."""
    from stance.codebook import Codebook, codebook_names

    if name is None:
        books = map(Codebook.read, codebook_names())
        click.echo("\n".join(f"{book.id:<20}{book.title}" for book in books))
        return
    book = Codebook.read(name)
    printed = {"markdown": book.to_markdown, "html": book.to_html}.get(
        style or "", book.to_text
    )
    click.echo(printed())


@codebook.command()
@click.argument("name")
@click.argument("table", required=False, type=_FILE)
@click.option("--column", help="Where TABLE has the labels, several separated by ; , or |.")
@one_sentence
def check(name: str, table: Path | None, column: str | None) -> None:
    """Say whether the file NAME is a codebook, and TABLE is coded by it; if not, why."""
    from stance.codebook import Codebook

    book = Codebook.read(name)
    said = [f"{name}: {len(book.codes)} code(s), version {book.version}"]
    if table is not None:
        said.append(_checked_table(book, table, column))
    click.echo("\n".join(said))


def _checked_table(book: Codebook, table: Path, column: str | None) -> str:
    from stance.evaluation.codings import read_codings

    if column is None:
        raise ValueError(f"which column of {table.name} has the labels? Say --column NAME")
    cells = read_codings(table, [column])[column]
    sets = [
        book.parse(str(cell or ""), row=f"{row} of {table.name}")
        for row, cell in enumerate(cells, start=1)
    ]
    used = {code: sum(code in labels for labels in sets) for code in book.ids}
    counts = ", ".join(f"{code} {n}" for code, n in used.items() if n)
    return f"{table.name}: {len(sets)} rows; {counts or 'no label'}"


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
name = "First code"  # what people call it
definition = "What it means, in one sentence."
include = ["When to give it."]
exclude = ["When not to, and which code to give instead."]
examples = ["A sentence that carries it."]
keywords = ["word", "two words", "stem*^2"]  # a star for any ending, ^2 for double weight
# aliases = ["the name another data set uses"]
# parent = "the-code-above"
"""


@codebook.command()
@click.argument("path", type=_FILE)
@one_sentence
def new(path: Path) -> None:
    """Begin a codebook at PATH, a .toml file, to be edited."""
    if path.suffix != ".toml":
        raise ValueError(f"{path} is no .toml file: name one")
    if path.exists():
        raise ValueError(f"{path} exists already: name another file")
    with whole_text(path) as stream:
        stream.write(_TEMPLATE.format(name=re.sub(r"[^\w-]+", "-", path.stem)))
    click.echo(f"{path}: edit it, then run: stance codebook check {path}")
