"""A set of codes a passage: one classifier, one calibration and one threshold a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.utils.validation import check_is_fitted


class LabelSets(BaseEstimator):
    """Decide for each code on its own whether a passage carries it, at a threshold of its own.

    The training passages are answered by classifiers that have not seen them (`folds`); from
    those answers the probability of each code is calibrated (Platt 1999) and its threshold
    taken. One threshold for all codes is best for micro-F1, half a code's best F1 for that
    code's F1 (Lipton, Elkan & Naryanaswamy 2014); a code gets a mean of the two, the nearer
    to the common one the more often it occurs.
    A code that fewer than `folds` passages carry, or lack, keeps the plain probability and
    the threshold of one half.

    Parameters
    ----------
    classify
        The classifier of one code, with `decision_function`.
    folds
        How many parts the training passages are cut into for calibration.
    random_state
        Of that cut; None cuts in the order given, which keeps neighbours together.
    sharing
        How soon a code takes the common threshold: all of it from the share 1 / `sharing` of
        the passages on. 0 leaves each code its own, for scores of single codes.

    Attributes
    ----------
    classes_
        The codes, sorted.
    coders_
        The fitted classifier of each code; a number where there was nothing to tell apart.
    calibration_
        Slope and intercept from the log odds of each code to calibrated ones; (n_codes, 2).
    thresholds_
        The probability from which on each code is given; shape (n_codes,).

    Notes
    -----
    When it misleads: codes are decided apart, so a passage may be given none, or two that
    coders would never give together. Calibration holds for texts like those of training.

    Examples
    --------
    >>> sets = [frozenset({"economic"}), frozenset({"economic", "morality"}), frozenset()]
    >>> model = LabelSets(LogisticRegression()).fit(np.array([[5.0], [9.0], [-9.0]]), sets)
    >>> model.predict(np.array([[7.0], [-7.0]]))
    [frozenset({'economic'}), frozenset()]
    """

    def __init__(
        self,
        classify: BaseEstimator,
        folds: int = 5,
        random_state: int | None = 0,
        sharing: float = 2.5,
    ) -> None:
        self.classify = classify
        self.folds = folds
        self.random_state = random_state
        self.sharing = sharing

    def fit(self, X: Any, y: Iterable[Iterable[str]]) -> Self:  # noqa: ANN401 - a matrix
        """Fit one classifier a code, its calibration and its threshold.

        Raises
        ------
        ValueError
            Where rows and label sets do not pair, or no row carries a code.
        """
        self.classes_, carried = code_matrix(np.shape(X)[0], y)
        self.coders_ = fitted_coders(self.classify, X, carried)
        odds = self._unseen_odds(X, carried)
        enough = often_enough(carried, self.folds)
        self.calibration_ = np.tile([1.0, 0.0], (len(self.classes_), 1))
        self.thresholds_ = np.full(len(self.classes_), 0.5)
        if enough.any():
            pairs = zip(odds.T[enough], carried.T[enough], strict=True)
            self.calibration_[enough] = [_platt(*pair) for pair in pairs]
            chances = self._chances(odds)[:, enough]
            self.thresholds_[enough] = find_thresholds(
                chances, carried[:, enough], self.sharing
            )
        return self

    def _unseen_odds(self, X: Any, carried: NDArray[np.bool_]) -> NDArray[np.float64]:  # noqa: ANN401
        odds = np.zeros(carried.shape)
        if not often_enough(carried, self.folds).any():
            return odds
        cut = KFold(
            self.folds, shuffle=self.random_state is not None, random_state=self.random_state
        )
        for train, test in cut.split(carried):
            coders = fitted_coders(self.classify, X[train], carried[train])
            odds[test] = odds_of(coders, X[test])
        return odds

    def _chances(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        slopes, intercepts = self.calibration_.T
        return np.asarray(expit(slopes * odds + intercepts))

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a matrix
        """The probability of each code; shape (n_passages, n_codes)."""
        check_is_fitted(self)
        return self._chances(odds_of(self.coders_, X))

    def predict(self, X: Any) -> list[frozenset[str]]:  # noqa: ANN401 - a matrix
        """The codes at or above their threshold, for each passage."""
        return self.sets_of(self.predict_proba(X))

    def sets_of(self, probabilities: NDArray[np.float64]) -> list[frozenset[str]]:
        """The codes given at these probabilities, for each passage."""
        given = probabilities >= self.thresholds_
        return [frozenset(map(str, self.classes_[row])) for row in given]


def fitted_coders(
    classify: BaseEstimator,
    X: Any,  # noqa: ANN401 - a matrix
    carried: NDArray[np.bool_],
) -> list[Any]:
    """One fitted classifier a code; the share of a code that all rows carry, or none.

    Examples
    --------
    >>> carried = np.array([[True, True], [False, True]])
    >>> fitted_coders(LogisticRegression(), np.array([[1.0], [-1.0]]), carried)[1]
    1.0
    """
    return [
        float(column.mean())
        if column.all() or not column.any()
        else clone(classify).fit(X, column)
        for column in carried.T
    ]


def odds_of(coders: Sequence[Any], X: Any) -> NDArray[np.float64]:  # noqa: ANN401
    """The margin of each code; for a constant one, the log odds of its share.

    Examples
    --------
    >>> odds_of([0.5], np.zeros((2, 1))).tolist()
    [[0.0], [0.0]]
    """
    constant = [coder if isinstance(coder, float) else 0.5 for coder in coders]
    odds = np.tile(logit(np.clip(constant, 1e-9, 1 - 1e-9)), (np.shape(X)[0], 1))
    learned = [n for n, coder in enumerate(coders) if not isinstance(coder, float)]
    if not learned:
        return odds
    if all(hasattr(coders[n], "coef_") for n in learned):  # all in one product
        starts = [float(np.ravel(coders[n].intercept_)[0]) for n in learned]
        odds[:, learned] = X @ coder_weights([coders[n] for n in learned]) + starts
    else:
        odds[:, learned] = np.column_stack([coders[n].decision_function(X) for n in learned])
    return odds


def coder_weights(coders: Sequence[Any]) -> NDArray[np.float64]:
    """The weight of each column for each coder of a `LabelSets`: (n_columns, n_codes).

    A code that all training passages carry, or none, has no weights.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> coder = LogisticRegression().fit([[0.0, 1.0], [1.0, 0.0]], [0, 1])
    >>> coder_weights([coder, 1.0]).shape
    (2, 2)
    """
    learned = {n: np.ravel(c.coef_) for n, c in enumerate(coders) if hasattr(c, "coef_")}
    width = max(map(len, learned.values()), default=0)
    rows = [learned.get(number, np.zeros(width)) for number in range(len(coders))]
    return np.stack(rows, axis=1)


def often_enough(carried: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Which codes at least so many rows carry, and lack.

    Examples
    --------
    >>> often_enough(np.array([[True, True], [False, True]]), 1).tolist()
    [True, False]
    """
    n = carried.sum(axis=0)
    return np.asarray((n >= least) & (len(carried) - n >= least))


def _platt(odds: NDArray[np.float64], carried: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept; a slope that would turn the order round is held at nearly none."""
    fitted = LogisticRegression(C=1).fit(odds[:, None], carried)
    return max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0])


def find_thresholds(
    chances: NDArray[np.float64], carried: NDArray[np.bool_], sharing: float = 2.5
) -> NDArray[np.float64]:
    """The threshold of each code between the common one and its own; shape (n_codes,).

    Examples
    --------
    >>> chances = np.array([[0.9, 0.6], [0.8, 0.1], [0.1, 0.2], [0.2, 0.1]])
    >>> carried = np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool)
    >>> (chances >= find_thresholds(chances, carried)).astype(int).tolist()
    [[1, 1], [1, 0], [0, 0], [0, 0]]
    """
    grid = np.linspace(0.05, 0.6, 56)
    hits = np.array([((chances >= at) & carried).sum(axis=0) for at in grid])
    given = np.array([(chances >= at).sum(axis=0) for at in grid])
    own_best = (2 * hits / (given + carried.sum(axis=0))).max(axis=0)
    common = grid[(2 * hits.sum(axis=1) / (given.sum(axis=1) + carried.sum())).argmax()]
    weight = np.minimum(1, sharing * carried.mean(axis=0))
    return np.asarray(weight * common + (1 - weight) * own_best / 2)


def code_matrix(
    n_passages: int, label_sets: Iterable[Iterable[str]]
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The codes, sorted, and who carries which: (n_codes,) and (n_passages, n_codes).

    Examples
    --------
    >>> code_matrix(2, [{"b"}, {"a", "b"}])[1].tolist()
    [[False, True], [True, True]]
    """
    sets = [frozenset([labels]) if isinstance(labels, str) else labels for labels in label_sets]
    if n_passages != len(sets):
        raise ValueError(f"{n_passages} passages but {len(sets)} labels: give one set each")
    codes = sorted({code for labels in sets for code in labels})
    if not codes:
        raise ValueError("no training passage carries a code: check y")
    return np.asarray(codes), np.asarray([[code in s for code in codes] for s in sets])
