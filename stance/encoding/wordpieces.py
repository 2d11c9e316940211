"""Text to word pieces of a BERT vocabulary, lower-cased, in plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_PLAIN = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_ANY = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 100  # letters; a longer word is unknown, as in BERT


def split_words(text: str) -> list[str]:
    """Lower-case words without accents, and each punctuation mark for itself.

    Examples
    --------
    >>> split_words("Café-goers won't pay.")
    ['cafe', '-', 'goers', 'won', "'", 't', 'pay', '.']
    """
    text = text.lower()
    if text.isascii():
        return _PLAIN.findall(text)
    letters = unicodedata.normalize("NFD", text)
    return _ANY.findall("".join(c for c in letters if unicodedata.category(c) != "Mn"))


def split_pieces(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The numbers of the longest pieces that make up a word; none where a part is unknown.

    Examples
    --------
    >>> split_pieces("taxes", {"tax": 0, "##es": 1, "ta": 2})
    [0, 1]
    >>> split_pieces("taxi", {"tax": 0, "##es": 1})
    []
    """
    pieces: list[int] = []
    start = 0
    while start < len(word) <= _LONGEST:
        head = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if head + word[start:end] in vocabulary), None)
        if end is None:
            return []
        pieces.append(vocabulary[head + word[start:end]])
        start = end
    return pieces


class PieceCounts:
    """How often each text uses each piece of a vocabulary; each distinct word is cut once.

    Examples
    --------
    >>> counts = PieceCounts({"tax": 0, "##es": 1})
    >>> counts(["Taxes, tax", "war"]).toarray()
    array([[2., 1.],
           [0., 0.]], dtype=float32)
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._pieces: dict[str, list[int]] = {}

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        """Counts of shape (n_texts, n_pieces), sparse."""
        columns: list[int] = []
        ends = [0]
        for text in texts:
            for word in split_words(text):
                columns += self._of(word)
            ends.append(len(columns))
        ones = np.ones(len(columns), np.float32)
        return csr_matrix((ones, _indices(columns), ends), (len(texts), len(self._vocabulary)))

    def _of(self, word: str) -> list[int]:
        pieces = self._pieces.get(word)
        if pieces is None:
            pieces = split_pieces(word, self._vocabulary)
            if len(self._pieces) < 200_000:
                self._pieces[word] = pieces
        return pieces


def _indices(columns: list[int]) -> NDArray[np.int32]:
    return np.asarray(columns, dtype=np.int32)
