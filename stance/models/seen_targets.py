"""What to answer for a target that training never held: another model, which sees no target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from stance.article import as_passages
from stance.models.linear import LinearView, linear_view
from stance.models.training import training_data


class SeenTargets(ClassifierMixin, BaseEstimator):
    """One model for the targets of the training passages, another for all other targets.

    What a model learns of its targets does not carry over to new ones: weights that are shared
    beside weights of each target's own explain only what those leave. The second model is
    learned from the same passages and never sees a target.

    Parameters
    ----------
    seen
        The model of passages whose target is among those of the training passages.
    new
        The model of all other passages.

    Attributes
    ----------
    classes_
        The labels, sorted.
    targets_
        The targets of the training passages, sorted; "" for passages without one.
    seen_, new_
        The fitted models.

    Notes
    -----
    When it misleads: a target is known by its exact name. The same thing under another name is
    a new target.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> from stance.models import make_model
    >>> good, bad = (Passage(Article("1", t), target="tax") for t in ("Good.", "Bad."))
    >>> model = SeenTargets(make_model("majority"), make_model("stance-target-blind"))
    >>> model = model.fit([good, bad], ["for", "against"])
    >>> model.predict([Passage(Article("2", "Good!"), target="war")]).tolist()
    ['for']
    """

    def __init__(self, seen: BaseEstimator, new: BaseEstimator) -> None:
        self.seen = seen
        self.new = new

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Fit both models to all passages.

        Raises
        ------
        ValueError
            What either model refuses.
        """
        passages, labels = training_data(X, y)
        self.classes_ = np.unique(labels)
        self.targets_ = sorted({passage.target or "" for passage in passages})
        self.seen_ = clone(self.seen).fit(passages, labels)
        self.new_ = clone(self.new).fit(passages, labels)
        return self

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        passages = as_passages(X)
        names = set(self.targets_)
        seen = np.asarray([(p.target or "") in names for p in passages], dtype=bool)
        probabilities = np.empty((len(passages), len(self.classes_)))
        for model, rows in ((self.seen_, seen), (self.new_, ~seen)):
            if rows.any():
                asked = [passages[row] for row in np.flatnonzero(rows)]
                probabilities[rows] = model.predict_proba(asked)
        return probabilities

    def linear_view(self, X: object) -> LinearView | None:
        """Columns and weights that decide about passages of one target; None for trees.

        Raises
        ------
        ValueError
            For passages of which some have a known target and others not.
        """
        passages = as_passages(X)
        seen = {(passage.target or "") in self.targets_ for passage in passages}
        if len(seen) != 1:
            raise ValueError("two models decide about these passages: ask for one target")
        return linear_view(self.seen_ if seen.pop() else self.new_, passages)

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels
