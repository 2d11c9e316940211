"""Text to word pieces of a BERT vocabulary, lower-cased, in plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

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
    for one in set(letters):  # of few kinds: faster than to look at every letter
        if not one.isascii() and unicodedata.category(one) == "Mn":
            letters = letters.replace(one, "")
    return _ANY.findall(letters)


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
        known = self._pieces  # asked here, word by word, since a call a word is dear
        for text in texts:
            for word in split_words(text):
                columns += known.get(word) or self._of(word)
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


class PieceNumbers:
    """Texts to the numbers of their pieces, and two texts to one input of BERT.

    Parameters
    ----------
    pieces
        The vocabulary in order; it holds `[CLS]`, `[SEP]` and `[UNK]`, the number of a word
        that cannot be cut.

    Examples
    --------
    >>> numbers = PieceNumbers(["[CLS]", "[SEP]", "[UNK]", "tax", "##es", "rose"])
    >>> numbers.pair("Taxes rose!", "taxes", longest=16)
    ([0, 3, 4, 5, 2, 1, 3, 4, 1], [0, 0, 0, 0, 0, 0, 1, 1, 1])
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self._vocabulary = {piece: number for number, piece in enumerate(pieces)}
        self._first, self._last, self._unknown = (
            self._vocabulary[mark] for mark in ("[CLS]", "[SEP]", "[UNK]")
        )
        self._cut = lru_cache(maxsize=200_000)(self._numbers)

    def _numbers(self, word: str) -> list[int]:
        return split_pieces(word, self._vocabulary) or [self._unknown]

    def __call__(self, text: str) -> list[int]:
        """The numbers of the text's pieces, in order."""
        return [number for word in split_words(text) for number in self._cut(word)]

    def pair(self, first: str, second: str, longest: int) -> tuple[list[int], list[int]]:
        """Piece numbers of both texts between their marks, and the segment of each: 0 or 1.

        Of the second text a quarter of the length is kept at most, then the first is cut so
        that no more than `longest` numbers remain.
        """
        after = [*self(second)[: longest // 4], self._last]
        before = [self._first, *self(first)[: longest - len(after) - 2], self._last]
        return before + after, [0] * len(before) + [1] * len(after)
