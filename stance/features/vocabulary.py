"""Whose words a passage uses: shares in word lists, strengths of the codes of a codebook."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from stance.article import Passage, Span
from stance.codebook import Codebook
from stance.features.extractor import Extractor
from stance.lexicon import Lexicon, Match

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


def find_hits(
    text: str, lexicon: Lexicon, words: Sequence[Span] | None = None
) -> Iterator[Hit]:
    """Every entry of the lexicon in the text, in text order, once for each category.

    `words` are its `word_spans`, where they are known.

    Examples
    --------
    >>> money = Lexicon("money", {"tax cut*": {"fiscal": 2.0}})
    >>> list(find_hits("A tax cut.", money))
    [Hit(span=Span(start=2, end=9), entry='tax cut*', category='fiscal', weight=2.0)]
    """
    spans = word_spans(text) if words is None else words
    for match in lexicon.find([text[start:end] for start, end in spans]):
        yield from _hits(match, lexicon, spans)


def _hits(match: Match, lexicon: Lexicon, spans: Sequence[Span]) -> Iterator[Hit]:
    place = Span(spans[match.start].start, spans[match.end - 1].end)
    for category, weight in lexicon.entries[match.entry].items():
        yield Hit(place, match.entry, category, weight)


def find_with_negation(
    text: str, lexicon: Lexicon, words: Sequence[Span] | None = None
) -> Iterator[tuple[Hit, bool]]:
    """Every hit, and whether a negation stands at most three words before it in its clause.

    Examples
    --------
    >>> good = Lexicon("good", {"good": {"praise": 1.0}})
    >>> [negated for _, negated in find_with_negation("Not a good plan. No, a good one.", good)]
    [True, False]
    """
    spans = word_spans(text) if words is None else words
    tokens = [text[start:end] for start, end in spans]
    found = lexicon.find(tokens)
    ends = [match.end for match in _shipped("negation").find(tokens)] if found else []
    for match in found:
        nearest = bisect_right(ends, match.start) - 1
        is_negated = nearest >= 0 and _reaches(ends[nearest], match.start, text, spans)
        for hit in _hits(match, lexicon, spans):
            yield hit, is_negated


def _reaches(negation: int, word: int, text: str, spans: Sequence[Span]) -> bool:
    """Whether a negation that ends before the word `negation` is in the clause of `word`."""
    if word - negation > 3:
        return False
    between = text[spans[negation - 1].end : spans[word].start]
    return len(between) < 60 and _CLAUSE_END.search(between) is None


_CLAUSE_END = re.compile(r"[.,;:!?—–]")


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
        lexicons = tuple(map(_read, self.lexicons))
        return list(_shares(passage.text, lexicons))


@lru_cache(maxsize=4096)  # folds measure the same texts again and again
def _shares(text: str, lexicons: tuple[Lexicon, ...]) -> tuple[float, ...]:
    words = word_spans(text)
    n_words = len(words) or 1
    shares: list[float] = []
    for lexicon in lexicons:
        sums = dict.fromkeys(lexicon.categories, 0.0)
        for hit in find_hits(text, lexicon, words):
            sums[hit.category] += hit.weight
        shares += [total / n_words for total in sums.values()]
    return tuple(shares)


def _column(lexicon: str, category: str) -> str:
    words = category if category == lexicon else f"{lexicon}_{category}"
    return re.sub(r"\W+", "_", words)


def _read(lexicon: str | Lexicon) -> Lexicon:
    return lexicon if isinstance(lexicon, Lexicon) else _shipped(lexicon)


@lru_cache(maxsize=32)
def _shipped(name: str) -> Lexicon:
    return Lexicon.read(name)


class CodeStrength(Extractor):
    """How strongly a passage speaks in the keywords of each code of a codebook.

    The strength of a code is the sum of its keywords' weights, each word with diminishing
    returns (1 + log of its count), over the root of the number of words. A keyword behind a
    negation in the same clause does not count.

    Parameters
    ----------
    codebook
        The name or path of a codebook whose codes have keywords.

    Notes
    -----
    When it misleads: a keyword is not a frame; a text may speak of courts and never reason
    in law.

    Examples
    --------
    >>> strength = CodeStrength("policy-frames")
    >>> row = strength.fit_transform(["The court upheld the tax."])[0]
    >>> [code for code, value in zip(strength.codes(), row, strict=True) if value]
    ['economic', 'legality-constitutionality-jurisdiction']
    """

    def __init__(self, codebook: str = "policy-frames") -> None:
        self.codebook = codebook

    def fit(self, X: object, y: object = None) -> Self:
        """Read the codebook anew, and check that `X` can be read as passages."""
        _codebook.cache_clear()
        _keywords.cache_clear()
        return super().fit(X, y)

    def codes(self) -> list[str]:
        """The codes that have keywords, in the order of the codebook."""
        return [code.id for code in _codebook(self.codebook).codes if code.keywords]

    def names(self) -> list[str]:
        """One column a code."""
        return [f"{re.sub(r'[^a-z0-9]+', '_', code)}_strength" for code in self.codes()]

    def row(self, passage: Passage) -> list[float]:
        """The strength of each code; zeros for a text without words."""
        found = _strengths(passage.text, _keywords(self.codebook))
        return [found.get(code, 0.0) for code in self.codes()]


@lru_cache(maxsize=4096)
def _strengths(text: str, keywords: Lexicon) -> dict[str, float]:
    found: dict[tuple[str, str], list[float]] = {}
    words = word_spans(text)
    for hit, is_negated in find_with_negation(text, keywords, words):
        if not is_negated:
            found.setdefault((hit.category, hit.entry), []).append(hit.weight)
    root = max(len(words), 1) ** 0.5
    sums: dict[str, float] = {}
    for (code, _), weights in found.items():
        sums[code] = sums.get(code, 0.0) + weights[0] * (1 + log(len(weights)))
    return {code: total / root for code, total in sums.items()}


def damped(strengths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Strengths with diminishing returns: log(1 + 4 × strength).

    Examples
    --------
    >>> damped(np.array([0.0, 1.0])).round(2).tolist()
    [0.0, 1.61]
    """
    return np.asarray(np.log1p(4 * strengths))


def keyword_lexicon(codebook: Codebook) -> Lexicon:
    """The keywords of a codebook as a lexicon whose categories are its codes.

    Examples
    --------
    >>> sorted(keyword_lexicon(Codebook.read("policy-frames"))("economy"))
    ['economic']
    """
    entries = {
        word: {code.id: weight}
        for code in codebook.codes
        for word, weight in code.keywords.items()
    }
    return Lexicon(codebook.id, entries, codebook.source)


@lru_cache(maxsize=8)
def _codebook(name: str) -> Codebook:
    return Codebook.read(name)


@lru_cache(maxsize=8)
def _keywords(name: str) -> Lexicon:
    return keyword_lexicon(_codebook(name))
