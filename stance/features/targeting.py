"""What is said around the target: before it, after it, in its clause, for and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from stance.article import Passage
from stance.features.extractor import Extractor
from stance.features.mentions import (
    NAME,
    TARGET,
    WORD,
    TargetWords,
    clause_around,
    target_words,
)
from stance.lexicon import Lexicon

_TONE = ("valence", "polarity", "epithets", "moral", "conflict")
LEXICONS = (*_TONE, "refutation", "hedges", "assertives", "boosters")
"""The shipped lexicons that are counted by their place beside the target."""

PLACES = ("anywhere", "before", "after", "near", "clause", "negated")


def target_crosses(passage: Passage) -> list[str]:
    """Every word of the passage, joined to each word of its target.

    With them one linear model for all targets may weigh the same word differently from
    target to target, and share what targets with a common word have in common. Terms for
    `WordTfidf(analyzer=target_crosses)`, as are those of all functions below; none without a
    target.

    Examples
    --------
    >>> from stance.article import Article
    >>> target_crosses(Passage(Article("1", "Cut it now"), target="Fuel tax"))
    ['fuel×cut', 'tax×cut', 'fuel×it', 'tax×it', 'fuel×now', 'tax×now']
    """
    names = re.findall(r"\w+", (passage.target or "").lower())
    words = re.findall(r"\w+", passage.text.lower())
    return [f"{name}×{word}" for word in words for name in names]


def target_names(passage: Passage) -> list[str]:
    """The words of the target's name, and the whole of it.

    Examples
    --------
    >>> target_names(Passage(None, target="Ada Ode"))
    ['ada', 'ode', '=ada ode']
    """
    name = (passage.target or "").lower()
    return [*WORD.findall(name), f"={name}"]


def phrases_with_target(passage: Passage) -> list[str]:
    """Runs of two to five words that hold the target; other names are all the same word.

    Examples
    --------
    >>> from stance.article import Article
    >>> phrases_with_target(Passage(Article("1", "How Eve blamed Ode"), target="Ode"))
    ['blamed TARGET', 'NAME blamed TARGET', 'how NAME blamed TARGET']
    """
    words = _without_names(target_words(passage))
    return [run for run in _runs(words, 2, 5) if TARGET in run.split(" ")]


def _without_names(found: TargetWords) -> list[str]:
    words: list[str] = []
    for place, (word, capital) in enumerate(zip(found.words, found.capital, strict=True)):
        name = capital and place and word not in {TARGET, "i"}
        if not (name and words and words[-1] == NAME):
            words.append(NAME if name else word)
    return words


def words_of_clause(passage: Passage) -> list[str]:
    """Words and word pairs of the clauses that hold the target, before, after and around it.

    Examples
    --------
    >>> from stance.article import Article
    >>> words_of_clause(Passage(Article("1", "Well, critics fear Ode."), target="Ode"))[:3]
    ['<critics', '<fear', '<critics fear']
    """
    words, places, _ = target_words(passage)
    terms: list[str] = []
    for place in places:
        start, end = clause_around(words, place)
        before, after = words[start:place], words[place + 1 : end]
        terms += [f"<{run}" for run in _runs(before, 1, 2)]
        terms += [f">{run}" for run in _runs(after, 1, 2)]
        terms += [f"~{run}" for run in _runs(words[start:end], 1, 2)]
    return terms


def words_around_target(passage: Passage) -> list[str]:
    """Phrases with the target, words of its clause by side, and all words, in one pass.

    Two thirds of what all families together are worth, at a tenth of their cost: for models
    that label a million articles.

    Examples
    --------
    >>> from stance.article import Article
    >>> words_around_target(Passage(Article("1", "They blamed Ode."), target="Ode"))[:3]
    ['blamed TARGET', 'TARGET .', 'they blamed TARGET']
    """
    found = target_words(passage)
    terms = [run for run in _runs(_without_names(found), 2, 4) if TARGET in run]
    for place in found.places:
        start, end = clause_around(found.words, place)
        terms += [f"<{run}" for run in _runs(found.words[start:place], 1, 2)]
        terms += [f">{run}" for run in _runs(found.words[place + 1 : end], 1, 2)]
    return terms + [f"~{word}" for word in found.words]


def letters_beside_target(passage: Passage, reach: int = 8) -> list[str]:
    """Character n-grams of the words near the target, those before apart from those after.

    Examples
    --------
    >>> from stance.article import Article
    >>> letters_beside_target(Passage(Article("1", "Oh Ode!"), target="Ode"))
    ['< oh', '<oh ', '< oh ']
    """
    words, places, _ = target_words(passage)
    terms: list[str] = []
    for place in places:
        terms += [f"<{g}" for g in _letters(words[max(0, place - reach) : place])]
        terms += [f">{g}" for g in _letters(words[place + 1 : place + 1 + reach])]
    return terms


def letters_without_target(passage: Passage) -> list[str]:
    """Character n-grams of all words but the target's own.

    Examples
    --------
    >>> from stance.article import Article
    >>> letters_without_target(Passage(Article("1", "Oh Ode!"), target="Ode"))
    [' oh', 'oh ', ' oh ']
    """
    return _letters(target_words(passage).words)


def _letters(words: Sequence[str]) -> list[str]:
    own = [word for word in words if word.isalpha() and word != TARGET]
    return [gram for word in own for gram in _grams_of(word)]


@lru_cache(maxsize=100_000)
def _grams_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1))


def _runs(words: Sequence[str], shortest: int, longest: int) -> Iterator[str]:
    for size in range(shortest, longest + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


class TargetLexicons(Extractor):
    """How much of each word list stands where, seen from the target.

    For each category: how many of its words the passage holds, how near they stand before and
    after the nearest mention (each word counts 1 / (1 + 0.3 d) at a distance of d words), how
    many stand within three words, in the target's clause, and behind a negation.

    Parameters
    ----------
    lexicons
        Names of shipped lexicons, or paths.

    Notes
    -----
    When it misleads: order is a weak guess at who does what to whom; *critics praised by Ode
    were attacked* puts the attack near Ode. Without a mention, it measures from the first word.

    Examples
    --------
    >>> from stance.article import Article
    >>> measure = TargetLexicons(lexicons=("valence",))
    >>> row = measure.transform([Passage(Article("1", "A corrupt Ode."), target="Ode")])[0]
    >>> [name for name, value in zip(measure.names(), row) if value]
    ['negative_anywhere', 'negative_before', 'negative_near', 'negative_clause']
    """

    def __init__(self, lexicons: Sequence[str] = LEXICONS) -> None:
        self.lexicons = lexicons

    def names(self) -> list[str]:
        """One column for each category and place."""
        categories = _merged(tuple(self.lexicons)).categories
        return [f"{category}_{place}" for category in categories for place in PLACES]

    def row(self, passage: Passage) -> list[float]:
        """The measures of one passage."""
        lexicon, found = _merged(tuple(self.lexicons)), target_words(passage)
        counts = np.zeros((len(lexicon.categories), len(PLACES)))
        hits = lexicon.lexicon.find(found.words)
        if not hits:
            return counts.ravel().tolist()
        clauses = [clause_around(found.words, place) for place in found.places]
        within = {place for start, end in clauses for place in range(start, end)}
        negated = {
            p for _, end, _ in _negation().find(found.words) for p in range(end, end + 3)
        }
        for start, _, entry in hits:
            away = min((start - place for place in found.places or [0]), key=abs)
            weight = 1 / (1 + 0.3 * abs(away))
            sides = [1, weight * (away < 0), weight * (away > 0), abs(away) <= 3]
            counts[lexicon.rows[entry]] += [
                *sides,
                start in within,
                weight * (start in negated),
            ]
        return counts.ravel().tolist()


class _Merged(NamedTuple):
    """Several lexicons searched as one: for each entry, the rows of its categories."""

    lexicon: Lexicon
    categories: list[str]
    rows: dict[str, list[int]]


@lru_cache(maxsize=16)
def _merged(names: tuple[str, ...]) -> _Merged:
    entries: dict[str, dict[str, float]] = {}
    for lexicon in map(Lexicon.read, names):
        for entry, found in lexicon.entries.items():
            entries.setdefault(entry, {}).update(found)
    categories = sorted({category for found in entries.values() for category in found})
    rows = {entry: [categories.index(c) for c in found] for entry, found in entries.items()}
    return _Merged(Lexicon("+".join(names), entries), categories, rows)


@lru_cache(maxsize=1)
def _negation() -> Lexicon:
    return Lexicon.read("negation")
