"""Tokens → numbers: what the learned attribution sees of each token and its surroundings."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stance.annotation.strip import Strip
from stance.annotation.word_columns import CUE, CUE_ING, OF_WORD, THAT, class_of, of_word

Integers: TypeAlias = NDArray[np.integer[Any]]
Flags: TypeAlias = NDArray[np.bool_]

N_BORDERS = 14
"""How many classes of borders between tokens `Columns.borders` tells apart."""
_STEPS = np.array([0, 1, 2, 3, 4, 5, 7, 10, 16, 30])
_BUCKETS = np.searchsorted(_STEPS, np.arange(_STEPS[-1] + 1), side="right").astype(np.uint32)
_CLOSING = 2
"""How many tokens from a full stop on may be the end of a sentence: itself and a mark."""
_FAR = 99
"""A distance that stands for “nowhere”."""


def _buckets(distance: Integers) -> Integers:
    return _BUCKETS.take(distance, mode="clip")


def _last(flags: Flags, floor: Integers) -> Integers:
    """For each token the last flagged one before it, not before `floor`; else -1."""
    places = np.where(flags, np.arange(len(flags), dtype=np.int32), np.int32(-1))
    before = np.empty_like(places)
    before[0] = -1
    np.maximum.accumulate(places[:-1], out=before[1:])
    before[before < floor] = -1
    return before


def _next(flags: Flags, ceiling: Integers) -> Integers:
    """For each token the next flagged one after it, before `ceiling`; else -1."""
    n = len(flags)
    places = np.where(flags, np.arange(n, dtype=np.int32), np.int32(n))
    after = np.empty_like(places)
    after[-1] = n
    np.minimum.accumulate(places[:0:-1], out=after[-2::-1])
    after[after >= ceiling] = -1
    return after


def _covered(firsts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Every token of the stretches `firsts[i]` to `ends[i]`, and the `i` of each."""
    lengths = np.maximum(ends - firsts, 0)
    order = np.repeat(np.arange(len(firsts)), lengths)
    inner = np.arange(len(order)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return firsts[order] + inner, order


class Columns:
    """The columns of a strip of pages, by name, each of shape (n_tokens,); 0 in margins.

    Attributes
    ----------
    named : dict of str to uint32 array
    floor, ceiling : int array
        The first token of a token's sentence, and the one after its last.
    inside : bool array
        Whether a token stands in quotation marks.
    stretch : int array
        The number of its stretch in marks on its page, -1 outside.
    commas : int array of shape (n_tokens + 1,)
        How many commas stand before a token.
    """

    def __init__(self, strip: Strip) -> None:
        self.strip, self.n = strip, strip.n
        self.place = np.arange(self.n, dtype=np.int32)
        known = strip.known(of_word, len(OF_WORD))
        self.named: dict[str, Integers] = dict(zip(OF_WORD, known, strict=True))
        self._positions()
        self._quotes()
        self._reporting()
        self._names()

    def _hold(self, **columns: Integers | Flags) -> None:
        for name, values in columns.items():
            held = values.astype(np.uint32)
            held[self.strip.empty] = 0
            self.named[name] = held

    def _positions(self) -> None:
        strip = self.strip
        bounds = np.union1d(strip.sentences, np.append(strip.end, [0, self.n]))
        lengths = np.diff(bounds)
        self.floor = np.repeat(bounds[:-1], lengths).astype(np.int32)
        self.ceiling = np.repeat(bounds[1:], lengths).astype(np.int32)
        self._hold(
            from_start=_buckets(self.place - self.floor),
            to_end=_buckets(self.ceiling - 1 - self.place),
        )

    def _quotes(self) -> None:
        """Where a token stands to the marks: inside (2–5), at the end (1), at the start (6)."""
        firsts, ends, numbers = self.strip.stretches.T
        covered, order = _covered(firsts, ends)
        state = np.zeros(self.n, dtype=np.int32)
        state[firsts - 1] = 6
        state[ends] = 1
        since = np.full(self.n, _FAR, dtype=np.int32)
        until = since.copy()
        since[covered], until[covered] = covered - firsts[order], ends[order] - 1 - covered
        self.stretch = np.full(self.n, -1)
        self.stretch[covered] = numbers[order]
        state[covered] = 3
        state[covered[covered == firsts[order]]] = 2
        state[covered[covered == ends[order] - 1]] += 2
        state[self.strip.empty] = 0
        self.inside = (state >= 2) & (state <= 5)
        excerpts = np.concatenate([[0], self.strip.end, [self.n]])
        lengths = np.diff(excerpts)
        last = _last(self.inside, excerpts[:-1].repeat(lengths))
        coming = _next(self.inside, excerpts[1:].repeat(lengths))
        within = np.cumsum(np.append(0, self.inside))
        self._hold(
            quote=state,
            quote_since=_buckets(since),
            quote_until=_buckets(until),
            after_quote=self._distance(last),
            before_quote=self._distance(coming),
            quoting=within[self.ceiling] > within[self.floor],
        )

    def _distance(self, other: Integers) -> Integers:
        """How far away, in buckets, where -1 is nowhere."""
        return _buckets(np.where(other >= 0, np.abs(self.place - other), _FAR))

    def _reporting(self) -> None:
        kind = self.named["class"]
        comma = kind == class_of(",")
        self.commas = np.cumsum(np.append(0, comma))
        self.is_cue = (kind == CUE) | (kind == CUE_ING)
        self._around("cue", self.is_cue & ~self.inside, words=True)
        self._around("comma", comma)
        self._around("that", kind == THAT)

    def _around(self, name: str, flags: Flags, *, words: bool = False) -> None:
        """How far the next flagged tokens of the sentence are, and which words they are."""
        word = self.named["word"]
        for side, found in (
            ("left", _last(flags, self.floor)),
            ("right", _next(flags, self.ceiling)),
        ):
            self._hold(**{f"{name}_{side}": self._distance(found)})
            if words:
                self._hold(**{f"{name}_{side}_word": np.where(found >= 0, word[found], 0)})

    def _names(self) -> None:
        """Which tokens belong to a mention of an actor, and of what kind."""
        firsts, ends, kind = self.strip.mentions.T
        covered, order = _covered(firsts, ends)
        found = np.zeros(self.n, dtype=np.uint32)
        found[covered] = 100 + kind[order]
        found[firsts[firsts < ends]] = 200 + kind[firsts < ends]
        self._hold(name=found)

    @property
    def borders(self) -> Integers:
        """The class of the border before each token: what may begin or end there."""
        now, quote = self.named["class"], self.named["quote"]
        before, was = np.append(0, now[:-1]), np.append(0, quote[:-1])
        border = np.zeros(self.n, dtype=np.int64)
        border[before == class_of(",")] = 1
        border[now == class_of(",")] = 2
        border[before == THAT] = 3
        border[1:][self.is_cue[:-1]] = 4
        border[self.is_cue] = 5
        border[self.inside] = 6
        border[(quote == 2) | (quote == 4)] = 7
        border[quote == 1] = 8
        border[quote == 6] = 9
        border[was == 1] = 10
        begins = self.place == self.floor
        border[begins & ~self.inside] = 11
        border[begins & self.inside] = 12
        inner = (now == class_of(".")) & (self.ceiling - self.place > _CLOSING)
        border[np.isin(now, [class_of(mark) for mark in ".!?;:"]) & ~inner] = 13
        return border

    def add_guess(self, tags: Integers) -> None:
        """Columns from a first guess at the tags: what stands where around a token."""
        self._hold(guess=tags + 1)
        for name, begin in (("source", 1), ("cue", 3), ("content", 5)):
            flags = (tags == begin) | (tags == begin + 1)
            self._around(f"guess_{name}", flags, words=name == "cue")
