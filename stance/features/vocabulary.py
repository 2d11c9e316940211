"""Whose words a passage uses: the share of its words in each category of a word list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from stance.article import Passage, Span
from stance.features.extractor import Extractor
from stance.lexicon import Lexicon

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")

STYLE = ("hedges", "boosters", "assertives", "refutation", "epithets", "moral", "conflict")
"""The shipped lexicons that speak of tone and slant, whatever the subject."""


class Hit(NamedTuple):
    """An entry found in a text: where, which, and its weight in one category."""

    span: Span
    entry: str
    category: str
    weight: float


def word_spans(text: str) -> list[Span]:
    """The words of a text, with inner hyphens, apostrophes and points, as spans.

    Examples
    --------
    >>> [span.of("The U.S. won't pay.") for span in word_spans("The U.S. won't pay.")]
    ['The', 'U.S', "won't", 'pay']
    """
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def find_hits(text: str, lexicon: Lexicon) -> Iterator[Hit]:
    """Every entry of the lexicon in the text, in text order, once for each category.

    Examples
    --------
    >>> money = Lexicon("money", {"tax cut*": {"fiscal": 2.0}})
    >>> list(find_hits("A tax cut.", money))
    [Hit(span=Span(start=2, end=9), entry='tax cut*', category='fiscal', weight=2.0)]
    """
    spans = word_spans(text)
    for start, end, entry in lexicon.find([span.of(text) for span in spans]):
        place = Span(spans[start].start, spans[end - 1].end)
        for category, weight in lexicon.entries[entry].items():
            yield Hit(place, entry, category, weight)


class Vocabulary(Extractor):
    """The share of a passage's words that stand in each category of word lists.

    An entry counts its weight; a phrase counts once. Which words somebody uses to tell a
    matter is the oldest measure of framing and slant.

    Parameters
    ----------
    lexicons
        Names of shipped lexicons, paths of your own, or `Lexicon` objects.

    Notes
    -----
    When it misleads: a word is counted whoever says it and also where it is negated, so a
    report that quotes an angry opponent looks angry itself.

    References
    ----------
    .. [1] Young, L. & Soroka, S. (2012). Affective News: The Automated Coding of Sentiment
       in Political Texts. Political Communication 29(2).

    Examples
    --------
    >>> vocabulary = Vocabulary(["hedges", "boosters"])
    >>> list(vocabulary.get_feature_names_out())
    ['hedges_share', 'boosters_share']
    >>> vocabulary.fit_transform(["Perhaps taxes clearly rose."])
    array([[0.25, 0.25]])
    """

    def __init__(self, lexicons: Sequence[str | Lexicon] = STYLE) -> None:
        self.lexicons = lexicons

    def names(self) -> list[str]:
        """One column for each category of each lexicon."""
        return [
            f"{_column(lexicon.name, category)}_share"
            for lexicon in map(_read, self.lexicons)
            for category in lexicon.categories
        ]

    def row(self, passage: Passage) -> list[float]:
        """The weighted share of words in each category; zeros for a text without words."""
        text = passage.text
        n_words = len(word_spans(text)) or 1
        shares: list[float] = []
        for lexicon in map(_read, self.lexicons):
            sums = dict.fromkeys(lexicon.categories, 0.0)
            for hit in find_hits(text, lexicon):
                sums[hit.category] += hit.weight
            shares += [total / n_words for total in sums.values()]
        return shares


def _column(lexicon: str, category: str) -> str:
    words = category if category == lexicon else f"{lexicon}_{category}"
    return re.sub(r"\W+", "_", words)


def _read(lexicon: str | Lexicon) -> Lexicon:
    return lexicon if isinstance(lexicon, Lexicon) else _shipped(lexicon)


@lru_cache(maxsize=32)
def _shipped(name: str) -> Lexicon:
    return Lexicon.read(name)
