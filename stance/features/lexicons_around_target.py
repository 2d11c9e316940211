"""How much of each word list stands where around a target, for many passages at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from stance.features.around_target import NEGATES, Mask, Numbers, Reading, read_around
from stance.features.numbered import batch_of
from stance.features.targeting import LEXICONS
from stance.lexicon import Lexicon
from stance.passages import Indices

PLACES = ("anywhere", "before", "after", "clause", "negated")
_REACH = 3  # words behind a negation that it turns


class LexiconsAroundTarget(TransformerMixin, BaseEstimator):
    """How many words of each list a passage holds, by their place beside the target.

    What `TargetLexicons` measures, for single words alone: anywhere; before and after the
    nearest mention, each word counting 1 / (1 + 0.3 d) at a distance of d words; in the
    target's clause; and behind a negation. The lists of a word are looked up once for each
    distinct word.

    Parameters
    ----------
    lexicons
        Names of shipped lexicons, or paths.

    Notes
    -----
    When it misleads: order is a weak guess at who does what to whom. Phrases are not seen.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> measure = LexiconsAroundTarget(lexicons=("valence",))
    >>> row = measure.transform([Passage(Article("1", "A corrupt Ode."), target="Ode")])
    >>> measure.get_feature_names_out()[row.indices].tolist()
    ['negative_anywhere', 'negative_before', 'negative_clause']
    """

    def __init__(self, lexicons: Sequence[str] = LEXICONS) -> None:
        self.lexicons = lexicons

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages; nothing is learned."""
        batch_of(X)
        return self

    def transform(self, X: object) -> csr_matrix:
        """The measures, of shape (n_passages, n_categories * n_places), sparse."""
        batch = batch_of(X)
        reading = read_around(batch)
        categories, listed = _listed(tuple(self.lexicons))
        held = batch.numbered[0].known(listed).take(reading.numbers)
        words = np.flatnonzero((held > 0) & ~reading.is_target)
        places = _places(reading, words)
        bits = held[words, None] >> np.arange(len(categories)) & 1
        word, category = np.nonzero(bits)
        hit, place = np.nonzero(places[word])
        columns = category[hit] * len(PLACES) + place
        values = places[word[hit], place]
        shape = (len(batch), len(categories) * len(PLACES))
        found = csr_matrix((values, (reading.rows[words[word[hit]]], columns)), shape=shape)
        found.sum_duplicates()
        return found

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Category and place of each column."""
        categories, _ = _listed(tuple(self.lexicons))
        return np.asarray([f"{c}_{place}" for c in categories for place in PLACES], object)

    def __sklearn_is_fitted__(self) -> bool:
        return True


@lru_cache(maxsize=16)
def _listed(names: tuple[str, ...]) -> tuple[list[str], Callable[[str], int]]:
    """The categories of several lexicons, and which of them a word is in, as bits."""
    lexicons = list(map(Lexicon.read, names))
    categories = sorted({category for one in lexicons for category in one.categories})
    bit = {category: 1 << place for place, category in enumerate(categories)}
    words, stems = _by_entry(lexicons, bit)
    lengths = sorted(set(map(len, stems)))

    def listed(word: str) -> int:
        token = word.casefold()
        bits: dict[int, int] = {}  # of each list that of the longest stem, or of the word
        for length in lengths[: bisect_right(lengths, len(token))]:
            bits |= stems.get(token[:length], _NONE)
        bits |= words.get(token, _NONE)
        return reduce(or_, bits.values(), 0)

    return categories, listed


_NONE: dict[int, int] = {}
Entries: TypeAlias = dict[str, dict[int, int]]


def _by_entry(lexicons: Sequence[Lexicon], bit: Mapping[str, int]) -> tuple[Entries, Entries]:
    """Single words, and stems: the categories of each in each lexicon that has it."""
    words: Entries = {}
    stems: Entries = {}
    for number, lexicon in enumerate(lexicons):
        for entry, categories in lexicon.entries.items():
            if " " not in entry:
                held = stems if entry.endswith("*") else words
                bits = sum(bit[category] for category in categories)
                held.setdefault(entry.removesuffix("*"), {})[number] = bits
    return words, stems


def _places(reading: Reading, words: Indices) -> Numbers:
    """How much each of some words stands in each of `PLACES`."""
    before, after = _distances(reading.next, words), _distances(reading.last, words)
    near = 1 / (1 + 0.3 * np.minimum(before, after))
    near[np.isinf(before) & np.isinf(after)] = 0
    comes = before < after
    in_clause = reading.sides[0][words] | reading.sides[1][words]
    negated = _behind_negation(reading)[words]
    return np.stack(
        [np.ones(len(words)), near * comes, near * ~comes, in_clause, near * negated], axis=1
    )


def _distances(mentions: Indices, words: Indices) -> Numbers:
    """How many words away the mention of each word is; infinitely many where there is none."""
    mention = mentions[words]
    return np.where(mention >= 0, np.abs(mention - words), np.inf)


def _behind_negation(reading: Reading) -> Mask:
    """Whether at most three words before each word of its passage a negation stands."""
    negates = (reading.kinds & NEGATES) > 0
    behind = np.zeros_like(negates)
    for away in range(1, _REACH + 1):
        behind[away:] |= negates[:-away] & (reading.rows[away:] == reading.rows[:-away])
    return behind
