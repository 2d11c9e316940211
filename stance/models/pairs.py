"""A body toward a headline or a claim: first whether they speak of one thing, then how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.ensemble import HistGradientBoostingClassifier, VotingClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler

from stance.article import as_passages
from stance.features.characters import CharacterCounts
from stance.features.overlap import Overlap
from stance.features.words import WordTfidf
from stance.models.training import training_data

UNRELATED = "unrelated"
"""The label under which text and target do not speak of the same thing."""

RARE = {"agree": 1.5, "disagree": 3.0}
"""How much more the rare labels of FNC-1 count; chosen by folds over its training bodies."""


class TwoSteps(ClassifierMixin, BaseEstimator):
    """Is the pair related at all, and if so, how: two classifiers, their answers multiplied.

    The second learns from related pairs alone, so that the many unrelated ones, which are
    easily told, do not decide what it looks at. Without the label `apart` in training, or
    with one label beside it, a single classifier answers.

    Parameters
    ----------
    columns
        Passages to columns: any transformer.
    related, how
        The classifiers of the first and of the second step.
    apart
        The label of pairs that are not related.
    weights
        How much more training pairs of a label count in the second step; 1 where not given.

    Attributes
    ----------
    classes_
        The labels, sorted.
    columns_, related_, how_
        What was fitted; `related_` is None where a single step answers.

    Notes
    -----
    When it misleads: the second step speaks of pairs it has never seen the like of with the
    confidence of the first; look at both where a pair is odd.

    References
    ----------
    .. [1] Ghosh et al. (2019). Stance Detection in Web and Social Media. CLEF, section 3,
       on two-step systems.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from stance.article import Article, Passage
    >>> article = Article("1", "The mayor opened the bridge.")
    >>> claims = ["Mayor opened bridge", "Mayor opened no bridge", "Cat found"] * 2
    >>> pairs = [Passage(article, target=claim) for claim in claims]
    >>> steps = TwoSteps(Overlap(), LogisticRegression(), LogisticRegression())
    >>> steps.fit(pairs, ["agree", "disagree", "unrelated"] * 2).predict(pairs[:3]).tolist()
    ['agree', 'disagree', 'unrelated']
    """

    def __init__(
        self,
        columns: BaseEstimator,
        related: BaseEstimator,
        how: BaseEstimator,
        apart: str = UNRELATED,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self.columns = columns
        self.related = related
        self.how = how
        self.apart = apart
        self.weights = weights

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Learn the columns and both steps.

        Raises
        ------
        ValueError
            For training data that `training_data` refuses.
        """
        passages, labels = training_data(X, y)
        self.classes_ = np.unique(labels)
        self.columns_ = clone(self.columns)
        columns = self.columns_.fit_transform(passages, labels)
        near = labels != self.apart
        two = not near.all() and len(self.classes_) > 2
        self.related_ = clone(self.related).fit(columns, near) if two else None
        chosen = near if two else np.full(len(labels), True)
        weight = np.asarray([(self.weights or {}).get(label, 1.0) for label in labels[chosen]])
        self.how_ = clone(self.how).fit(columns[chosen], labels[chosen], sample_weight=weight)
        return self

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        if not len(passages := as_passages(X)):
            return np.empty((0, len(self.classes_)))
        columns = self.columns_.transform(passages)
        how = self.how_.predict_proba(columns)
        if self.related_ is None:
            return np.asarray(how)
        near = self.related_.predict_proba(columns)[:, 1]
        answer = np.empty((len(columns), len(self.classes_)))
        answer[:, self.classes_ != self.apart] = how * near[:, None]
        answer[:, self.classes_ == self.apart] = 1 - near[:, None]
        return answer

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _trees(random_state: int, **parameters: Any) -> HistGradientBoostingClassifier:  # noqa: ANN401
    return HistGradientBoostingClassifier(
        l2_regularization=1, early_stopping=False, random_state=random_state, **parameters
    )


def stance_pairs(
    apart: str = UNRELATED,
    weights: Mapping[str, float] | None = None,
    n_votes: int = 3,
    max_iter: int = 150,
    learning_rate: float = 0.06,
    random_state: int = 0,
) -> Pipeline:
    """A text toward a headline, a claim or a topic, from what the two have in common.

    Parameters
    ----------
    apart
        The label of pairs that are not related: those are told apart first.
    weights
        How much more the pairs of a label count among the related; `RARE` if None.
    n_votes
        Gradient-boosted models whose probabilities are averaged in the second step.
    max_iter, learning_rate
        Trees a label, and how much each corrects.
    random_state
        Seed of the first model; the others follow it.

    Notes
    -----
    When it misleads: overlap of words tells related from unrelated almost always and agreement
    from disagreement seldom (F1 of *disagree* under .2 on FNC-1).

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> article = Article("1", "The mayor opened the bridge.")
    >>> pairs = [Passage(article, target=t) for t in ("Mayor opened bridge", "Cat found")]
    >>> model = stance_pairs(n_votes=1, max_iter=5).fit(pairs * 20, ["agree", "unrelated"] * 20)
    >>> model.predict(pairs).tolist()
    ['agree', 'unrelated']
    """
    trees = {"max_iter": max_iter, "learning_rate": learning_rate, "max_features": 0.3}
    votes = [
        (f"seed_{random_state + i}", _trees(random_state + i, **trees)) for i in range(n_votes)
    ]
    steps = TwoSteps(
        Overlap(random_state=random_state),
        _trees(random_state, max_iter=100),
        VotingClassifier(votes, voting="soft"),
        apart,
        RARE if weights is None else weights,
    )
    return Pipeline([("stance", steps)])


class Views(VotingClassifier):
    """Models of a pair whose probabilities are averaged.

    scikit-learn's `VotingClassifier` with all its parameters, training data checked first.

    Notes
    -----
    When it misleads: an average hides that its parts disagree.

    Examples
    --------
    >>> words = make_pipeline(WordTfidf(), LogisticRegression())
    >>> views = Views([("words", words)], voting="soft").fit(["Yes.", "No."], ["x", "y"])
    >>> views.predict(["Yes!"]).tolist()
    ['x']
    """

    def fit(self, X: object, y: Iterable[Any], **parameters: Any) -> Self:  # noqa: ANN401
        """Fit every view to all passages.

        Raises
        ------
        ValueError
            For training data that `training_data` refuses.
        """
        super().fit(*training_data(X, y), **parameters)
        return self

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The mean probability of each label; shape (n_passages, n_classes)."""
        if not len(passages := as_passages(X)):
            return np.empty((0, len(self.classes_)))
        return np.asarray(super().predict_proba(passages))


def stance_stacked(apart: str = UNRELATED, random_state: int = 0) -> Pipeline:
    """Three views of a pair, averaged: trees and a line on its overlap, the text's own words.

    For short texts toward claims, where pairs are few: the line holds where trees have too
    little to split, and the words tell how such texts are phrased.

    Parameters
    ----------
    apart
        The label of pairs that are not related.
    random_state
        Seed of all three.

    Notes
    -----
    When it misleads: the third view does not see the target; where all texts about a target
    say the same, it learns the topic.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> article = Article("1", "The mayor opened the bridge.")
    >>> pairs = [Passage(article, target=t) for t in ("Mayor opened bridge", "Cat found")]
    >>> model = stance_stacked().fit(pairs * 5, ["for", "observing"] * 5)
    >>> model.predict(pairs).tolist()
    ['for', 'observing']
    """
    letters = make_pipeline(CharacterCounts(), TfidfTransformer(sublinear_tf=True))
    words = make_union(WordTfidf(sublinear_tf=True, ngram_range=(1, 2)), letters)
    overlap = make_pipeline(Overlap(random_state=random_state), StandardScaler())
    views = [
        ("trees", stance_pairs(apart, {}, 1, max_iter=60, random_state=random_state)),
        ("line", make_pipeline(overlap, _line(0.05, random_state))),
        ("words", make_pipeline(words, _line(3, random_state))),
    ]
    return Pipeline([("stance", Views(views, voting="soft"))])


def _line(C: float, random_state: int) -> LogisticRegression:
    return LogisticRegression(C=C, max_iter=2000, random_state=random_state)
