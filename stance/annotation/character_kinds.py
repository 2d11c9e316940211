"""The characters of a text as numbers: which of them are words, space, marks."""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.uint32]
Kinds: TypeAlias = NDArray[np.uint8]

WORD, GAP, COMBINING, JOINER, QUOTE, END = (1 << bit for bit in range(6))
"""What a character can be, as bits: `\\w`, `\\s` or without width, an accent of its own, a mark
that may join two words to one token, (the beginning of) a quotation mark, the end of a
sentence."""

WITHOUT_WIDTH = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters without width, as a character class."""

ACCENTS = "\u0300-\u036f"
"""Characters that are written over the one before them, as a character class."""

_N = 0x110000


@cache
def _table() -> Kinds:
    characters = np.arange(_N, dtype=np.uint32).view("U1")
    table = np.zeros(_N, dtype=np.uint8)
    table[np.strings.isalnum(characters)] = WORD
    table[ord("_")] = WORD
    table[np.strings.isspace(characters)] = GAP
    for kind, members in (
        (GAP, _spelled_out(WITHOUT_WIDTH)),
        (COMBINING, _spelled_out(ACCENTS)),
        (JOINER, [ord(mark) for mark in "'’´.,:/-&"]),
        (QUOTE, [ord(mark) for mark in "“„‟«”»\"‘’‚‛‹›'`â&"]),
        (END, [ord(mark) for mark in ".!?…‽\u3002"]),
    ):
        table[members] |= kind
    return table


def _spelled_out(members: str) -> list[int]:
    """The codes of a character class: `a-c` stands for three."""
    found: list[int] = []
    for place, character in enumerate(members):
        if character == "-" and 0 < place < len(members) - 1:
            found += range(ord(members[place - 1]), ord(members[place + 1]))
        else:
            found.append(ord(character))
    return found


def codes_of(text: str) -> Codes:
    """The code point of each character, of shape (n_characters,).

    Examples
    --------
    >>> codes_of("A😀").tolist()
    [65, 128512]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def kinds_of(codes: Codes) -> Kinds:
    """What each character is, as the bits above.

    Examples
    --------
    >>> (kinds_of(codes_of("a b")) == WORD).tolist()
    [True, False, True]
    """
    return _table().take(codes)
