"""Where a text stands between texts whose positions are known."""

from __future__ import annotations

from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.stats import norm
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted, validate_data

Array = NDArray[np.float64]


class Wordscores(RegressorMixin, BaseEstimator):
    """Positions of texts from the words they share with reference texts of known position.

    A word's score is the position one would expect of a reference text after reading that
    word: with F the share of a reference's words that are w,

        S_w = Σ_r A_r · F_wr / Σ_r F_wr

    and a text's raw position is the mean score of its words, those that no reference uses
    left out. Raw positions shrink towards the middle, because most words are common to all;
    `rescaling` spreads them again.

    Parameters
    ----------
    rescaling
        None for raw positions. `"lbg"` gives the texts that are predicted together the
        spread of the reference positions, round their own mean [1]_. `"mv"` puts the two
        outermost references back on the positions they were given [2]_.
    level
        Of the intervals of `positions`.

    Attributes
    ----------
    word_scores_
        Of shape (n_words,); NaN for a word that no reference uses.
    reference_positions_
        The positions given, of shape (n_references,).
    reference_raw_
        The raw positions of the references themselves.

    Notes
    -----
    When it misleads: everything rests on the references. Ask whether they are extreme on the
    dimension meant and written for the same occasion: a speech scored by manifestos is scored
    by its genre. The interval counts words as independent draws and says nothing of that
    choice. `"lbg"` depends on which texts are predicted together, so one text's position
    moves when another is added; do not compare two such batches.

    References
    ----------
    .. [1] Laver, M., Benoit, K. & Garry, J. (2003). Extracting Policy Positions from
       Political Texts Using Words as Data. American Political Science Review 97(2), 311-331.
    .. [2] Martin, L. W. & Vanberg, G. (2008). A Robust Transformation Procedure for
       Interpreting Political Text. Political Analysis 16(1), 93-100.

    Examples
    --------
    >>> from sklearn.pipeline import make_pipeline
    >>> from stance.measurement.counts import WordCounts
    >>> scores = make_pipeline(WordCounts(), Wordscores())
    >>> references = ["tax cuts and markets", "public care and wages"]
    >>> scores.fit(references, [1.0, -1.0]).predict(["markets and care and wages"])
    array([-0.2])
    """

    def __init__(
        self, rescaling: Literal["lbg", "mv"] | None = None, level: float = 0.95
    ) -> None:
        self.rescaling = rescaling
        self.level = level

    def fit(self, X: object, y: ArrayLike) -> Self:
        """Score the words of the references.

        Parameters
        ----------
        X
            Word counts of the references, of shape (n_references, n_words): an array, a
            sparse matrix or a data frame with the words as columns.
        y
            Their positions, of shape (n_references,).

        Raises
        ------
        ValueError
            For counts that are negative or missing, a reference without words, positions
            that are missing or all alike.
        """
        if self.rescaling not in (None, "lbg", "mv"):
            raise ValueError(f"rescaling is {self.rescaling!r}: give None, 'lbg' or 'mv'")
        counts = self._counts(X, reset=True)
        positions = _checked_positions(y, counts.shape[0])
        shares = _shares(counts, np.ones(counts.shape[1], dtype=bool))
        use = np.asarray(shares.sum(axis=0)).ravel()
        self.word_scores_: Array = np.full(counts.shape[1], np.nan)
        np.divide(shares.T @ positions, use, out=self.word_scores_, where=use > 0)
        self.reference_positions_ = positions
        self.reference_raw_ = self._raw(counts)[0]
        return self

    def predict(self, X: object) -> Array:
        """Positions of shape (n_texts,), rescaled as `rescaling` says."""
        check_is_fitted(self)
        return self._rescaled(self._raw(self._counts(X))[0])

    def positions(self, X: object) -> pd.DataFrame:
        """Positions with their uncertainty and with how much of each text was scored.

        Returns
        -------
        pandas.DataFrame
            One row a text: `position`, `standard_error`, `low`, `high`, `scored_words`, and
            `scored_share`, the share of the text's words that some reference uses.
        """
        check_is_fitted(self)
        counts = self._counts(X)
        raw, variance = self._raw(counts)
        total = np.asarray(counts.sum(axis=1)).ravel()
        scored = np.asarray(counts[:, ~np.isnan(self.word_scores_)].sum(axis=1)).ravel()
        error = np.sqrt(variance / scored)
        reach = norm.ppf((1 + self.level) / 2) * error
        position = self._rescaled(raw)
        slope = self._slope(raw)
        return pd.DataFrame(
            {
                "position": position,
                "standard_error": slope * error,
                "low": position - slope * reach,
                "high": position + slope * reach,
                "scored_words": scored.astype(int),
                "scored_share": scored / total,
            },
            index=getattr(X, "index", None),
        )

    def _counts(self, X: object, *, reset: bool = False) -> csr_matrix:
        checked: Any = validate_data(
            self,
            X,
            reset=reset,
            accept_sparse="csr",
            dtype=np.float64,
            ensure_non_negative=True,
        )
        return csr_matrix(checked)

    def _raw(self, counts: csr_matrix) -> tuple[Array, Array]:
        """The mean score of each text's scored words, and the variance round it."""
        known = ~np.isnan(self.word_scores_)
        scores = self.word_scores_[known]
        shares = _shares(counts, known)
        raw: Array = shares @ scores
        return raw, np.maximum(shares @ scores**2 - raw**2, 0)

    def _slope(self, raw: Array) -> float:
        """How much wider the rescaled positions lie than the raw ones."""
        if self.rescaling is None:
            return 1.0
        if self.rescaling == "mv":
            low, high = self._outermost()
            given, found = self.reference_positions_, self.reference_raw_
            return float((given[high] - given[low]) / (found[high] - found[low]))
        if len(raw) < 2 or np.ptp(raw) == 0:
            raise ValueError(
                "the 'lbg' rescaling compares the texts predicted together: give at least two "
                "that differ, or take rescaling='mv'"
            )
        return float(self.reference_positions_.std(ddof=1) / raw.std(ddof=1))

    def _rescaled(self, raw: Array) -> Array:
        slope = self._slope(raw)
        low, _ = self._outermost()
        centre, place = {
            None: (0.0, 0.0),
            "lbg": (raw.mean(), raw.mean()),
            "mv": (self.reference_raw_[low], self.reference_positions_[low]),
        }[self.rescaling]
        return np.asarray((raw - centre) * slope + place)

    def _outermost(self) -> tuple[int, int]:
        given = self.reference_positions_
        return int(given.argmin()), int(given.argmax())


def _checked_positions(y: ArrayLike, n_references: int) -> Array:
    positions = np.asarray(y, dtype=np.float64)
    if positions.shape != (n_references,):
        raise ValueError(
            f"{n_references} references and positions of shape {positions.shape}: give one "
            "number for each reference"
        )
    if not np.isfinite(positions).all():
        row = int(np.flatnonzero(~np.isfinite(positions))[0])
        raise ValueError(f"the position of reference {row} is {positions[row]}, not a number")
    if np.ptp(positions) == 0:
        raise ValueError("all references have one position: give at least two that differ")
    return positions


def _shares(counts: csr_matrix, known: NDArray[np.bool_]) -> csr_matrix:
    """The share of each text's known words that is each of them."""
    kept = csr_matrix(counts[:, known])
    total = np.asarray(kept.sum(axis=1)).ravel()
    if not total.all():
        row = int(np.flatnonzero(total == 0)[0])
        raise ValueError(f"text {row} has no word that can be scored: leave it out")
    return csr_matrix(kept.multiply((1 / total)[:, None]))
