"""Quotations → tags to learn from, and tagged spans with their links → quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stance.annotation.columns import Columns
from stance.annotation.links import CONTENT, CUE, SOURCE, TaggedSpans
from stance.article import Quotation, QuotationKind, Span

Integers: TypeAlias = NDArray[np.integer[Any]]

_MARKED = re.compile('["“][^"“”]*["”]?')
_WORD = re.compile(r"\w")
_NOWHERE = -1
"""The owner of a cue's part that has no cue."""


def gold_tags(
    columns: Columns, labels: Sequence[Sequence[Quotation]]
) -> tuple[Integers, Integers]:
    """The tag of each token, and the number of the quotation it belongs to (-1: none)."""
    strip = columns.strip
    tags, relation = np.zeros(columns.n, dtype=np.int64), np.full(columns.n, -1)
    marked = [
        (number, base, quotation)
        for excerpt, base in zip(strip.excerpts, strip.base.tolist(), strict=False)
        for number, quotation in enumerate(labels[excerpt.number], excerpt.number << 20)
    ]
    for number, base, quotation in marked:
        parts: list[tuple[int, Span | None]] = [(CONTENT, s) for s in quotation.content]
        parts += [(CUE, quotation.cue), (SOURCE, quotation.source)]
        for kind, span in parts:
            if span is not None:
                first = np.searchsorted(strip.ends, base + span.start, side="right")
                end = np.searchsorted(strip.starts, base + span.end)
                tags[first:end], relation[first:end] = kind + 1, number
                tags[first : min(first + 1, end)] = kind
    return tags, relation


def gold_relations(spans: TaggedSpans, tags: Integers, relation: Integers) -> Integers:
    """The quotation each found span belongs to: that of its first token, if of its kind."""
    true = tags[spans.first]
    alike = (true == spans.kind) | (true == spans.kind + 1)
    return np.where(alike, relation[spans.first], -1)


def related(
    columns: Columns, spans: TaggedSpans, owner: Integers
) -> list[tuple[int, Quotation]]:
    """Spans that share a cue as one quotation, with the number of its page.

    A content without a cue that goes on a stretch in marks belongs where the stretch began;
    another in marks goes on with the quotation before it, if that ends in the same paragraph
    or the one before. All others without a cue are left out.
    """
    found: list[tuple[int, Quotation]] = []
    ended = 0
    for number, one, begins, ends in _each(columns, spans, owner):
        if one.cue is not None:
            found.append((number, one))
        elif found and found[-1][0] == number and begins <= ended + 1:
            found[-1] = number, _gone_on(found[-1][1], one)
        else:
            continue
        ended = ends
    return found


def _gone_on(before: Quotation, one: Quotation) -> Quotation:
    if before.content[-1].end > one.content[0].start:
        return before
    kind: QuotationKind = before.kind if before.kind == one.kind else "mixed"
    return replace(before, content=before.content + one.content, kind=kind)


def _each(
    columns: Columns, spans: TaggedSpans, owner: Integers
) -> Iterator[tuple[int, Quotation, int, int]]:
    """Each quotation: page, itself, and the paragraphs in which it begins and ends."""
    if not len(spans.kind):
        return
    strip = columns.strip
    excerpt = np.searchsorted(strip.first, spans.first, side="right") - 1
    paragraph = np.searchsorted(strip.paragraphs, spans.first, side="right")
    starts = strip.starts[spans.first] - strip.base[excerpt]
    ends = strip.ends[spans.end - 1] - strip.base[excerpt]
    found = list(map(Span, starts.tolist(), ends.tolist()))
    for key, parts in _groups(columns, spans, owner, excerpt).items():
        page = strip.excerpts[excerpt[parts[0]]]
        by_kind: dict[int, list[int]] = {SOURCE: [], CUE: [], CONTENT: []}
        for part in parts:
            by_kind[int(spans.kind[part])].append(part)
        contents = by_kind[CONTENT]
        if not contents or key == _NOWHERE:
            continue
        content = tuple(found[part] for part in contents)
        kind = kind_of(content, page.outline.page.text)
        if by_kind[CUE] or kind == "direct":
            cue, source = (next((found[i] for i in by_kind[k]), None) for k in (CUE, SOURCE))
            one = Quotation(content, kind, cue, source)
            yield page.number, one, int(paragraph[contents[0]]), int(paragraph[contents[-1]])


def _groups(
    columns: Columns, spans: TaggedSpans, owner: Integers, excerpt: Integers
) -> dict[int, list[int]]:
    """The spans of each quotation, by its cue; a content without one by a number of its own."""
    bounds = np.column_stack([spans.first, spans.end]).ravel()
    inside = np.maximum.reduceat(columns.stretch, bounds)[::2]
    rows = zip(
        spans.kind.tolist(), owner.tolist(), inside.tolist(), excerpt.tolist(), strict=True
    )
    parts: dict[int, list[int]] = {}
    begun: dict[tuple[int, int], int] = {}
    for number, (kind, key, stretch, place) in enumerate(rows):
        if kind == CONTENT:
            if key < 0 and stretch >= 0:
                key = begun.get((place, stretch), -1)
            key = key if key >= 0 else -2 - number
            begun.setdefault((place, stretch), key)
        parts.setdefault(key, []).append(number)
    return parts


def kind_of(content: Sequence[Span], text: str) -> QuotationKind:
    """Direct where all words stand in quotation marks, mixed where some do, else indirect.

    Examples
    --------
    >>> kind_of([Span(0, 4), Span(5, 11)], '"So" it was')
    'mixed'
    """
    words = " ".join(span.of(text) for span in content)
    outside = _MARKED.sub("", words)
    if outside == words:
        return "indirect"
    return "mixed" if _WORD.search(outside) else "direct"
