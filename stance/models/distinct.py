"""Models of the text alone read each distinct text once, however often it is paired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from stance.article import Passage, as_passages
from stance.models.linear import LinearView
from stance.models.training import training_data

Array: TypeAlias = NDArray[np.float64]


class EachTextOnce(ClassifierMixin, BaseEstimator):
    """Columns and a classifier of the text alone, worked out once for each distinct text.

    Passages that share their text differ only in a target this model does not see. Their
    labels are counted, and each (text, label) is one training row with its count for weight:
    the loss is that of all passages, and fifty thousand pairs of the Fake News Challenge cost
    what its 1,683 bodies cost. Labels are balanced: each weighs the same in all.

    Parameters
    ----------
    columns
        Passages to columns, of the text alone: any transformer.
    classify
        A classifier that takes `sample_weight`.

    Attributes
    ----------
    classes_
        The labels, sorted.
    columns_, classify_
        The fitted parts.

    Notes
    -----
    When it misleads: how rare a word is is told by the distinct texts, not by the passages;
    a column that looks at the target or its mentions would be wrong for all but one.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from stance.features.words import WordTfidf
    >>> model = EachTextOnce(WordTfidf(), LogisticRegression())
    >>> texts = ["Good tax."] * 3 + ["Bad tax."]
    >>> model.fit(texts, ["for"] * 3 + ["against"]).predict(["A bad day."]).tolist()
    ['against']
    """

    def __init__(self, columns: BaseEstimator, classify: BaseEstimator) -> None:
        self.columns = columns
        self.classify = classify

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Count the labels of each text, then learn from the distinct ones.

        Raises
        ------
        ValueError
            For training data that `training_data` refuses.
        """
        passages, found = training_data(X, y)
        labels = found.tolist()
        firsts, places = _distinct(passages)
        counts = Counter(zip(places, labels, strict=True))
        rows, answers = zip(*counts, strict=True)
        total = Counter(labels)
        weights = [
            n * len(labels) / (len(total) * total[label]) for (_, label), n in counts.items()
        ]
        self.columns_ = clone(self.columns)
        columns = self.columns_.fit_transform(firsts)
        self.classify_ = clone(self.classify).fit(
            columns[list(rows)], np.asarray(answers), sample_weight=weights
        )
        self.classes_: NDArray[Any] = self.classify_.classes_
        return self

    def linear_view(self, X: object) -> LinearView:
        """Columns and weights that decide."""
        columns = self.columns_.transform(as_passages(X))
        return LinearView.of(columns, self.classify_)

    def predict_proba(self, X: object) -> Array:
        """The probability of each label; shape (n_passages, n_classes)."""
        firsts, places = _distinct(as_passages(X))
        if not firsts:
            return np.zeros((0, len(self.classes_)))
        chances = self.classify_.predict_proba(self.columns_.transform(firsts))
        return np.asarray(chances[places])

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _distinct(passages: Sequence[Passage]) -> tuple[list[Passage], list[int]]:
    """The first passage of each distinct text, and for every passage which of them it is."""
    number: dict[str, int] = {}
    firsts: list[Passage] = []
    places = []
    for passage in passages:
        place = number.setdefault(passage.text, len(number))
        if place == len(firsts):
            firsts.append(passage)
        places.append(place)
    return firsts, places
