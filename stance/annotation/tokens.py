"""Tokens: the words, numbers and marks of a text, each a span."""

import re
from array import array
from weakref import proxy

import numpy as np

from stance.annotation.character_kinds import (
    ACCENTS,
    SPACE,
    WITHOUT_WIDTH,
    codes_of,
    kinds_of,
)
from stance.article import Spans
from stance.word_types import Integers, WordTypes, current_types

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

MOST_STRETCHES = 100_000
"""A table that holds more stretches than this is given up for a new one at the next text."""
MOST_CHARACTERS = 2_000_000
"""The same for the characters of its stretches."""


def find_tokens(text: str) -> Spans:
    """The words, numbers and marks of a text, in order.

    A word keeps its hyphens and apostrophes (“Al-Thani”, “O’Neill”, “don’t”), except that a
    clitic stands alone (“Kerry”, “’s”). Initials stay together (“U.S.”). A run of one mark
    is one token (“...”, “--”). No text makes it raise; the cost is linear in its length.

    Notes
    -----
    `TOKEN` is the definition.

    Examples
    --------
    >>> text = "Sen. Kerry's U.S.-made plan failed..."
    >>> find_tokens(text).words(text)
    ['Sen', '.', 'Kerry', "'s", 'U.S.', '-', 'made', 'plan', 'failed', '...']
    """
    return number_tokens(text, current_types())[0]


def number_tokens(text: str, types: WordTypes) -> tuple[Spans, Integers]:
    """The tokens of a text, and the number in `types` of the word of each.

    Examples
    --------
    >>> tokens, numbers = number_tokens("a cat, a dog", WordTypes())
    >>> tokens[1], numbers.tolist()
    (Span(start=2, end=5), [0, 1, 2, 0, 3])
    """
    stretches = types.beside(Stretches)
    if stretches.is_full:
        stretches = types.beside(Stretches, anew=True)
    return stretches.tokens(text)


class Stretches(dict[str, int]):
    """A table of what stands between two white spaces: stretch → number → its tokens.

    No token crosses white space, and most stretches of a text were in the last one: each is
    cut once, by the definition, and looked up where it comes again.

    Parameters
    ----------
    types
        The table that numbers the words.
    """

    def __init__(self, types: WordTypes) -> None:
        super().__init__()
        self._types = proxy(types)  # they hold this table: a circle would outlive its use
        self._characters = 0
        self._firsts = array("i", [0])  # the row of each stretch's first token
        self._rows = array("i")  # start, end and word of one token after the other

    def __missing__(self, stretch: str) -> int:
        """The number of a stretch that is new."""
        number = self[stretch] = len(self)
        for match in TOKEN.finditer(stretch):
            self._rows.extend((*match.span(), self._types[match.group()]))
        self._firsts.append(len(self._rows) // 3)
        self._characters += len(stretch)
        return number

    @property
    def is_full(self) -> bool:
        """Whether a new table should be begun."""
        return len(self) > MOST_STRETCHES or self._characters > MOST_CHARACTERS

    def tokens(self, text: str) -> tuple[Spans, Integers]:
        """The tokens of a text, and the number of each token's word."""
        stretches = text.split()
        numbers = np.fromiter(map(self.__getitem__, stretches), np.int64, len(stretches))
        bounds = np.frombuffer(self._firsts, np.int32)
        firsts, sizes = bounds.take(numbers), bounds.take(numbers + 1)
        sizes -= firsts
        ends = np.cumsum(sizes)
        n_tokens = int(ends[-1]) if len(ends) else 0
        if not n_tokens:
            return Spans(), np.zeros(0, np.int32)
        rows = np.repeat(firsts + sizes - ends, sizes) + np.arange(n_tokens)
        found = np.frombuffer(self._rows, np.int32).reshape(-1, 3).take(rows, axis=0)
        places = found[:, :2] + np.repeat(stretch_starts(text), sizes)[:, None]
        return Spans(places[:, 0], places[:, 1]), found[:, 2].copy()


def stretch_starts(text: str) -> Integers:
    """Where each stretch without white space begins.

    Examples
    --------
    >>> stretch_starts(" a  b c").tolist()
    [1, 4, 6]
    """
    space = (kinds_of(codes_of(text)) & SPACE) > 0
    return np.flatnonzero(np.append(True, space)[:-1] & ~space).astype(np.int32)
