"""A text toward a target: what all targets share, and what each known one has of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from stance.article import Passage
from stance.features.characters import CharacterCounts
from stance.features.targeting import target_crosses
from stance.features.words import MARKS, WordTfidf, open_hashtags
from stance.models.distinct import EachTextOnce
from stance.models.linear import LinearView
from stance.models.seen_targets import SeenTargets
from stance.models.training import training_data
from stance.passages import passages_of


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

    Attributes
    ----------
    classes_
        The labels, sorted.
    targets_
        The targets with columns of their own, sorted.
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

    Examples
    --------
    >>> from stance.article import Article
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
    ) -> None:
        self.columns = columns
        self.share = share
        self.least = least
        self.rare = rare
        self.C = C
        self.random_state = random_state
        self.several = several

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
        self.coef_ = np.vstack([model.coef_ for model in models])
        self.intercept_ = np.concatenate([model.intercept_ for model in models])
        return self

    def _one(
        self, columns: csr_matrix, answer: NDArray[np.bool_], weights: NDArray[np.float64]
    ) -> LogisticRegression:
        model = LogisticRegression(
            C=self.C,
            solver="liblinear",
            dual=True,
            tol=0.01,
            max_iter=5000,
            random_state=self.random_state,
        )
        return model.fit(columns, answer, sample_weight=weights)

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
        view = self.linear_view(passages)
        shares = expit(view.columns @ self.coef_.T + self.intercept_)
        if len(self.classes_) == 2:
            shares = np.hstack([1 - shares, shares])
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


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


def _text_columns() -> list[BaseEstimator]:
    """Words with marks and hashtags kept, and words and letters with hashtags opened too."""
    return [
        WordTfidf(sublinear_tf=True, ngram_range=(1, 3), token_pattern=MARKS),
        WordTfidf(sublinear_tf=True, ngram_range=(1, 2), preprocessor=open_hashtags),
        make_pipeline(CharacterCounts(), TfidfTransformer(sublinear_tf=True)),
        make_pipeline(
            CharacterCounts(preprocessor=open_hashtags), TfidfTransformer(sublinear_tf=True)
        ),
    ]


def stance_target_blind(C: float = 10, random_state: int = 0) -> Pipeline:
    """The words and letters of the text, whoever the target is: what a target is worth.

    Examples
    --------
    >>> model = stance_target_blind().fit(["Good tax.", "Bad tax."], ["for", "against"])
    >>> model.predict(["A good day."]).tolist()
    ['for']
    """
    return _blind(make_union(*_text_columns()), C, random_state)


def _blind(columns: FeatureUnion, C: float, random_state: int) -> Pipeline:
    classify = LogisticRegression(C=C, max_iter=2000, random_state=random_state)
    return Pipeline([("stance", EachTextOnce(columns, classify))])


def stance_linear(
    C: float = 3, share: float = 0.5, least: int = 100, random_state: int = 0
) -> Pipeline:
    """Words and letters, shared by all targets and apart for each known one.

    A target that was not seen often enough also has the words of the text crossed with the
    words of its name. A target that was never seen is answered by `stance_target_blind`.

    Notes
    -----
    When it misleads: as `TargetLogistic` and `SeenTargets` do; on a new target it knows little:
    mean F_avg falls from 63.9 to 33.5 between targets of SemEval-2016 A. `C` and `share`
    were chosen by folds over its training tweets (pooled F_avg 71.2 there, 69.1 on its
    test split).

    Examples
    --------
    >>> from stance.article import Article
    >>> good, bad = (Passage(Article("1", t), target="tax") for t in ("Good.", "Bad."))
    >>> stance_linear().fit([good, bad], ["for", "against"]).predict([good]).tolist()
    ['for']
    """
    crosses = WordTfidf(sublinear_tf=True, analyzer=target_crosses)
    columns = make_union(*_text_columns())  # one object: who adds a column adds it to both
    seen = TargetLogistic(columns, share, least, crosses, C, random_state)
    new = _blind(columns, 10, random_state)
    return Pipeline([("stance", SeenTargets(seen, new))])
