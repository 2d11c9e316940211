"""Towards which of two opposite meanings the words of a text lean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stance.measurement.counts import WordCounts

Array = NDArray[np.float64]

# The words of the positive end of an axis, and those of the negative end.
Poles = tuple[Sequence[str], Sequence[str]]


class WordEncoder(Protocol):
    """Anything that turns words into vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (n_words, n_dimensions)."""


class FrameAxes(TransformerMixin, BaseEstimator):
    """How far a text's words lean to one end of an axis, and how far they lie from its middle.

    An axis is the mean vector of the words at one end less that of the words at the other
    (*fair* and *unfair*, *safe* and *dangerous*); a word's part is the cosine between its
    vector and the axis. Two numbers are taken of each text and axis [1]_:

    - bias, the mean part of its words: which end they lean to;
    - intensity, the mean squared distance of the parts from the corpus's own bias: how far
      its words lie to either end, whichever it is.

    Parameters
    ----------
    axes
        The two ends of each axis, by its name.
    encoder
        Anything with `encode(texts)`: `stance.encoding.find_encoder()` ships with the package.
    token_pattern
        What a word is, as for `WordCounts`.

    Attributes
    ----------
    directions_
        The axes, of length 1, of shape (n_axes, n_dimensions).
    background_
        The bias of the whole corpus given to `fit`, of shape (n_axes,).

    Notes
    -----
    When it misleads: vectors know what words occur with, not what is meant. “Not safe” leans
    to *safe*; good and bad, left and right lie close together, because they stand in the same
    sentences. Most words lie near 0, so differences are small: compare with texts drawn at
    random, read `parts` for the words that make them, and try other words for the ends.

    References
    ----------
    .. [1] Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis: Characterizing
       Microframe Bias and Intensity with Word Embedding. PeerJ Computer Science 7, e644.

    Examples
    --------
    >>> class Letters:
    ...     def encode(self, texts):
    ...         return np.array([[text.count("a"), text.count("b")] for text in texts])
    >>> axes = FrameAxes({"ab": (["aa"], ["bb"])}, Letters()).fit(["aaa bbb", "aab"])
    >>> axes.transform(["aaa aaa", "bbb"]).round(2)
    array([[ 0.71,  0.36],
           [-0.71,  0.66]])
    """

    def __init__(
        self,
        axes: Mapping[str, Poles],
        encoder: WordEncoder,
        token_pattern: str = r"(?u)\b\w\w+\b",
    ) -> None:
        self.axes = axes
        self.encoder = encoder
        self.token_pattern = token_pattern

    def fit(self, X: object, y: object = None) -> Self:
        """Lay the axes, and find where the corpus lies on them.

        Raises
        ------
        ValueError
            For no axis, an end without words, two ends alike, or texts without words.
        """
        if not self.axes:
            raise ValueError("there is no axis: give at least one, with the words of its ends")
        self.directions_: Array = np.array(
            [self._direction(name, *poles) for name, poles in self.axes.items()]
        )
        words, counts = self._counts(X)
        uses = np.asarray(counts.sum(axis=0)).ravel()
        self.background_: Array = self._parts(words) @ uses / uses.sum()
        return self

    def transform(self, X: object) -> Array:
        """Bias and intensity on each axis, of shape (n_texts, 2 · n_axes).

        NaN for a text without words; a `ValueError` where no text has any.
        """
        check_is_fitted(self)
        words, counts = self._counts(X)
        parts = self._parts(words).T
        with np.errstate(invalid="ignore"):
            bias = _means(counts, parts)
            intensity = _means(counts, (parts - self.background_) ** 2)
        return np.stack([bias, intensity], axis=2).reshape(len(bias), -1)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """`<axis>_bias` and `<axis>_intensity` for each axis."""
        names = [f"{axis}_{what}" for axis in self.axes for what in ("bias", "intensity")]
        return np.asarray(names, dtype=object)

    def parts(self, X: object, axis: str) -> pd.DataFrame:
        """The words that make the bias of these texts together, those that pull most first.

        Returns
        -------
        pandas.DataFrame
            `word`, `uses`, `part` (cosine with the axis), and `pull`, what the word adds to
            the texts' bias beyond the corpus's: these sum to the difference.
        """
        check_is_fitted(self)
        if axis not in self.axes:
            raise ValueError(f"there is no axis {axis!r}; there are {', '.join(self.axes)}")
        row = list(self.axes).index(axis)
        words, counts = self._counts(X)
        uses = np.asarray(counts.sum(axis=0)).ravel()
        part = self._parts(words)[row]
        pull = uses / uses.sum() * (part - self.background_[row])
        table = pd.DataFrame({"word": words, "uses": uses, "part": part, "pull": pull})
        order = table["pull"].abs().sort_values(ascending=False, kind="stable").index
        return table.loc[order].reset_index(drop=True)

    def _direction(self, name: str, positive: Sequence[str], negative: Sequence[str]) -> Array:
        if isinstance(positive, str) or isinstance(negative, str):
            raise ValueError(f"axis {name!r}: give each end as a list of words, not one string")
        if not (len(positive) and len(negative)):
            raise ValueError(f"axis {name!r}: one end has no words")
        ends = [
            np.asarray(self.encoder.encode(list(end)), float) for end in (positive, negative)
        ]
        direction = ends[0].mean(axis=0) - ends[1].mean(axis=0)
        length = float(np.linalg.norm(direction))
        if not length > 0:
            raise ValueError(f"axis {name!r}: its two ends have one vector: take other words")
        return np.asarray(direction / length)

    def _counts(self, X: object) -> tuple[list[str], csr_matrix]:
        counter = WordCounts(token_pattern=self.token_pattern)
        counts = counter.fit_transform(X)
        return list(counter.get_feature_names_out()), counts

    def _parts(self, words: Sequence[str]) -> Array:
        """The cosine of each word with each axis, of shape (n_axes, n_words); 0 if unknown."""
        vectors = np.asarray(self.encoder.encode(words), dtype=float)
        lengths = np.linalg.norm(vectors, axis=1)
        return np.asarray(self.directions_ @ vectors.T / np.where(lengths > 0, lengths, 1.0))


def _means(counts: csr_matrix, values: Array) -> Array:
    """The mean value over the words of each text."""
    return np.asarray((counts @ values) / np.asarray(counts.sum(axis=1)).reshape(-1, 1))
