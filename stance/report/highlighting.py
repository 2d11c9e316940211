"""Marks over a text, nested and overlapping as they come → pieces under the same marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

Record = Mapping[str, Any]


class Mark(NamedTuple):
    """A stretch of the text with a class; `tag` stands before it, `title` explains it."""

    start: int
    end: int
    css: str
    tag: Record | None = None
    title: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph under the same marks."""

    text: str
    start: int
    css: str = ""
    title: str = ""
    tags: tuple[Record, ...] = ()


def paragraph_bounds(text: str) -> Iterator[tuple[int, int]]:
    r"""Paragraphs end at an empty line, or at each line where no line is empty.

    Examples
    --------
    >>> list(paragraph_bounds("One.\n\nTwo."))
    [(0, 6), (6, 10)]
    """
    gap = r"\n[ \t]*\n" if re.search(r"\S[ \t]*\n[ \t]*\n", text) else r"\n"
    start = 0
    for found in re.finditer(gap, text):
        yield start, found.end()
        start = found.end()
    yield start, len(text)


def cut_pieces(text: str, marks: Sequence[Mark], edges: Iterable[int]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends, in one sweep.

    Marks may overlap and nest; those that leave the text are left out.

    Examples
    --------
    >>> found = cut_pieces("one two", [Mark(0, 7, "q"), Mark(4, 7, "m")], [])
    >>> [(piece.text, piece.css) for piece in found]
    [('one ', 'q'), ('two', 'm q')]
    """
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    begin, finish = _by_offset(inside, "start"), _by_offset(inside, "end")
    cuts = sorted({0, len(text), *edges, *begin, *finish})
    active: Counter[str] = Counter()
    title = ""
    for start, end in pairwise(cuts):
        opened = begin.get(start, [])
        active.subtract(m.css for m in finish.get(start, []))
        active.update(m.css for m in opened)
        css = " ".join(sorted(name for name, depth in active.items() if name and depth > 0))
        title = next((m.title for m in opened if m.title), title)
        tags = tuple(m.tag for m in opened if m.tag)
        yield Piece(text[start:end], start, css, title if active["m"] > 0 else "", tags)


def _by_offset(marks: Iterable[Mark], edge: str) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        found.setdefault(getattr(mark, edge), []).append(mark)
    return found


def weight(piece: Piece) -> int:
    """About how many bytes of HTML the marks of a piece take."""
    if not piece.css:
        return 0
    tags = sum(120 + 6 * len(tag["name"]) for tag in piece.tags)
    return 50 + len(piece.css) + 6 * len(piece.title) + tags
