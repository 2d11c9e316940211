"""The characters of a text as numbers: which of them are space, which marks."""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.uint32]
Kinds: TypeAlias = NDArray[np.uint8]

SPACE, WORDLIKE, QUOTE, SINGLE = (1 << bit for bit in range(4))
"""What a character can be, as bits: white space, a letter or digit, (the beginning of) a
quotation mark, a single one."""

WITHOUT_WIDTH = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters without width, as a character class."""

ACCENTS = "\u0300-\u036f"
"""Characters that are written over the one before them, as a character class."""

_N = 0x110000


@cache
def _table() -> Kinds:
    characters = np.arange(_N, dtype=np.uint32).view("U1")
    table = np.zeros(_N, dtype=np.uint8)
    table[np.strings.isspace(characters)] = SPACE
    table[np.strings.isalnum(characters)] |= WORDLIKE
    table[[ord(mark) for mark in '“„‟«”»"`â&']] |= QUOTE
    table[[ord(mark) for mark in "‘’‚‛‹›'"]] |= QUOTE | SINGLE
    return table


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
    >>> (kinds_of(codes_of("a b")) == SPACE).tolist()
    [False, True, False]
    """
    return _table().take(codes)
