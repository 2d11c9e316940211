"""A text toward a target: one model a target where it is known, one for all where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_union

from stance.article import Passage, as_passages
from stance.features.targeting import target_crosses
from stance.features.words import WordTfidf


class PerTarget(ClassifierMixin, BaseEstimator):
    """One classifier for each target seen often enough, another for all other passages.

    Parameters
    ----------
    known
        Fitted once for each target that has at least `least` training passages and two
        labels.
    pooled
        Fitted on all training passages; answers for every other target.
    least
        Training passages a target needs for a model of its own.

    Attributes
    ----------
    classes_
        The labels, sorted.
    known_
        The fitted model of each target.
    pooled_
        The fitted model of all.

    Notes
    -----
    When it misleads: a model of one target learns who writes about it, and says little
    about the same words under another target.
    """

    def __init__(self, known: BaseEstimator, pooled: BaseEstimator, least: int = 100) -> None:
        self.known = known
        self.pooled = pooled
        self.least = least

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Fit the pooled model, then one for each target with enough passages.

        Raises
        ------
        ValueError
            For fewer than two labels, or passages and labels that do not pair.
        """
        passages, labels = as_passages(X), np.asarray(list(y))
        _check_labels(len(passages), labels)
        self.classes_ = np.unique(labels)
        self.pooled_ = clone(self.pooled).fit(passages, labels)
        self.known_ = {}
        for target, rows in _rows_by_target(passages).items():
            if len(rows) >= self.least and len(np.unique(labels[rows])) > 1:
                own = [passages[row] for row in rows]
                self.known_[target] = clone(self.known).fit(own, labels[rows])
        return self

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        passages = as_passages(X)
        probabilities = np.zeros((len(passages), len(self.classes_)))
        for target, rows in _rows_by_target(passages).items():
            model = self.known_.get(target, self.pooled_)
            columns = np.searchsorted(self.classes_, model.classes_)
            answer = model.predict_proba([passages[row] for row in rows])
            probabilities[np.ix_(rows, columns)] = answer
        return probabilities

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _check_labels(n_passages: int, labels: NDArray[Any]) -> None:
    if n_passages != len(labels):
        raise ValueError(f"{n_passages} passages but {len(labels)} labels: give one label each")
    if len(np.unique(labels)) < 2:
        raise ValueError(
            f"the {len(labels)} training labels hold fewer than two classes: "
            "give passages of at least two, or take the model 'majority'"
        )


def _rows_by_target(passages: list[Passage]) -> dict[str | None, list[int]]:
    rows: dict[str | None, list[int]] = {}
    for row, passage in enumerate(passages):
        rows.setdefault(passage.target, []).append(row)
    return rows


def _text_columns() -> list[WordTfidf]:
    words = WordTfidf(sublinear_tf=True, ngram_range=(1, 2))
    characters = WordTfidf(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5))
    return [words, characters]


def _logistic(C: float, random_state: int) -> LogisticRegression:
    return LogisticRegression(
        C=C, class_weight="balanced", max_iter=2000, random_state=random_state
    )


def stance_target_blind(C: float = 10, random_state: int = 0) -> Pipeline:
    """The words and letters of the text, whoever the target is: what a target is worth.

    Examples
    --------
    >>> model = stance_target_blind().fit(["Good tax.", "Bad tax."], ["for", "against"])
    >>> model.predict(["A good day."]).tolist()
    ['for']
    """
    columns = make_union(*_text_columns())
    return Pipeline([("columns", columns), ("classify", _logistic(C, random_state))])


def stance_linear(C: float = 10, least: int = 100, random_state: int = 0) -> Pipeline:
    """Words and letters, for each target where it is known, crossed with it where not.

    Examples
    --------
    >>> from stance.article import Article
    >>> good, bad = (Passage(Article("1", t), target="tax") for t in ("Good.", "Bad."))
    >>> stance_linear().fit([good, bad], ["for", "against"]).predict([good]).tolist()
    ['for']
    """
    crosses = WordTfidf(sublinear_tf=True, analyzer=target_crosses)
    columns = make_union(*_text_columns(), crosses)
    pooled = Pipeline([("columns", columns), ("classify", _logistic(C, random_state))])
    known = stance_target_blind(C, random_state)
    return Pipeline([("stance", PerTarget(known, pooled, least))])
