"""One vector a word piece, whatever the sentence: a text is the weighted mean of its pieces."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from stance.encoding.wordpieces import PieceCounts
from stance.files import whole_file

_CHUNK = 4096


class StaticVectors:
    """Texts to vectors by looking up their word pieces; tens of thousands a second.

    The pieces' lengths are their weights: a common piece is short. Needs numpy alone.

    Parameters
    ----------
    vocabulary
        The pieces, one a row of `whole`; a piece inside a word begins with `##`.
    whole
        The vectors as whole numbers, int8 of shape (n_pieces, n_columns).
    scales
        What one step of each row is worth, of shape (n_pieces, 1).
    fingerprint
        The first twelve digits of the sha256 of the file they came from.

    Notes
    -----
    When it misleads: the order of words is lost, so "the mayor sued the bank" and "the bank
    sued the mayor" are the same to it, and so is a word in all of its senses.

    References
    ----------
    .. [1] Tulkens, S. & van Dongen, T. (2024). Model2Vec: Fast State-of-the-Art Static
       Embeddings.
    .. [2] Arora, S., Liang, Y. & Ma, T. (2017). A Simple but Tough-to-Beat Baseline for
       Sentence Embeddings. ICLR.

    Examples
    --------
    >>> vectors = StaticVectors.shipped().encode(["Tax cuts.", "Lower duties.", "A goal."])
    >>> bool(vectors[0] @ vectors[1] > vectors[0] @ vectors[2])
    True
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        whole: NDArray[np.int8],
        scales: NDArray[np.float32],
        fingerprint: str = "",
    ) -> None:
        if not len(vocabulary) == len(whole) == len(scales):
            raise ValueError(
                f"{len(vocabulary)} pieces, {len(whole)} vectors and {len(scales)} scales: "
                "give one vector and one scale a piece"
            )
        self.fingerprint = fingerprint
        self.size = int(whole.shape[1])
        self._vectors = whole * scales
        self._counts = PieceCounts(_numbered(vocabulary))

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> Self:
        """The vectors that come with the package."""
        return cls.read(cls.shipped_path())

    @staticmethod
    def shipped_path() -> Path:
        """Where those vectors lie."""
        return Path(str(files("stance"))) / "resources" / "vectors" / "news-static.npz"

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Vectors from a file that `write` made.

        Raises
        ------
        FileNotFoundError
            Where there is no such file.
        ValueError
            Where the file holds something else.
        """
        content = Path(path).read_bytes()
        try:
            with np.load(BytesIO(content), allow_pickle=False) as held:
                pieces = held["vocabulary"].tobytes().decode("utf-8").split("\n")
                whole, scales = held["whole"], held["scales"]
        except (KeyError, ValueError, OSError, EOFError) as error:
            raise ValueError(f"{path} holds no static vectors: {error}") from error
        return cls(pieces, whole, scales, hashlib.sha256(content).hexdigest()[:12])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, of shape (n_texts, size); zeros where no piece is known."""
        sums = np.zeros((len(texts), self.size), np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            sums[start : start + _CHUNK] = self._counts(chunk) @ self._vectors
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: NDArray[np.float32] = sums / np.maximum(lengths, np.float32(1e-9))
        return unit


def write_static_vectors(
    path: str | Path,
    vocabulary: Sequence[str],
    whole: NDArray[np.int8],
    scales: NDArray[np.float32],
) -> None:
    """Write the vectors to one file, whole or not at all; the same bytes each time."""
    path = Path(path)
    pieces = np.frombuffer("\n".join(vocabulary).encode("utf-8"), np.uint8)
    with whole_file(path) as partial, partial.open("wb") as stream:
        np.savez(stream, vocabulary=pieces, whole=whole, scales=scales.astype(np.float32))


def _numbered(vocabulary: Sequence[str]) -> Mapping[str, int]:
    return {piece: number for number, piece in enumerate(vocabulary)}
