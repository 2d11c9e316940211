"""Word lists of the field, each in its authors' own format, as one `Lexicon`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from stance.datasets.card import Card
from stance.datasets.formats import number, read_json, read_rows, read_text
from stance.lexicon import Lexicon

Entry = tuple[str, str, float]
"""An entry (a star ends a stem), its category and its weight."""


def read_lexicon(folder: Path, card: Card) -> Lexicon:
    """The word list of a card: entry → category → weight.

    Raises
    ------
    DataError
        For a line that cannot be read; the message names file and line.
    """
    entries: dict[str, dict[str, float]] = {}
    for file in card.files:
        for entry, category, weight in FORMATS[card.name](folder / file.name):
            entries.setdefault(entry, {})[category] = weight
    return Lexicon(card.name, entries, about=f"{card.title}. {card.terms}")


def _plain(path: Path) -> Iterator[Entry]:
    """One entry a line, comments after ; or #; the category is the file's name less author."""
    category = re.sub(r"_[a-z]+\d{4}$", "", path.stem).removesuffix("-words")
    encoding = "latin-1" if "liu2005" in path.name or "-words" in path.name else "utf-8-sig"
    for line in read_text(path, encoding).splitlines():
        if line.strip() and line[0] not in ";#":
            yield line.strip(), category, 1.0


def _mpqa(path: Path) -> Iterator[Entry]:
    """`key=value` tokens; a stemmed word covers its inflections, so it ends in a star."""
    for line in read_text(path).splitlines():
        fields = dict(part.split("=", 1) for part in line.split() if "=" in part)
        if "word1" in fields:
            word = fields["word1"] + ("*" if fields.get("stemmed1") == "y" else "")
            weight = 1.0 if fields["type"] == "strongsubj" else 0.5
            yield word, fields["priorpolarity"], weight


def _lsd(path: Path) -> Iterator[Entry]:
    for category, entries in read_json(path).items():
        for entry in entries:
            yield entry, category, 1.0


def _vader(path: Path) -> Iterator[Entry]:
    """Token, mean valence, deviation, ratings; the valence is the weight."""
    columns = ("token", "mean", "deviation", "ratings")
    rows = read_rows(path, columns, delimiter="\t", quoted=False, header=False)
    for place, row in rows:
        yield row["token"], "valence", number(row["mean"], place)


def _emfd(path: Path) -> Iterator[Entry]:
    """The probability of each foundation, and the sentiment the word has within it."""
    for place, row in read_rows(path, ("word", "care_p", "sanctity_sent")):
        for column, cell in row.items():
            if column != "word":
                yield row["word"], column, number(cell, place)


FORMATS: dict[str, Callable[[Path], Iterator[Entry]]] = {
    "lexicons/emfd": _emfd,
    "lexicons/liu": _plain,
    "lexicons/lsd2015": _lsd,
    "lexicons/mpqa": _mpqa,
    "lexicons/recasens": _plain,
    "lexicons/vader": _vader,
}
