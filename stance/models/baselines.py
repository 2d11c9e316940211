"""What is reached without reading: the commonest label, for each target where it is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from stance.article import as_passages
from stance.models.training import training_data


class MajorityLabel(ClassifierMixin, BaseEstimator):
    """Give every passage the commonest training label of its target.

    A target not seen in `fit` gets the commonest label overall; ties go to the label first
    in the alphabet. Without targets this is the commonest label of all.

    Attributes
    ----------
    classes_
        The labels, sorted.
    shares_
        Share of each label overall, of shape (n_classes,).
    target_shares_
        The same for each target seen in `fit`.

    Notes
    -----
    When it misleads: under F_avg pooled over targets it looks strong (65.22 on
    SemEval-2016 A) because the targets differ in their commonest label.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> tax, war = (Passage(Article("1", "Now."), target=name) for name in ("tax", "war"))
    >>> model = MajorityLabel().fit([tax, tax, war], ["for", "for", "against"])
    >>> model.predict([war, tax]).tolist()
    ['against', 'for']
    """

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Count the labels, overall and for each target."""
        passages, labels = training_data(X, y, classes=1)
        self.classes_ = np.unique(labels)
        self.shares_ = self._shares(labels)
        rows: dict[str | None, list[int]] = {}
        for row, passage in enumerate(passages):
            rows.setdefault(passage.target, []).append(row)
        self.target_shares_ = {name: self._shares(labels[i]) for name, i in rows.items()}
        return self

    def _shares(self, labels: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray([np.mean(labels == label) for label in self.classes_])

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The label shares of each passage's target; shape (n_passages, n_classes)."""
        rows = [self.target_shares_.get(p.target, self.shares_) for p in as_passages(X)]
        return np.asarray(rows).reshape(len(rows), len(self.classes_))

    def predict(self, X: object) -> NDArray[Any]:
        """The commonest label of each passage's target."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


class MajorityLabelSet(BaseEstimator):
    """Give every passage the labels that at least half of the training passages carry.

    Where no label is that common, the single most frequent one.

    Attributes
    ----------
    classes_
        The labels, sorted.
    shares_
        Share of the training passages that carry each, of shape (n_classes,).

    Notes
    -----
    When it misleads: micro-F1 rewards common labels, so a constant answer can stand above
    a careful system; compare macro-F1 too.

    Examples
    --------
    >>> sets = [frozenset({"economy"}), frozenset({"economy", "morality"}), frozenset()]
    >>> MajorityLabelSet().fit(["A.", "B.", "C."], sets).predict(["D."])
    [frozenset({'economy'})]
    """

    def fit(self, X: object, y: Iterable[Iterable[str]]) -> Self:
        """Count in how many passages each label stands."""
        sets = [frozenset(labels) for labels in y]
        _check_lengths(len(as_passages(X)), len(sets))
        counts = Counter(label for labels in sets for label in labels)
        if not counts:
            raise ValueError("no training passage carries a label: check y")
        self.classes_ = np.asarray(sorted(counts))
        self.shares_ = np.asarray([counts[label] / len(sets) for label in self.classes_])
        return self

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The share of each label, for every passage; shape (n_passages, n_classes)."""
        return np.tile(self.shares_, (len(as_passages(X)), 1))

    def predict(self, X: object) -> list[frozenset[str]]:
        """The same label set for every passage."""
        chosen = self.shares_ >= 0.5
        if not chosen.any():
            chosen = np.arange(len(self.classes_)) == self.shares_.argmax()
        answer = frozenset(str(label) for label in self.classes_[chosen])
        return [answer] * len(as_passages(X))


class Majority(BaseEstimator):
    """The commonest label or label set, whichever the training labels are.

    Attributes
    ----------
    model_
        The fitted `MajorityLabel` or `MajorityLabelSet`.

    Examples
    --------
    >>> Majority().fit(["A.", "B.", "C."], ["for", "for", "against"]).predict(["D."]).tolist()
    ['for']
    """

    def fit(self, X: object, y: Sequence[Any]) -> Self:
        """Fit the baseline that goes with the kind of label in `y`."""
        labels = list(y)
        sets = bool(labels) and isinstance(labels[0], frozenset | set)
        self.model_ = (MajorityLabelSet() if sets else MajorityLabel()).fit(X, labels)
        return self

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, sorted."""
        return self.model_.classes_

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """Label shares in training; shape (n_passages, n_classes)."""
        return self.model_.predict_proba(X)

    def predict(self, X: object) -> NDArray[Any] | list[frozenset[str]]:
        """The commonest label, or label set, for every passage."""
        return self.model_.predict(X)


def majority() -> Pipeline:
    """The commonest label: what any model has to beat.

    Examples
    --------
    >>> majority().fit(["A.", "B."], ["for", "for"]).predict(["C."]).tolist()
    ['for']
    """
    return Pipeline([("majority", Majority())])


def _check_lengths(n_passages: int, n_labels: int) -> None:
    if n_passages != n_labels:
        raise ValueError(f"{n_passages} passages but {n_labels} labels: give one label each")
    if not n_passages:
        raise ValueError("no training passages: give at least one")
