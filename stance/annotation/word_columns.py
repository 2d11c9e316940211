"""A word → numbers: itself, its ending, its shape, its class and the company it keeps."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np

from stance.annotation.wording import countries, words_of

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

OF_WORD = ("word", "ending", "tail", "shape", "class", "coarse", "middle", "fine")
"""What the numbers of a word are called."""
CUE, CUE_ING, THAT, PREPOSITION, MARK = 2, 32, 30, 5, 40
"""Classes of words: reporting verbs, those in “-ing”, “that”, prepositions; marks from
40 on."""


def of_word(word: str) -> tuple[int, ...]:
    """A word as numbers, in the order of `OF_WORD`, each below 2**32.

    The last three are the numbers of its clusters among few, some and many, 0 for a word
    that has none.
    """
    lower = word.lower()
    plain = "".join("0" if c.isdigit() else c for c in lower)
    number = next((i for i, (_, words) in enumerate(_CLASSES, 2) if lower in words), 0)
    if lower == "that":
        number = THAT
    elif word in countries():
        number = 31
    elif not word[0].isalnum():
        number = MARK + crc32(word[:1].encode("utf-8", "replace")) % 200
    elif number == CUE and lower.endswith("ing"):
        number = CUE_ING
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


@cache
def class_of(mark: str) -> int:
    """The class of a word or a mark."""
    return of_word(mark)[OF_WORD.index("class")]
