"""Pages laid end to end as one row of tokens, so that many are looked at at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stance.annotation.page import Page

Integers: TypeAlias = NDArray[np.integer[Any]]

MARGIN = 3
"""How many empty tokens stand before, between and after pages: no template looks farther."""
MOST = 30_000
"""About how many tokens a strip has; a longer page is laid out in several."""


class Excerpt(NamedTuple):
    """The tokens `first` to `end` of a page, which has a `number` among the pages given."""

    outline: Outline
    number: int
    first: int
    end: int


@dataclass(frozen=True)
class Outline:
    """A page as arrays: where its sentences, paragraphs, marks and mentions are."""

    page: Page

    @cached_property
    def stretches(self) -> Integers:
        """Start, end and number of the pieces of the stretches in quotation marks."""
        pieces = (
            (start, end, number)
            for number, spans in enumerate(self.page.stretches)
            for start, end in spans
        )
        return _rows(pieces)

    @cached_property
    def mentions(self) -> Integers:
        """Start, end and kind of the mentions of actors, in text order."""
        rows = _rows(
            (start, end, crc32(actor.kind.encode()) % 50)
            for actor in self.page.actors
            for start, end in actor.mentions
        )
        return rows[np.argsort(rows[:, 0], kind="stable")]


def _rows(triples: Iterable[tuple[int, int, int]]) -> Integers:
    return np.fromiter(chain.from_iterable(triples), dtype=np.int64).reshape(-1, 3)


def strips(pages: Sequence[Page], most: int = MOST) -> Iterator[Strip]:
    """The pages in their order as strips of about `most` tokens; empty ones are left out."""
    batch: list[Excerpt] = []
    held = 0
    for number, page in enumerate(pages):
        outline, n = Outline(page), len(page.tokens)
        for first in range(0, n, most):
            end = min(first + most, n)
            if batch and held + end - first > most:
                yield Strip(batch)
                batch, held = [], 0
            batch.append(Excerpt(outline, number, first, end))
            held += end - first
    if batch:
        yield Strip(batch)


class Strip:
    """Excerpts as one row of tokens with a margin of empty ones before and after each.

    Characters are counted along the strip too: `base` of a token is what its page's own
    offsets are less by.

    Attributes
    ----------
    n : int
        How many tokens, those of the margins with them.
    first, end : int array of shape (n_excerpts,)
        The tokens of each excerpt.
    empty : int array
        The tokens of the margins.
    starts, ends : int array of shape (n,)
        The characters of each token along the strip.
    sentences, paragraphs : int array
        The tokens they begin with; an excerpt begins one of each.
    stretches, mentions : int array of shape (·, 3)
        First token, token after the last, and number or kind.
    """

    def __init__(self, excerpts: Sequence[Excerpt]) -> None:
        self.excerpts = excerpts
        sizes = np.array([one.end - one.first for one in excerpts])
        self.end = np.cumsum(sizes + MARGIN)
        self.first = self.end - sizes
        self.n = int(self.end[-1]) + MARGIN
        gaps = self.first[:, None] - np.arange(MARGIN, 0, -1)
        self.empty = np.append(gaps.ravel(), np.arange(self.n - MARGIN, self.n))
        lengths = [len(one.outline.page.text) + 2 for one in excerpts]
        self.base = np.cumsum([1, *lengths])
        self._lay_tokens()
        self._lay_layers()

    def _lay_tokens(self) -> None:
        starts, ends = [], []
        for one, base in zip(self.excerpts, self.base.tolist(), strict=False):
            tokens = one.outline.page.tokens
            margin = np.full(MARGIN, base - 1)
            starts += [margin, tokens.starts[one.first : one.end] + base]
            ends += [margin, tokens.ends[one.first : one.end] + base]
        margin = np.full(MARGIN, self.base[-1] - 1)
        self.starts, self.ends = (
            np.concatenate([*starts, margin]),
            np.concatenate([*ends, margin]),
        )

    def _lay_layers(self) -> None:
        sentences: list[Integers] = []
        paragraphs: list[Integers] = []
        stretches: list[Integers] = []
        mentions: list[Integers] = []
        for one, base in zip(self.excerpts, self.base.tolist(), strict=False):
            outline, page = one.outline, one.outline.page
            low, high = page.tokens.starts[one.first], page.tokens.ends[one.end - 1]
            for found, layer in ((sentences, page.sentences), (paragraphs, page.paragraphs)):
                begins = layer.starts
                found.append(begins[slice(*np.searchsorted(begins, (low, high)))] + base)
            for found, rows in ((stretches, outline.stretches), (mentions, outline.mentions)):
                begin = np.searchsorted(rows[:, 1], low, side="right")
                inside = rows[begin : np.searchsorted(rows[:, 0], high)]
                within = np.clip(inside, (low, low, 0), (high, high, 2**31))
                within[:, :2] += base
                found.append(within)
        self.sentences = np.union1d(self._token(np.concatenate(sentences)), self.first)
        self.paragraphs = np.union1d(self._token(np.concatenate(paragraphs)), self.first)
        self.stretches = self._as_tokens(np.concatenate(stretches))
        self.mentions = self._as_tokens(np.concatenate(mentions))

    def _token(self, place: Integers) -> Integers:
        """The first token that begins at or after a place."""
        return np.searchsorted(self.starts, place)

    def _as_tokens(self, rows: Integers) -> Integers:
        return np.column_stack([self._token(rows[:, :2]), rows[:, 2]])

    def known(self, function: Any, width: int) -> NDArray[np.uint32]:  # noqa: ANN401
        """What `function` says of the word of each token, 0 in margins: (width, n)."""
        table = np.zeros((self.n, width), dtype=np.uint32)
        for one, first, end in zip(self.excerpts, self.first, self.end, strict=True):
            page = one.outline.page
            values = page.types.known(function, np.uint32)
            table[first:end] = values.take(page.numbers[one.first : one.end], axis=0)
        return np.ascontiguousarray(table.T)
