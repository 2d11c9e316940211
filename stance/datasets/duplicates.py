"""Texts that are nearly the same: shingles of words, MinHash, and a check of each candidate."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

SHINGLE = 4
"""Words that make a shingle; a shorter text is one shingle."""
BANDS, ROWS = 16, 4
"""Two texts with a Jaccard of .8 meet in one of the bands with a probability of .9998."""

Hashes = NDArray[np.uint64]
_WORD = re.compile(r"\w+")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def near_duplicates(
    texts: Sequence[str], threshold: float = 0.8
) -> list[tuple[int, int, float]]:
    """Pairs of texts whose shingles overlap by a Jaccard of at least `threshold`.

    Parameters
    ----------
    texts
        Compared by their words alone: case and punctuation do not count.

    Returns
    -------
    list of (i, j, jaccard)
        In order, i < j; the Jaccard is exact, and a text without words has no duplicate.

    Notes
    -----
    Broder (1997), On the resemblance and containment of documents; candidates by bands of
    MinHash values (Leskovec, Rajaraman & Ullman 2014, ch. 3).

    When it misleads: a text that quotes another whole but goes on for long has a low Jaccard.

    Examples
    --------
    >>> near_duplicates(["The mayor closed the old bridge.", "the mayor closed the old bridge"])
    [(0, 1, 1.0)]
    """
    shingles = [shingle_hashes(text) for text in texts]
    found: set[tuple[int, int]] = set()
    for bucket in _buckets(shingles):
        found.update(combinations(bucket, 2))
    pairs = ((i, j, _jaccard(shingles[i], shingles[j])) for i, j in sorted(found))
    return [(i, j, score) for i, j, score in pairs if score >= threshold]


def shingle_hashes(text: str) -> Hashes:
    """The distinct hashes of a text's shingles, in order, of shape (n_shingles,)."""
    words = np.array([_word_hash(word) for word in _WORD.findall(text.lower())], np.uint64)
    width = min(SHINGLE, len(words))
    if not width:
        return words
    hashes = np.zeros(len(words) - width + 1, np.uint64)
    for offset in range(width):
        hashes = (hashes ^ words[offset : len(words) - width + 1 + offset]) * _PRIME
    return np.unique(hashes)


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    data = word.encode()
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _buckets(shingles: Sequence[Hashes]) -> Iterator[list[int]]:
    """Texts that agree in all rows of a band."""
    generator = np.random.default_rng(0)
    factors = generator.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + _ONE
    smallest = [_minima(hashes, factors) for hashes in shingles]
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = {}
        for index, minima in enumerate(smallest):
            if minima is not None:
                rows = minima[band * ROWS : (band + 1) * ROWS]
                buckets.setdefault(rows.tobytes(), []).append(index)
        yield from (bucket for bucket in buckets.values() if len(bucket) > 1)


_ONE = np.uint64(1)


def _minima(hashes: Hashes, factors: Hashes) -> Hashes | None:
    if not len(hashes):
        return None
    mixed = hashes[:, None] * factors
    mixed ^= mixed >> np.uint64(29)
    smallest: Hashes = mixed.min(axis=0)
    return smallest


def _jaccard(one: Hashes, other: Hashes) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
