"""A text toward a target: what all targets share, and what each known one has of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression

from stance.article import AUTHOR, Passage
from stance.models.linear import LinearView, one_against_rest
from stance.models.training import training_data
from stance.passages import passages_of

Weights: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]  # and intercept


class TargetLogistic(ClassifierMixin, BaseEstimator):
    """One logistic model for all targets, in which each known target may differ.

    Every column is there once for all passages, times `share`, and once more for the passages
    of each target that was seen often enough: a word that counts the same whoever it is about
    is learned from everybody, a word that does not is learned from its target's own passages
    [1]_. A target that is rare gets what all share. Labels are balanced within each
    target, so that a target where nearly all agree does not decide for its minority.

    Parameters
    ----------
    columns
        Passages to columns: any transformer.
    share
        Weight of the shared columns; 0 fits each known target alone.
    least
        Training passages a target needs for columns of its own.
    rare
        Further columns for the passages whose target has none of its own; any transformer.
    C
        Inverse strength of the penalty.
    random_state
        Seed of the order in which passages are visited.
    several
        Weight of a training passage whose text comes with several targets, where others weigh
        1: a text with one target can be told by its tone alone; only from one with several
        does a model learn which of its words are about whom.
    ratio
        Whether each column is weighted by how much oftener passages of a label have it than
        others, the log-count ratio [2]_. Not where voices other than the author speak: what
        two names have in common is rare, and ratios make much of what is rare (on folds over
        the stories of SEESAW macro-F1 falls by 3 points).
    measures
        Parts of `columns`, a `FeatureUnion`, that are measures and not terms: how many
        passages have one says nothing, and no ratio weights it.

    Attributes
    ----------
    classes_
        The labels, sorted.
    targets_
        The targets with columns of their own, sorted.
    weighted_
        Whether columns were weighted by their ratios.
    columns_
        The fitted `columns`.
    coef_, intercept_
        Weights of shape (n_models, n_columns * (1 + n_targets)) and (n_models,): one model a
        label, or a single one where there are two labels.

    Notes
    -----
    When it misleads: for a known target it learns who writes about it, and says little about
    the same words under another target. Where all training targets are known, what is shared
    is only what they left to explain: give new targets to another model, as `SeenTargets` does.

    References
    ----------
    .. [1] Daumé (2007). Frustratingly Easy Domain Adaptation. ACL, section 3.
    .. [2] Wang & Manning (2012). Baselines and Bigrams: Simple, Good Sentiment and Topic
       Classification. ACL.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.features.words import WordTfidf
    >>> good, bad = (Passage(Article("1", t), target="tax") for t in ("Good.", "Bad."))
    >>> model = TargetLogistic(WordTfidf(), least=1).fit([good, bad], ["for", "against"])
    >>> model.predict([good]).tolist(), model.targets_
    (['for'], ['tax'])
    """

    def __init__(
        self,
        columns: BaseEstimator,
        share: float = 0.5,
        least: int = 100,
        rare: BaseEstimator | None = None,
        C: float = 3,
        random_state: int = 0,
        several: float = 1,
        ratio: bool = False,
        measures: Sequence[str] = (),
    ) -> None:
        self.columns = columns
        self.share = share
        self.least = least
        self.rare = rare
        self.C = C
        self.random_state = random_state
        self.several = several
        self.ratio = ratio
        self.measures = measures

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Learn the columns, then the weights of each.

        Raises
        ------
        ValueError
            For training data that `training_data` refuses.
        """
        passages, labels = training_data(X, y)
        self.classes_ = np.unique(labels)
        self.targets_ = _frequent_targets(passages, self.least)
        self.weighted_ = self.ratio and all(p.voice == AUTHOR for p in passages)
        numbers = self._numbers(passages)
        self.columns_ = clone(self.columns)
        shared = csr_matrix(self.columns_.fit_transform(passages, labels))
        wanted = any(
            p.target and number < 0 for p, number in zip(passages, numbers, strict=True)
        )
        self.rare_ = clone(self.rare).fit(passages, labels) if self.rare and wanted else None
        columns = self._copies(shared, passages)
        weights = self._weights(passages, labels)
        answers = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
        models = [self._one(columns, labels == answer, weights) for answer in answers]
        self.coef_ = np.vstack([coef for coef, _ in models])
        self.intercept_ = np.concatenate([intercept for _, intercept in models])
        return self

    def _one(
        self, columns: csr_matrix, answer: NDArray[np.bool_], weights: NDArray[np.float64]
    ) -> Weights:
        model = LogisticRegression(
            C=self.C,
            solver="liblinear",
            dual=True,
            tol=0.01,
            max_iter=5000,
            random_state=self.random_state,
        )
        if not self.weighted_:
            fitted = model.fit(columns, answer, sample_weight=weights)
            return fitted.coef_, fitted.intercept_
        ratios = np.where(self._measured(columns), 1.0, log_count_ratios(columns, answer))
        fitted = model.fit(columns @ diags(ratios), answer, sample_weight=weights)
        return fitted.coef_ * ratios, fitted.intercept_

    def _measured(self, columns: csr_matrix) -> NDArray[np.bool_]:
        """Which columns are measures, in the copies of every target too."""
        if not self.measures:
            return np.zeros(columns.shape[1], dtype=bool)
        names = self.columns_.get_feature_names_out()
        own = np.asarray([name.split("__")[0] in self.measures for name in names])
        copied = np.tile(own, 1 + len(self.targets_))
        return np.pad(copied, (0, columns.shape[1] - len(copied)))

    def _weights(
        self, passages: Sequence[Passage], labels: NDArray[Any]
    ) -> NDArray[np.float64]:
        """How much each training passage weighs."""
        texts = Counter(passage.text for passage in passages)
        crowd = [self.several if texts[passage.text] > 1 else 1.0 for passage in passages]
        return np.asarray(_balance(self._numbers(passages), labels) * crowd)

    def _numbers(self, passages: Sequence[Passage]) -> NDArray[np.int64]:
        """Which known target each passage has; -1 for none of them."""
        number: dict[str | None, int] = {name: i for i, name in enumerate(self.targets_)}
        return np.asarray([number.get(p.target, -1) for p in passages], dtype=np.int64)

    def _copies(self, shared: csr_matrix, passages: Sequence[Passage]) -> csr_matrix:
        """Shared columns, those of each known target, and those for all other targets."""
        if not self.targets_ and self.rare_ is None:
            return shared * self.share
        numbers = self._numbers(passages)
        blocks = [shared * self.share, _in_blocks(shared, numbers, len(self.targets_))]
        if self.rare_ is not None:
            rare = csr_matrix(self.rare_.transform(passages))
            blocks.append(_in_blocks(rare, np.where(numbers < 0, 0, -1), 1))
        return csr_matrix(hstack(blocks))

    def linear_view(self, X: object) -> LinearView:
        """Columns and weights that decide."""
        passages = passages_of(X)
        columns = self._copies(csr_matrix(self.columns_.transform(passages)), passages)
        return LinearView.of(columns, self)

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        if not len(passages := passages_of(X)):
            return np.zeros((0, len(self.classes_)))
        return one_against_rest(self.linear_view(passages))

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def log_count_ratios(columns: csr_matrix, answer: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much oftener rows that are `answer` have each column, in logs; (n_columns,).

    Each column is given one row more of both kinds.

    Examples
    --------
    >>> columns = csr_matrix([[0.3, 0.0], [0.7, 0.0], [0.0, 0.2]])
    >>> log_count_ratios(columns, np.array([True, True, False])).round(2).tolist()
    [0.81, -0.98]
    """
    held = csr_matrix(columns, copy=True)
    held.data[:] = 1
    own = 1 + np.ravel(held[answer].sum(axis=0))
    others = 1 + np.ravel(held[~answer].sum(axis=0))
    return np.asarray(np.log((own / own.sum()) / (others / others.sum())))


def _frequent_targets(passages: Sequence[Passage], least: int) -> list[str]:
    counts = Counter(passage.target for passage in passages if passage.target)
    return sorted(target for target, count in counts.items() if count >= least)


def _in_blocks(columns: csr_matrix, numbers: NDArray[np.int64], n_blocks: int) -> csr_matrix:
    """The columns of each passage in the block of its number, of none where that is -1."""
    n_passages, width = columns.shape
    lengths = np.diff(columns.indptr)
    rows, blocks = np.repeat(np.arange(n_passages), lengths), np.repeat(numbers, lengths)
    known = blocks >= 0
    moved = columns.indices[known] + blocks[known] * width
    shape = (n_passages, width * n_blocks)
    return csr_matrix((columns.data[known], (rows[known], moved)), shape=shape)


def _balance(numbers: NDArray[np.int64], labels: NDArray[Any]) -> NDArray[np.float64]:
    """Weights under which the labels of each target weigh the same, and 1 in the mean."""
    weights = np.empty(len(labels))
    for number in np.unique(numbers):
        own = np.flatnonzero(numbers == number)
        _, places, counts = np.unique(labels[own], return_inverse=True, return_counts=True)
        weights[own] = len(own) / (len(counts) * counts[places])
    return weights
