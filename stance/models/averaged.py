"""Two unlike linear models of the same passages, whose margins are averaged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from stance.models.linear import LinearView, one_against_rest
from stance.models.training import training_data
from stance.passages import passages_of


class AveragedMargins(ClassifierMixin, BaseEstimator):
    """The mean of what two linear models say: where both err unlike, their mean errs less.

    Both tell each label apart from all others. The mean is linear again, so that a decision
    can be explained word by word.

    Parameters
    ----------
    first, second
        The models: passages to labels, with a `linear_view`.
    least
        Training passages a target needs, in the mean of all targets, for the second model to
        be heard: with fewer the first answers alone.

    Attributes
    ----------
    classes_
        The labels, sorted.
    models_
        The fitted models: both, or the first.

    Notes
    -----
    When it misleads: a model that knows nothing of a passage still has half the say, with its
    intercept; probabilities are then nearer to even.

    Examples
    --------
    >>> from stance.models.stance import TargetLogistic
    >>> from stance.features.words import WordTfidf
    >>> words = TargetLogistic(WordTfidf(), share=1)
    >>> weighted = TargetLogistic(WordTfidf(), share=1, ratio=True)
    >>> model = AveragedMargins(words, weighted).fit(["Good.", "Bad."], ["for", "against"])
    >>> model.predict(["So good!"]).tolist()
    ['for']
    """

    def __init__(self, first: BaseEstimator, second: BaseEstimator, least: int = 0) -> None:
        self.first = first
        self.second = second
        self.least = least

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Fit the models to all passages.

        Raises
        ------
        ValueError
            For training data that `training_data` refuses.
        """
        passages, labels = training_data(X, y)
        self.classes_ = np.unique(labels)
        targets = len({passage.target for passage in passages})
        enough = len(passages) >= self.least * targets
        asked = [self.first, self.second] if enough else [self.first]
        self.models_ = [clone(model).fit(passages, labels) for model in asked]
        return self

    def linear_view(self, X: object) -> LinearView:
        """Columns and weights that decide: those of both models, halved."""
        passages = passages_of(X)
        views = [model.linear_view(passages) for model in self.models_]
        return LinearView(
            csr_matrix(hstack([view.columns for view in views])),
            np.hstack([view.weights for view in views]) / len(views),
            np.mean([view.intercepts for view in views], axis=0),
            self.classes_,
        )

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        if not len(passages := passages_of(X)):
            return np.zeros((0, len(self.classes_)))
        return one_against_rest(self.linear_view(passages))

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels
