"""What a person reads of the catalogue: the table of all sets, and the page of one card."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence

from stance.datasets.card import Card

WIDTH = 96
COLUMNS = ("name", "task", "unit", "group", "splits (records)", "licence")


class Page(str):
    """A text for the terminal that a notebook shows as it stands."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self)}</pre>"


def card_page(card: Card) -> Page:
    """One card, a screen or two of plain text.

    Examples
    --------
    >>> from stance.datasets import card_of
    >>> print(card_page(card_of("semeval2016")).splitlines()[0])
    SemEval-2016 Task 6: Detecting Stance in Tweets (semeval2016, version 1)
    """
    facts = {
        "task": f"{card.task}: {card.unit}",
        "language": card.language,
        "period": card.period,
        "annotators": card.annotators,
        "keep together": card.group or "nothing: records stand alone",
        "metrics": ", ".join(card.metrics),
        "protocol": card.default_protocol,
        "licence": card.licence,
        "terms": card.terms,
        "folder": f"$STANCE_DATA/{card.folder}",
    }
    lines = [f"{card.title} ({card.name}, version {card.version})", ""]
    for name, value in facts.items():
        lines += _field(name, value) if value else []
    lines += _section("from", card.urls)
    lines += _section("labels", (f"{k}: {v}" for k, v in card.labels.items()))
    lines += _section("splits", _split_lines(card))
    lines += _section("known errors", card.known_errors)
    lines += ["", "cite", textwrap.indent(card.citation.strip(), "  ")]
    return Page("\n".join(lines))


def _field(name: str, value: str) -> list[str]:
    return textwrap.wrap(value, WIDTH, initial_indent=f"{name:<14}", subsequent_indent=" " * 14)


def _section(name: str, items: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for item in items:
        lines += textwrap.wrap(
            item, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False
        )
    return ["", name, *lines] if lines else []


def _split_lines(card: Card) -> list[str]:
    lines = []
    for name, split in card.splits.items():
        counts = ", ".join(f"{label} {n:,}" for label, n in split.counts.items())
        trained = ", ".join(card.training.get(name, ()))
        line = f"{card.name}/{name}: {split.n:,} records" if split.n else f"{card.name}/{name}"
        line += f" ({counts})" if counts else ""
        lines.append(line + (f"; trained on {trained}" if trained else ""))
    return lines


def table(cards: Iterable[Card], *, markdown: bool = False) -> Page:
    """All sets, one a line: for the terminal, or as the table of the README.

    Examples
    --------
    >>> from stance.datasets import CARDS
    >>> print(table([CARDS["semeval2016"]], markdown=True).splitlines()[0])
    | name | task | unit | group | splits (records) | licence |
    """
    rows = [_row(card) for card in cards]
    if markdown:
        ruled = [COLUMNS, ("---",) * len(COLUMNS), *rows]
        return Page("\n".join(f"| {' | '.join(row)} |" for row in ruled))
    short = [[textwrap.shorten(cell, 34, placeholder="…") for cell in row] for row in rows]
    return Page("\n".join(_aligned([COLUMNS[:5], *(row[:5] for row in short)])))


def _row(card: Card) -> tuple[str, ...]:
    splits = ", ".join(f"{n} {s.n:,}" if s.n else n for n, s in card.splits.items())
    licence = card.licence.split(";")[0]
    return (card.name, card.task, card.unit, card.group or "–", splits or "–", licence)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
