"""What words say of a passage and what an encoder makes of it, brought to one answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from stance.models.pairs import RARE, UNRELATED

_WIDTH = 2.0  # the length of a row of an encoder's columns, beside log probabilities


class JoinedSteps(ClassifierMixin, BaseEstimator):
    """Whether a pair is related, as the words say; how, from the words and the encoder.

    Overlap of words tells related pairs from others almost always, so an encoder is asked only
    for what it knows better: agreement. Without the label `apart` one step answers.

    Parameters
    ----------
    apart
        The label of pairs that are not related.
    weights
        How much more training pairs of a label count in the second step; `RARE` if None.
    C
        Inverse strength of the penalty.

    Attributes
    ----------
    classes_
        The labels, sorted.
    scaler_, how_
        What was fitted.

    Notes
    -----
    When it misleads: with `weights` above 1 its probabilities of rare labels are too high, for
    the sake of finding them.

    Examples
    --------
    >>> words = np.log([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]] * 2)
    >>> model = JoinedSteps().fit(words, ["agree", "disagree", "unrelated"] * 2)
    >>> model.predict(words[:3]).tolist()
    ['agree', 'disagree', 'unrelated']
    """

    def __init__(
        self,
        apart: str = UNRELATED,
        weights: Mapping[str, float] | None = None,
        C: float = 1,
    ) -> None:
        self.apart = apart
        self.weights = weights
        self.C = C

    def fit(self, X: NDArray[np.float64], y: Iterable[Any]) -> Self:
        """Learn the second step from the pairs that are related.

        Parameters
        ----------
        X
            The log probability of each label, in their order, then the encoder's columns.
        y
            The labels.
        """
        labels = np.asarray(list(y))
        self.classes_ = np.unique(labels)
        near = labels != self.apart
        chosen = near if self._two_steps() else np.full(len(labels), True)
        others = X[chosen, len(self.classes_) :]
        self.scaler_ = StandardScaler().fit(others) if others.shape[1] else None
        known = RARE if self.weights is None else self.weights
        weight = np.asarray([known.get(label, 1.0) for label in labels[chosen]])
        how = LogisticRegression(C=self.C, max_iter=1000)
        self.how_ = how.fit(self._columns(X[chosen]), labels[chosen], sample_weight=weight)
        return self

    def _two_steps(self) -> bool:
        return self.apart in self.classes_ and len(self.classes_) > 2

    def _columns(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log probabilities of the labels of the second step, and the scaled columns."""
        words = X[:, : len(self.classes_)]
        if self._two_steps():
            words = words[:, self.classes_ != self.apart]
            words = words - np.log(np.exp(words).sum(axis=1, keepdims=True))
        if self.scaler_ is None:
            return np.asarray(words)
        others = self.scaler_.transform(X[:, len(self.classes_) :])
        return np.hstack([words, others * (_WIDTH / np.sqrt(others.shape[1]))])

    def predict_proba(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        how = self.how_.predict_proba(self._columns(X))
        if not self._two_steps():
            return np.asarray(how)
        apart = np.exp(X[:, : len(self.classes_)][:, self.classes_ == self.apart])
        answer = np.empty((len(X), len(self.classes_)))
        answer[:, self.classes_ != self.apart] = how * (1 - apart)
        answer[:, self.classes_ == self.apart] = apart
        return answer

    def predict(self, X: NDArray[np.float64]) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels
