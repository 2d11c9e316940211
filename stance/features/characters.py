"""Which runs of letters a passage uses, found once for each distinct word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stance.article import as_passages

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no letter is lost modulo 2**64


class CharacterCounts(TransformerMixin, BaseEstimator):
    """Counts of the character n-grams inside words, spaces at the word's edges included.

    The counts are those of scikit-learn's `CountVectorizer(analyzer="char_wb")`, columns in
    another order, many times faster: such an n-gram never leaves its word, so the n-grams of
    each distinct word are found once, and passages × words times words × n-grams is one
    sparse product. Follow it with `TfidfTransformer` as usual.

    Parameters
    ----------
    ngram_range
        Shortest and longest n-gram, both counted. A word with its two spaces that is shorter
        than the shortest is one n-gram.
    min_df
        Passages an n-gram must occur in to get a column.
    lowercase
        Whether capitals count as small letters.
    preprocessor
        A function that is given each text and returns what is counted, in place of
        `lowercase`; as in `TfidfVectorizer`.

    Attributes
    ----------
    grams_
        The n-grams, one a column, of shape (n_grams,).
    hashes_
        Their hashes, in the same order.

    Notes
    -----
    N-grams are told apart by a hash of 64 bits: for a million of them the odds that any two
    share a column are below one in ten million.

    When it misleads: letters see stems and spellings, never who holds what of whom.

    Examples
    --------
    >>> counts = CharacterCounts(ngram_range=(3, 3)).fit(["No tax"])
    >>> sorted(counts.get_feature_names_out())
    [' no', ' ta', 'ax ', 'no ', 'tax']
    >>> int(counts.transform(["Tax, tax, TAX!"]).max())
    3
    """

    def __init__(
        self,
        ngram_range: tuple[int, int] = (2, 5),
        min_df: int = 1,
        lowercase: bool = True,
        preprocessor: Callable[[str], str] | None = None,
    ) -> None:
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.lowercase = lowercase
        self.preprocessor = preprocessor

    def fit(self, X: object, y: object = None) -> Self:
        """Learn the n-grams that occur in at least `min_df` passages."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: object, y: object = None) -> csr_matrix:
        """`fit`, then `transform`, counting once."""
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest:
            raise ValueError(
                f"ngram_range is {self.ngram_range}: give 1 <= shortest <= longest"
            )
        words, of_words = self._words(X)
        grams = _find_grams(words, shortest, longest)
        columns, self.hashes_ = pd.factorize(grams.hashes)
        self.grams_ = grams.strings(_first_places(columns, len(self.hashes_)))
        return self._frequent(of_words @ grams.counts(columns, len(self.hashes_)))

    def _frequent(self, counts: csr_matrix) -> csr_matrix:
        if self.min_df <= 1:
            return counts
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        kept = np.flatnonzero(frequency >= self.min_df)
        self.hashes_, self.grams_ = self.hashes_[kept], self.grams_[kept]
        return counts[:, kept]

    def transform(self, X: object) -> csr_matrix:
        """Counts of shape (n_passages, n_grams), sparse."""
        check_is_fitted(self)
        words, of_words = self._words(X)
        grams = _find_grams(words, *self.ngram_range)
        columns = pd.Index(self.hashes_).get_indexer(pd.Index(grams.hashes))
        counts: csr_matrix = of_words @ grams.counts(columns, len(self.hashes_))
        return counts

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The n-grams."""
        check_is_fitted(self)
        return self.grams_.astype(object)

    def _words(self, X: object) -> tuple[list[str], csr_matrix]:
        """The distinct words, and how often each passage uses each."""
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__  # a new word gets the next number
        columns: list[int] = []
        ends = [0]
        prepare = self.preprocessor or (str.lower if self.lowercase else str)
        for passage in as_passages(X):
            columns += map(number.__getitem__, prepare(passage.text).split())
            ends.append(len(columns))
        shape = (len(ends) - 1, len(number))
        counts = csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
        counts.sum_duplicates()
        return list(number), counts


class _Grams(NamedTuple):
    """Every n-gram of every word, word by word: its hash, and where it lies in `letters`."""

    letters: NDArray[np.uint32]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def strings(self, chosen: NDArray[np.int64]) -> NDArray[np.str_]:
        """The n-grams at these places of the list."""
        width = max(int(self.sizes.max(initial=1)), 1)
        reach = np.arange(width)
        places = np.minimum(self.starts[chosen, None] + reach, len(self.letters) - 1)
        outside = reach >= self.sizes[chosen, None]
        letters = np.where(outside, np.uint32(0), self.letters[places])
        return np.ascontiguousarray(letters).view(f"U{width}").ravel()

    def counts(self, columns: NDArray[np.int64], n_columns: int) -> csr_matrix:
        """Words × columns, where each n-gram has the column given for it, or none (-1)."""
        known = columns >= 0
        ends = np.concatenate([[0], np.cumsum(known)])[self.ends]
        shape = (len(self.ends) - 1, n_columns)
        return csr_matrix((np.ones(ends[-1]), columns[known], ends), shape=shape)


def _find_grams(words: list[str], shortest: int, longest: int) -> _Grams:
    """All words stand in one text, a space between any two, and are searched at once."""
    text = f" {' '.join(words)} ".encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(text, "<u4").astype(np.uint32)
    widths = np.fromiter(map(len, words), np.int64, len(words)) + 2
    begins = np.cumsum(widths - 1) - (widths - 1)
    places = np.stack([_places(widths, n, shortest) for n in range(1, longest + 1)], axis=1)
    ends = np.concatenate([[0], np.cumsum(places)])
    sizes = np.repeat(np.tile(np.arange(1, longest + 1), len(words)), places.ravel())
    offsets = np.arange(ends[-1]) - np.repeat(ends[:-1], places.ravel())
    starts = offsets + np.repeat(begins, places.sum(axis=1))
    return _Grams(letters, ends[::longest], _hashes(letters, starts, sizes), starts, sizes)


def _places(widths: NDArray[np.int64], size: int, shortest: int) -> NDArray[np.int64]:
    """How many n-grams of a size each word has; a word under the shortest size is one."""
    places = np.where(size < shortest, widths == size, widths - size + 1)
    return places.clip(min=0).astype(np.int64)


def _hashes(
    letters: NDArray[np.uint32], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A polynomial in the letters of each n-gram, its bits mixed."""
    rolling = np.zeros(len(letters), np.uint64)
    hashes = np.zeros(len(starts), np.uint64)
    for size in range(1, sizes.max(initial=0) + 1):
        rolling = rolling[: len(letters) - size + 1] * _MULTIPLIER + letters[size - 1 :]
        of_size = sizes == size
        hashes[of_size] = rolling[starts[of_size]]
    return (hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER


def _first_places(columns: NDArray[np.int64], n_columns: int) -> NDArray[np.int64]:
    first = np.empty(n_columns, np.int64)
    first[columns[::-1]] = np.arange(len(columns))[::-1]
    return first
