"""Words as numbers: hashed once for each distinct word, counted for all passages at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.utils import murmurhash3_32

from stance.annotation.annotate import annotate_all
from stance.article import AnnotatedArticle, Article, Passage, Span, as_passages
from stance.features.mentions import find_mentions
from stance.features.stems import stem
from stance.passages import Indices, PassageBatch

Hashes: TypeAlias = NDArray[np.uint64]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no bit is lost modulo 2**64
_HALF = np.uint64(32)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def word_hash(word: str) -> int:
    """A number of 32 bits for a word, the same on every machine.

    Examples
    --------
    >>> word_hash("tax") == word_hash("tax"), word_hash("tax") == word_hash("Tax")
    (True, False)
    """
    # half a character (a lone surrogate) is a word too: it must not stop the texts beside it
    return int(murmurhash3_32(word.encode("utf-8", "surrogatepass"), positive=True))


def stem_hash(word: str) -> int:
    """The hash of a word's stem; 0 for function words, numbers and marks, which have none.

    Examples
    --------
    >>> stem_hash("Taxes") == stem_hash("tax"), stem_hash("The"), stem_hash("17")
    (True, 0, 0)
    """
    lower = word.lower()
    if lower in ENGLISH_STOP_WORDS or not _LETTERS.search(lower):
        return 0
    return word_hash(stem(lower)) or 1


def mixed(hashes: Hashes, seed: int | Hashes) -> Hashes:
    """Other hashes for another seed; every bit depends on every bit of both.

    Examples
    --------
    >>> hashes = np.array([7, 8], np.uint64)
    >>> bool((mixed(hashes, 1) != mixed(hashes, 2)).all())
    True
    """
    both = (hashes ^ np.asarray(seed, np.uint64)) * _MULTIPLIER
    both ^= both >> _HALF
    both *= _MULTIPLIER
    return both


def joined(one: Hashes, other: Hashes) -> Hashes:
    """A hash for each pair, another one for the turned pair.

    Examples
    --------
    >>> one, other = np.array([7], np.uint64), np.array([8], np.uint64)
    >>> bool((joined(one, other) != joined(other, one)).all())
    True
    """
    return mixed(one, other + np.uint64(1)) + other


def columns_of(hashes: Hashes, n_columns: int) -> Indices:
    """The column of each hash, by its upper half.

    Examples
    --------
    >>> columns_of(np.array([3 << 32, 5 << 32], np.uint64), 4).tolist()
    [3, 1]
    """
    return ((hashes >> _HALF) % np.uint64(n_columns)).astype(np.int64)


def counts_of(rows: Indices, columns: Indices, shape: tuple[int, int]) -> csr_matrix:
    """How often each column occurs in each row, as a sparse matrix of this shape.

    Examples
    --------
    >>> counts_of(np.array([0, 0, 1]), np.array([2, 2, 0]), (2, 3)).toarray().tolist()
    [[0.0, 0.0, 2.0], [1.0, 0.0, 0.0]]
    """
    width = shape[1]
    places = np.sort(rows * width + columns)  # in half the time of scipy's own counting
    firsts = np.flatnonzero(np.diff(places, prepend=-1))
    held = places[firsts]
    own = held // width
    counts = np.diff(firsts, append=len(places)).astype(np.float64)
    ends = np.searchsorted(own, np.arange(shape[0] + 1))
    return csr_matrix((counts, held - own * width, ends), shape=shape)


def batch_of(data: object) -> PassageBatch:
    """Any passages as a batch, with their mentions of the target; a batch stays as it is.

    Articles without tokens are cut into them.

    Examples
    --------
    >>> batch = batch_of(["Taxes rose.", "Wages fell."])
    >>> len(batch), batch.end.tolist()
    (2, [3, 6])
    """
    if isinstance(data, PassageBatch):
        return data
    passages = as_passages(data)
    places = {article: n for n, article in enumerate(dict.fromkeys(map(_key, passages)))}
    distinct = list({_key(passage): passage.article for passage in passages}.values())
    owners = [places[_key(passage)] for passage in passages]
    spans = [passage.span or Span(0, len(passage.article.text)) for passage in passages]
    mentions = [
        (row, span.start + spans[row].start, span.end + spans[row].start)
        for row, passage in enumerate(passages)
        for span in find_mentions(passage)
    ]
    return PassageBatch(
        _with_tokens(distinct),
        owners,
        spans,
        mentions,
        lambda row: (passages[row].target, passages[row].voice),
    )


def _key(passage: Passage) -> int:
    """Articles are told apart as objects: comparing their texts would take longer."""
    return id(passage.article)


def _with_tokens(articles: Sequence[Article | AnnotatedArticle]) -> list[AnnotatedArticle]:
    bare = [_bare(article) for article in articles if not _has_tokens(article)]
    made = iter(annotate_all(bare, layers=("tokens",)))
    return [
        article
        if isinstance(article, AnnotatedArticle) and _has_tokens(article)
        else next(made)
        for article in articles
    ]


def _bare(article: Article | AnnotatedArticle) -> Article:
    return article if isinstance(article, Article) else article.article


def _has_tokens(article: Article | AnnotatedArticle) -> bool:
    return isinstance(article, AnnotatedArticle) and len(article.tokens) > 0


class StemCounts(TransformerMixin, BaseEstimator):
    """Counts of stems in columns chosen by a hash, over the tokens of annotated articles.

    A stem is found and hashed once for each distinct word, so that counting is looking up.
    Nothing of a text can be read back. Follow it with `TfidfTransformer`.

    Parameters
    ----------
    n_features
        How many columns; stems that share one cannot be told apart.

    Notes
    -----
    When it misleads: with fewer columns than stems, a weight belongs to several words.

    Examples
    --------
    >>> StemCounts(2**10).fit_transform(["Taxes rose.", "The tax rose."]).nnz
    4
    """

    def __init__(self, n_features: int = 2**14) -> None:
        self.n_features = n_features

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages; nothing is learned."""
        batch_of(X)
        return self

    def transform(self, X: object) -> csr_matrix:
        """Counts of shape (n_passages, n_features), sparse."""
        batch = batch_of(X)
        return batch.once(("stem counts", self.n_features), lambda: self._counts(batch))

    def _counts(self, batch: PassageBatch) -> csr_matrix:
        rows, tokens = batch.tokens
        columns = self.token_columns(batch)[tokens]
        known = columns >= 0
        return counts_of(rows[known], columns[known], (len(batch), self.n_features))

    def token_columns(self, batch: PassageBatch) -> Indices:
        """The column of each token of the batch's articles; -1 for those not counted."""
        return batch.once(("stems", self.n_features), lambda: self._columns(batch))

    def _columns(self, batch: PassageBatch) -> Indices:
        types, numbers = batch.numbered
        hashes = types.known(stem_hash).take(numbers)
        columns = columns_of(mixed(hashes.astype(np.uint64), 0), self.n_features)
        return np.where(hashes > 0, columns, -1)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The numbers of the columns: a hash has no names."""
        return np.asarray([f"stem_{column}" for column in range(self.n_features)], object)

    def __sklearn_is_fitted__(self) -> bool:
        return True
