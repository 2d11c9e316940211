"""Which words and word pairs a passage uses, weighted by how rare they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer, TfidfVectorizer

from stance.article import Passage, as_passages

_HASHTAG = re.compile(r"#(\w+)")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")

_BETWEEN = "\x1f"  # the unit separator, which stands in no word

MARKS = r"[#@]?\w+(?:['’]\w+)?|[^\w\s]"
"""A token pattern that keeps hashtags, @-names and each punctuation mark."""


def open_hashtags(text: str) -> str:
    """The text in small letters, with each hashtag followed by the words it is made of.

    Examples
    --------
    >>> open_hashtags("Enough! #CutTheTax")
    'enough! #cutthetax cut the tax'
    """
    opened = _HASHTAG.sub(lambda tag: f"{tag[0]} {_CAPITAL.sub(' ', tag[1])}", text)
    return opened.lower()


class WordTfidf(TfidfVectorizer):
    """TF-IDF of the words of each passage.

    scikit-learn's `TfidfVectorizer`, with all its parameters, over passages: whatever
    `as_passages` reads is accepted, and only the passage's own characters are counted. An
    `analyzer` that is a function is given the passage itself and returns its terms, so that
    target, voice and layers can be counted as words are.

    Where no passage has a term, as where no training passage mentions its target, there is
    one column, which is always 0.

    Notes
    -----
    When it misleads: a word counts the same whoever says it and whatever it is about, so a
    model of words alone learns topics and outlets as gladly as stances.

    Examples
    --------
    >>> words = WordTfidf().fit(["Taxes rose.", "Wages fell."])
    >>> list(words.get_feature_names_out())
    ['fell', 'rose', 'taxes', 'wages']
    """

    def fit(self, raw_documents: object, y: object = None) -> Self:
        """Learn the words and how many passages use each."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: object, y: object = None) -> csr_matrix:
        """`fit`, then `transform`, counting once."""
        documents = self._documents(raw_documents)
        analyse = self.build_analyzer()
        if documents and not any(analyse(document) for document in documents):
            return self._without_words(len(documents))
        counts: csr_matrix = super().fit_transform(documents)
        return counts

    def _without_words(self, n_documents: int) -> csr_matrix:
        self.vocabulary_, self.fixed_vocabulary_ = {"": 0}, False
        self._tfidf = TfidfTransformer(sublinear_tf=self.sublinear_tf, norm=self.norm)
        nothing = csr_matrix((n_documents, 1))
        return csr_matrix(self._tfidf.fit_transform(nothing))

    def transform(self, raw_documents: object) -> csr_matrix:
        """Weighted counts of shape (n_passages, n_words), sparse."""
        counts: csr_matrix = super().transform(self._documents(raw_documents))
        return counts

    def __getstate__(self) -> dict[str, Any]:
        """The words as one text: a dictionary would make a model's file many times larger."""
        state: dict[str, Any] = super().__getstate__()
        if "vocabulary_" in state:
            words = sorted(state["vocabulary_"], key=state["vocabulary_"].__getitem__)
            state = {**state, "vocabulary_": _BETWEEN.join(words)}
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        if isinstance(words := state.get("vocabulary_"), str):
            numbered = {word: i for i, word in enumerate(words.split(_BETWEEN))}
            state = {**state, "vocabulary_": numbered}
        super().__setstate__(state)

    def _documents(self, data: object) -> Sequence[Any]:
        passages = as_passages(data)
        return passages if callable(self.analyzer) else [p.text for p in passages]


class HashedTerms(HashingVectorizer):
    """Counts of terms in columns chosen by a hash: nothing of the text can be read back.

    For models that are passed on: no vocabulary is kept, and their size is fixed.

    Parameters
    ----------
    analyzer
        As in `WordTfidf`: `"word"`, or a function from a passage to its terms.
    n_features
        How many columns; terms that share one cannot be told apart.

    Notes
    -----
    When it misleads: with fewer columns than terms, a weight belongs to several words.

    Examples
    --------
    >>> HashedTerms(n_features=2**10).fit_transform(["Taxes rose.", "Taxes fell."]).nnz
    4
    """

    def __init__(
        self, analyzer: str | Callable[[Passage], list[str]] = "word", n_features: int = 2**16
    ) -> None:
        super().__init__(
            analyzer=analyzer, n_features=n_features, norm=None, alternate_sign=False
        )

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages; nothing is learned."""
        super().fit(as_passages(X))
        return self

    def transform(self, X: object) -> csr_matrix:
        """Counts of shape (n_passages, n_features), sparse."""
        passages: Sequence[Any] = as_passages(X)
        documents = passages if callable(self.analyzer) else [p.text for p in passages]
        counts: csr_matrix = super().transform(documents)
        return counts

    def fit_transform(self, X: object, y: object = None) -> csr_matrix:
        """`fit`, then `transform`."""
        return self.fit(X, y).transform(X)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The numbers of the columns: a hash has no names."""
        return np.asarray([f"term_{column}" for column in range(self.n_features)], dtype=object)
