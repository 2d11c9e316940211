"""Tokens → numbers: what the learned attribution sees of each token and its surroundings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from stance.annotation.page import Page
from stance.annotation.wording import countries, words_of
from stance.article import Actor

Integers: TypeAlias = NDArray[np.integer[Any]]

_CLASSES = (
    ("cue", words_of("speech", "cues")),
    ("pronoun", words_of("names", "pronouns")),
    ("determiner", words_of("function_words", "determiners")),
    ("preposition", words_of("function_words", "prepositions")),
    ("between", words_of("function_words", "between")),
    ("ends", words_of("function_words", "ends_phrase")),
    ("title", words_of("names", "titles")),
    ("role", words_of("names", "roles") | words_of("function_words", "counts")),
    ("organisation", words_of("names", "organisations")),
    ("calendar", words_of("names", "calendar")),
    ("demonym", words_of("countries", "demonyms")),
    ("group", words_of("names", "groups")),
    ("function", words_of("function_words", "words")),
)
N_BORDERS = 14
"""How many classes of borders between tokens `Columns.borders` tells apart."""
_STEPS = np.array([0, 1, 2, 3, 4, 5, 7, 10, 16, 30])
_PART = re.compile(r"([a-z_]+)([+-]\d)?")
_HALF = np.uint64(29)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> tuple[int, ...]:
    """A word as numbers: itself, its ending, its tail, its shape, its class, its company."""
    lower = word.lower()
    plain = "".join("0" if c.isdigit() else c for c in lower)
    number = next((i for i, (_, words) in enumerate(_CLASSES, 2) if lower in words), 0)
    if lower == "that":
        number = 30
    elif word in countries():
        number = 31
    elif not word[0].isalnum():
        number = 40 + crc32(word[:1].encode("utf-8", "replace")) % 200
    elif number == 2 and lower.endswith("ing"):
        number = 32
    texts = (plain, plain[-3:], plain[-2:], _shape(word))
    word_number, ending, tail, shape = (crc32(t.encode("utf-8", "replace")) for t in texts)
    return word_number, ending, tail, shape, number, *_company().get(word_number, (0, 0, 0))


@cache
def _company() -> dict[int, tuple[int, int, int]]:
    """The hash of a word → its cluster among few, some and many (`train_attribution.py`)."""
    path = files("stance") / "resources" / "pretrained" / "attribution-words.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
        rows = table["clusters"].tolist()
        return dict(zip(table["words"].tolist(), map(tuple, rows), strict=True))


def _shape(word: str) -> str:
    shape = ""
    for character in word[:12]:
        kind = (
            "X"
            if character.isupper()
            else "x"
            if character.isalpha()
            else "0"
            if character.isdigit()
            else character
        )
        if not shape.endswith(kind):
            shape += kind
    return shape


def _buckets(distance: Integers) -> Integers:
    return np.searchsorted(_STEPS, distance, side="right")


def _shifted(values: Integers, by: int) -> Integers:
    """The values `by` places on, 0 beyond the ends."""
    moved = np.zeros_like(values)
    if by > 0:
        moved[:-by] = values[by:]
    elif by < 0:
        moved[-by:] = values[:by]
    else:
        moved[:] = values
    return moved


def _last(flags: NDArray[np.bool_], floor: Integers) -> Integers:
    """For each token the last flagged one before it, not before `floor`; else -1."""
    places = np.where(flags, np.arange(len(flags)), -1)
    before = np.concatenate([[-1], np.maximum.accumulate(places)[:-1]])
    return np.where(before >= floor, before, -1)


def _next(flags: NDArray[np.bool_], ceiling: Integers) -> Integers:
    """For each token the next flagged one after it, before `ceiling`; else -1."""
    n = len(flags)
    places = np.where(flags, np.arange(n), n)
    after = np.concatenate([np.minimum.accumulate(places[::-1])[::-1][1:], [n]])
    return np.where(after < ceiling, after, -1)


def _covered(firsts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Every token of the stretches `firsts[i]` to `ends[i]`, and the `i` of each."""
    lengths = np.maximum(ends - firsts, 0)
    order = np.repeat(np.arange(len(firsts)), lengths)
    inner = np.arange(len(order)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return firsts[order] + inner, order


class Columns:
    """The columns of one text, by name, each of shape (n_tokens,)."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.n = len(page.words)
        self.place = np.arange(self.n)
        table = np.array([_of_word(word) for word in page.words], dtype=np.int64)
        table = table.reshape(-1, 8)
        self.named: dict[str, Integers] = {}
        names = ("word", "ending", "tail", "shape", "class", "coarse", "middle", "fine")
        self.named |= zip(names, table.T, strict=True)
        self.token_starts, self.token_ends = (
            np.array(page.tokens, dtype=np.int64).reshape(-1, 2).T
        )
        self.first_of_paragraph = np.searchsorted(
            self.token_starts, [p.start for p in page.paragraphs]
        )
        self._positions(np.array(page.first, dtype=np.int64))
        self._quotes()
        self._reporting()
        self._names(page.actors)

    def _positions(self, first: Integers) -> None:
        number = np.searchsorted(first, self.place, side="right") - 1
        bounds = np.append(first, self.n)
        self.floor, self.ceiling = bounds[number], bounds[number + 1]
        self.named["from_start"] = _buckets(self.place - self.floor)
        self.named["to_end"] = _buckets(self.ceiling - 1 - self.place)

    def _quotes(self) -> None:
        """Where a token stands to the marks: inside (2–5), at the end (1), at the start (6)."""
        numbered = [(n, s) for n, spans in enumerate(self.page.stretches) for s in spans]
        spans = [span for _, span in numbered]
        firsts, ends = np.searchsorted(
            self.token_starts, np.array(spans, dtype=np.int64).reshape(-1, 2)
        ).T
        covered, order = _covered(firsts, ends)
        state = np.zeros(self.n + 1, dtype=np.int64)
        opening = firsts[firsts > 0] - 1
        state[opening[state[opening] == 0]] = 6
        state[ends] = 1
        since, until = np.full(self.n, 99), np.full(self.n, 99)
        since[covered], until[covered] = covered - firsts[order], ends[order] - 1 - covered
        self.stretch = np.full(self.n, -1)
        self.stretch[covered] = np.array([n for n, _ in numbered], dtype=np.int64)[order]
        state[covered] = 3
        state[covered[covered == firsts[order]]] = 2
        state[covered[covered == ends[order] - 1]] += 2
        self.named["quote"] = state = state[:-1]
        self.named["quote_since"], self.named["quote_until"] = _buckets(since), _buckets(until)
        self.inside = (state >= 2) & (state <= 5)
        last = _last(self.inside, np.zeros(self.n, dtype=np.int64))
        coming = _next(self.inside, np.full(self.n, self.n))
        self.named["after_quote"] = _buckets(np.where(last >= 0, self.place - last, 99))
        self.named["before_quote"] = _buckets(np.where(coming >= 0, coming - self.place, 99))
        within = np.cumsum(np.append(0, self.inside))
        quoting = within[self.ceiling] > within[self.floor]
        self.named["quoting"] = quoting.astype(np.int64)

    def _reporting(self) -> None:
        kind, word = self.named["class"], self.named["word"]
        cue = np.isin(kind, [2, 32]) & ~self.inside
        self.commas = np.cumsum(np.append(0, kind == _of_word(",")[4]))
        comma, that = kind == _of_word(",")[4], kind == 30
        for name, flags in (("cue", cue), ("comma", comma), ("that", that)):
            left, right = _last(flags, self.floor), _next(flags, self.ceiling)
            near = np.where(left >= 0, self.place - left, 99)
            far = np.where(right >= 0, right - self.place, 99)
            self.named[f"{name}_left"], self.named[f"{name}_right"] = (
                _buckets(near),
                _buckets(far),
            )
            if name == "cue":
                self.named["cue_left_word"] = np.where(left >= 0, word[left], 0)
                self.named["cue_right_word"] = np.where(right >= 0, word[right], 0)

    def _names(self, actors: Sequence[Actor]) -> None:
        """Which tokens belong to a mention of an actor, and of what kind."""
        rows = [
            (m.start, m.end, crc32(a.kind.encode()) % 50) for a in actors for m in a.mentions
        ]
        begin, end, kind = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        firsts, ends = np.searchsorted(self.token_starts, np.array([begin, end]))
        covered, order = _covered(firsts, ends)
        found = np.zeros(self.n, dtype=np.int64)
        found[covered] = 100 + kind[order]
        found[firsts[firsts < ends]] = 200 + kind[firsts < ends]
        self.named["name"] = found

    @property
    def borders(self) -> Integers:
        """The class of the border before each token: what may begin or end there."""
        kind, quote = self.named["class"], self.named["quote"]
        before, now = _shifted(kind, -1), kind
        border = np.zeros(self.n, dtype=np.int64)
        border[before == _of_word(",")[4]] = 1
        border[now == _of_word(",")[4]] = 2
        border[before == 30] = 3
        border[(before == 2) | (before == 32)] = 4
        border[(now == 2) | (now == 32)] = 5
        border[self.inside] = 6
        border[(quote == 2) | (quote == 4)] = 7
        border[quote == 1] = 8
        border[quote == 6] = 9
        border[_shifted(quote, -1) == 1] = 10
        border[(self.place == self.floor) & ~self.inside] = 11
        border[(self.place == self.floor) & self.inside] = 12
        border[np.isin(now, [_of_word(mark)[4] for mark in ".!?;:"])] = 13
        return border

    def add_guess(self, tags: Integers) -> None:
        """Columns from a first guess at the tags: what stands where around a token."""
        self.named["guess"] = tags + 1
        word = self.named["word"]
        for name, begin, inner in (("source", 1, 2), ("cue", 3, 4), ("content", 5, 6)):
            flags = (tags == begin) | (tags == inner)
            left, right = _last(flags, self.floor), _next(flags, self.ceiling)
            near = np.where(left >= 0, self.place - left, 99)
            far = np.where(right >= 0, right - self.place, 99)
            self.named[f"guess_{name}_left"] = _buckets(near)
            self.named[f"guess_{name}_right"] = _buckets(far)
            if name == "cue":
                self.named["guess_cue_left_word"] = np.where(left >= 0, word[left], 0)
                self.named["guess_cue_right_word"] = np.where(right >= 0, word[right], 0)

    def hashed(
        self, templates: Sequence[str], bits: int, first: int = 0, end: int | None = None
    ) -> NDArray[np.int32]:
        """One feature a template for each token, below `2**bits`: (n_tokens, n_templates).

        A template names columns, each with the offset of the token looked at: `word-1|word`.
        """
        end = self.n if end is None else end
        looked_at, groups = _plan(tuple(templates))
        shifted = np.empty((len(looked_at), end - first), dtype=np.uint64)
        for row, (name, offset) in enumerate(looked_at):
            shifted[row] = _shifted(self.named[name], offset)[first:end]
        found = np.empty((len(templates), end - first), dtype=np.int32)
        for rows, start, parts in groups:
            mixed = np.repeat(start[:, None], end - first, axis=1)
            for part in parts:
                mixed ^= shifted[part]
                mixed *= _MIX
                mixed ^= mixed >> _HALF
            mixed *= _MIX
            found[rows] = mixed >> np.uint64(64 - bits)
        return np.ascontiguousarray(found.T)


@lru_cache(maxsize=8)
def _plan(
    templates: tuple[str, ...],
) -> tuple[list[tuple[str, int]], list[tuple[Integers, NDArray[np.uint64], Integers]]]:
    """What the templates look at, and the templates of one, two, three … parts together.

    Of each group: the templates' places, their first numbers, and for each part the rows of
    what is looked at.
    """
    parsed = [_parsed(template) for template in templates]
    looked_at = sorted({part for _, parts in parsed for part in parts})
    place = {part: row for row, part in enumerate(looked_at)}
    groups = []
    for size in sorted({len(parts) for _, parts in parsed}):
        rows = np.array([i for i, (_, parts) in enumerate(parsed) if len(parts) == size])
        start = np.array([parsed[i][0] for i in rows], dtype=np.uint64)
        columns = [[place[parsed[i][1][k]] for i in rows] for k in range(size)]
        groups.append((rows, start, np.array(columns)))
    return looked_at, groups


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """A number to begin with, and the columns with their offsets."""
    parts = [_PART.fullmatch(part) for part in template.split("|")]
    columns = tuple((part[1], int(part[2] or 0)) for part in parts if part is not None)
    return crc32(template.encode()), columns
