"""The one shape of an encoder, and the memory that lets folds and models share its pass."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """What makes vectors of texts; the same text always has the same vector.

    `fingerprint` tells one encoder from another: it begins the hash of its weights. `size`
    is the number of columns.
    """

    fingerprint: str
    size: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of shape (n_texts, size)."""


class Remembering:
    """An encoder that encodes each distinct text once; the oldest texts are forgotten first.

    Texts are known by their hash and kept nowhere.

    Parameters
    ----------
    encoder
        The encoder that is asked for texts not yet seen.
    most
        Texts to remember; 100,000 vectors of 384 columns take 150 MB.

    Examples
    --------
    >>> from stance.encoding import StaticVectors
    >>> remembering = Remembering(StaticVectors.shipped())
    >>> remembering.encode(["Taxes rose.", "Taxes rose."]).shape, len(remembering)
    ((2, 256), 1)
    """

    def __init__(self, encoder: Encoder, most: int = 100_000) -> None:
        self.fingerprint = encoder.fingerprint
        self.size = encoder.size
        self.taught: frozenset[bytes] = getattr(encoder, "taught", frozenset())
        self.labels: Sequence[str] = getattr(encoder, "labels", ())
        self._encoder = encoder
        self._most = most
        self._known: dict[bytes, NDArray[np.float32]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of shape (n_texts, size)."""
        keys = [text_key(text) for text in texts]
        new = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        found = dict(zip(new, self._encoder.encode(list(new.values())), strict=True))
        rows = [found[key] if key in found else self._known[key] for key in keys]
        self._known |= found
        for key in list(self._known)[: max(0, len(self._known) - self._most)]:
            del self._known[key]
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), self.size)


def was_taught(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether the encoder's own weights were taught on the label of each text.

    What it says of such a text is memory: no other model may learn from it, and no score may
    be counted on it. An encoder that was taught no labels has seen none.
    """
    keys: frozenset[bytes] = getattr(encoder, "taught", frozenset())
    length = len(next(iter(keys), b""))
    return np.asarray([text_key(text)[:length] in keys for text in texts], dtype=bool)


def text_key(text: str) -> bytes:
    """By what a text is known without being kept: the 16 bytes of its hash."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
