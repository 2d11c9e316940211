"""Tokens: the words, numbers and marks of a text, each a span."""

import re
from functools import lru_cache
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stance.annotation.character_kinds import (
    ACCENTS,
    COMBINING,
    GAP,
    JOINER,
    WITHOUT_WIDTH,
    WORD,
    Codes,
    Kinds,
    codes_of,
    kinds_of,
)
from stance.article import Spans

Integers: TypeAlias = NDArray[np.integer[Any]]

_JOINED = rf"[\w{ACCENTS}]"
TOKEN = re.compile(
    rf"""
      (?<=\w)['’´](?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?!\w)
    | (?:[^\W\d_]\.){{2,}}
    | \d++(?:[.,:/]\d++)*+(?:st|nd|rd|th|s|bn|m|k)?(?!\w)
    | \w{_JOINED}*+(?:['’](?!(?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?!\w))[^\W\d_]{_JOINED}*+
        |-\w{_JOINED}*+ | \.\w(?=\.) | &\w{_JOINED}*+)*+
    | ([^\s\w{WITHOUT_WIDTH}])\1*+
    """,
    re.VERBOSE,
)
"""What a token is, in order of trial: clitics after a word, initials, numbers, words, and runs
of one mark. Possessive quantifiers keep the cost linear in the length of the text."""

_SHORT = 40


def find_tokens(text: str) -> Spans:
    """The words, numbers and marks of a text, in order.

    A word keeps its hyphens and apostrophes (“Al-Thani”, “O’Neill”, “don’t”), except that a
    clitic stands alone (“Kerry”, “’s”). Initials stay together (“U.S.”). A run of one mark
    is one token (“...”, “--”). No text makes it raise; the cost is linear in its length.

    Notes
    -----
    `TOKEN` is the definition. Where between two spaces no mark stands between two words, its
    answer is known: runs of word characters, and runs of one mark. Only the other stretches
    are given to it.

    Examples
    --------
    >>> text = "Sen. Kerry's U.S.-made plan failed..."
    >>> find_tokens(text).words(text)
    ['Sen', '.', 'Kerry', "'s", 'U.S.', '-', 'made', 'plan', 'failed', '...']
    """
    codes = codes_of(text)
    kinds = kinds_of(codes)
    bounds = _bounds(codes, kinds)
    starts, ends = bounds[:-1], bounds[1:]
    gaps = (kinds[starts] & GAP) > 0
    joined = _joined(kinds)
    if not len(joined):
        return Spans(starts[~gaps], ends[~gaps])
    return _mended(text, (starts, ends, gaps), joined)


def _bounds(codes: Codes, kinds: Kinds) -> Integers:
    """Where a run of word characters, of one mark or of no token begins, and the end."""
    if not len(codes):
        return np.zeros(1, dtype=np.int64)
    kind = kinds & (WORD | GAP)
    change = (kind[1:] != kind[:-1]) | ((kind[1:] == 0) & (codes[1:] != codes[:-1]))
    return np.concatenate([[0], np.flatnonzero(change) + 1, [len(codes)]])


def _joined(kinds: NDArray[np.uint8]) -> Integers:
    """The places of marks between two words, and of accents written as characters."""
    word = (kinds & WORD) > 0
    odd = (kinds & COMBINING) > 0
    odd[1:-1] |= ((kinds[1:-1] & JOINER) > 0) & word[:-2] & word[2:]
    return np.flatnonzero(odd)


def _mended(text: str, runs: tuple[Integers, Integers, Any], joined: Integers) -> Spans:
    """The runs as tokens, those of stretches with a place of `joined` by the definition."""
    starts, ends, gaps = runs
    begins = np.append(0, ends[gaps])
    stops = np.append(starts[gaps], len(text))
    odd = np.unique(np.searchsorted(stops, joined, side="right"))
    begins, stops = begins[odd], stops[odd]
    pieces = [
        _pieces(text[start:stop])
        for start, stop in zip(begins.tolist(), stops.tolist(), strict=True)
    ]
    sizes = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
    own = np.fromiter(chain.from_iterable(pieces), dtype=np.int64, count=int(sizes.sum()))
    own += np.repeat(begins, sizes)
    known = ~gaps
    for first, last in np.searchsorted(starts, np.stack([begins, stops], axis=1)).tolist():
        known[first:last] = False
    starts = np.concatenate([starts[known], own[::2]])
    ends = np.concatenate([ends[known], own[1::2]])
    order = np.argsort(starts, kind="stable")
    return Spans(starts[order], ends[order])


def _pieces(stretch: str) -> tuple[int, ...]:
    """Start, end, start, end … of the tokens of a stretch without white space."""
    return _remembered(stretch) if len(stretch) <= _SHORT else _by_definition(stretch)


def _by_definition(stretch: str) -> tuple[int, ...]:
    return tuple(place for match in TOKEN.finditer(stretch) for place in match.span())


_remembered = lru_cache(maxsize=50_000)(_by_definition)
