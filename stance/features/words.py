"""Which words and word pairs a passage uses, weighted by how rare they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.article import as_passages

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
        super().fit(self._documents(raw_documents))
        return self

    def fit_transform(self, raw_documents: object, y: object = None) -> csr_matrix:
        """`fit`, then `transform`, counting once."""
        counts: csr_matrix = super().fit_transform(self._documents(raw_documents))
        return counts

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
