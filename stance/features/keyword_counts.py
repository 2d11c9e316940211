"""How strongly passages speak in a codebook's keywords, for many passages at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from stance.codebook import Codebook
from stance.features.numbered import batch_of, counts_of
from stance.features.vocabulary import damped, keyword_lexicon
from stance.passages import Indices, PassageBatch

Numbers = NDArray[np.float64]


class Keywords(NamedTuple):
    """The single-word keywords of a codebook.

    Attributes
    ----------
    codes
        Those that have keywords.
    entry
        The number of the keyword a word is, counted from 1; 0 for none.
    weights
        Of each keyword in each code, of shape (n_keywords + 1, n_codes); the first is none.
    """

    codes: list[str]
    entry: Callable[[str], int]
    weights: Numbers


class KeywordStrength(TransformerMixin, BaseEstimator):
    """How strongly a passage speaks in the single-word keywords of each code of a codebook.

    What `CodeStrength` measures, damped, without phrases and without negation: the weights of
    the keywords, each with diminishing returns (1 + log of its count), over the root of the
    number of tokens, as log(1 + 4 × strength). A keyword is looked up once for each distinct
    word, so that a corpus can be measured.

    Parameters
    ----------
    codebook
        The name or path of a codebook whose codes have keywords.

    Notes
    -----
    When it misleads: a keyword is not a frame, and *no tax* counts as *tax*.

    Examples
    --------
    >>> strength = KeywordStrength("policy-frames")
    >>> row = strength.fit_transform(["The court upheld the tax."])[0]
    >>> [code for code, value in zip(strength.codes(), row, strict=True) if value]
    ['economic', 'legality-constitutionality-jurisdiction']
    """

    def __init__(self, codebook: str = "policy-frames") -> None:
        self.codebook = codebook

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages; nothing is learned."""
        batch_of(X)
        return self

    def codes(self) -> list[str]:
        """The codes that have keywords, in the order of the codebook."""
        return keywords_of(self.codebook).codes

    def transform(self, X: object) -> Numbers:
        """The strengths, of shape (n_passages, n_codes)."""
        batch = batch_of(X)
        sizes = np.maximum(batch.end - batch.first, 1)
        return damped(self.sums(self.counts(batch)) / np.sqrt(sizes)[:, None])

    def counts(self, batch: PassageBatch) -> csr_matrix:
        """How often each passage has each keyword, of shape (n_passages, n_keywords + 1)."""
        return batch.once(("keyword counts", self.codebook), lambda: self._counts(batch))

    def _counts(self, batch: PassageBatch) -> csr_matrix:
        rows, tokens = batch.tokens
        entries = self.token_entries(batch)[tokens]
        held = entries > 0
        shape = (len(batch), len(keywords_of(self.codebook).weights))
        return counts_of(rows[held], entries[held], shape)

    def sums(self, counts: csr_matrix) -> Numbers:
        """The weights of the keywords added up, of shape (n_passages, n_codes)."""
        worth = csr_matrix(
            (1 + np.log(counts.data), counts.indices, counts.indptr), counts.shape
        )
        return np.asarray(worth @ keywords_of(self.codebook).weights)

    def token_entries(self, batch: PassageBatch) -> Indices:
        """The number of the keyword each token of the batch's articles is; 0 for none."""
        return batch.once(("keywords", self.codebook), lambda: self._entries(batch))

    def _entries(self, batch: PassageBatch) -> Indices:
        types, numbers = batch.numbered
        return types.known(keywords_of(self.codebook).entry).take(numbers)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """One column a code."""
        names = [f"{re.sub(r'[^a-z0-9]+', '_', code)}_strength" for code in self.codes()]
        return np.asarray(names, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True


@lru_cache(maxsize=8)
def keywords_of(codebook: str) -> Keywords:
    """The single-word keywords of a codebook, by its name or path; read once.

    Examples
    --------
    >>> keywords = keywords_of("policy-frames")
    >>> keywords.entry("economy") > 0, keywords.entry("Ode")
    (True, 0)
    """
    book = Codebook.read(codebook)
    lexicon = keyword_lexicon(book)
    codes = [code.id for code in book.codes if code.keywords]
    number = {entry: place for place, entry in enumerate(lexicon.entries, start=1)}
    weights = np.zeros((len(number) + 1, len(codes)))
    for keyword, place in number.items():
        for code, weight in lexicon.entries[keyword].items():
            weights[place, codes.index(code)] = weight

    def entry(word: str) -> int:
        return sum(number[match.entry] for match in lexicon.find([word]))

    return Keywords(codes, entry, weights)
