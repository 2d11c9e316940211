"""Words that say how a claim is taken up: confirmed, doubted, denied, only reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.lexicon import Lexicon

CUES = ("refutation", "hedges", "assertives", "boosters", "negation", "conflict", "valence")
"""Shipped lexicons whose words say how a claim is taken up."""

CUE_WORDS = (
    *("fake", "fraud", "hoax", "false", "deny", "denies", "denied", "not", "despite"),
    *("doubt", "bogus", "debunk", "debunked", "retract", "confirm", "confirmed", "confirms"),
    *("claim", "claims", "claimed", "report", "reports", "reported", "reportedly", "allegedly"),
    *("rumor", "rumors", "according", "say", "says", "said", "source", "sources", "may"),
    *(
        "might",
        "could",
        "would",
        "true",
        "really",
        "why",
        "how",
        "if",
        "no",
        "?",
        "\u201c",
        '"',
    ),
)
"""Single words and marks beside them, each with a column of its own."""

_WORD = re.compile(r"\w+|[?\u201c\"]")


def count_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """How often each cue stands in each text; shape (n_texts, n_cues), as in `cue_names`.

    Examples
    --------
    >>> counts = count_cues(["A hoax, he said."])[0]
    >>> [name for name, n in zip(cue_names(), counts, strict=True) if n][-2:]
    ['hoax', 'said']
    """
    lexicons, places = _lexicons(), {word: i for i, word in enumerate(CUE_WORDS)}
    n_categories = len(cue_names()) - len(CUE_WORDS)
    counts = np.zeros((len(texts), len(cue_names())))
    for row, text in enumerate(texts):
        for word in _WORD.findall(text.lower()):
            for category in lexicons(word):
                counts[row, category] += 1
            if word in places:
                counts[row, n_categories + places[word]] += 1
    return counts


@lru_cache(maxsize=1)
def cue_names() -> tuple[str, ...]:
    """The categories of the word lists, then the single words."""
    categories = [c for name in CUES for c in Lexicon.read(name).categories]
    return (*categories, *CUE_WORDS)


@lru_cache(maxsize=1)
def _lexicons() -> Any:  # noqa: ANN401 - a cached function
    """From a word to the numbers of its categories, remembered for each distinct word."""
    lexicons = [Lexicon.read(name) for name in CUES]
    pairs = [(lexicon, category) for lexicon in lexicons for category in lexicon.categories]

    @lru_cache(maxsize=200_000)
    def numbers(word: str) -> tuple[int, ...]:
        return tuple(i for i, (lexicon, c) in enumerate(pairs) if c in lexicon(word))

    return numbers
