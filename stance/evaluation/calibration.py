"""Whether probabilities can be believed, how to mend them, and what to send to a coder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV

from stance.evaluation.answers import Answers, Array, Label, check_answers

METHODS = {"temperature": "temperature", "platt": "sigmoid", "isotonic": "isotonic"}
"""Ways to mend probabilities, and what scikit-learn calls them."""


@dataclass(frozen=True)
class ReliabilityBin:
    """Decisions of about equal confidence: how sure the model was, how often it was right.

    `low` and `high` are the ends of the 95 % interval of `share_right` (Clopper & Pearson).
    """

    confidence: float
    share_right: float
    low: float
    high: float
    n: int


def reliability_curve(
    gold: Iterable[Any],
    probabilities: object,
    labels: Collection[Label],
    *,
    n_bins: int = 10,
) -> list[ReliabilityBin]:
    """How often the model is right at each level of confidence: the points of a diagram.

    One label an item: the confidence is that of the most probable label. Label sets: every
    label of every item is a decision, with its own probability. Bins are equally wide; empty
    ones are left out.

    Notes
    -----
    When it misleads: calibrated on average is not calibrated for each target or outlet; draw
    the curve of a slice before you rely on it there.

    References
    ----------
    Guo, C. et al. (2017). On calibration of modern neural networks. ICML.

    Examples
    --------
    >>> curve = reliability_curve(["a", "b"], [[0.9, 0.1], [0.8, 0.2]], "ab", n_bins=5)
    >>> [(bin.confidence, bin.share_right, bin.n) for bin in curve]
    [(0.8, 0.0, 1), (0.9, 1.0, 1)]
    """
    confidence, right = _decisions(_checked(gold, probabilities, labels))
    place = np.clip(np.ceil(confidence * n_bins).astype(int) - 1, 0, n_bins - 1)
    return [
        _bin(confidence[place == at], right[place == at])
        for at in range(n_bins)
        if (place == at).any()
    ]


def calibrated(
    model: BaseEstimator,
    method: str = "temperature",
    *,
    folds: Any = 5,  # noqa: ANN401
) -> CalibratedClassifierCV:
    """The model with a last step that mends its probabilities, fitted on held-out folds.

    Parameters
    ----------
    model
        An unfitted classifier of single labels with `decision_function` or `predict_proba`.
    method
        `temperature` (one number for all labels, keeps the guesses), `platt` (a sigmoid a
        label), or `isotonic` (a staircase a label; needs a thousand items or more).
    folds
        A number, or anything scikit-learn takes as `cv`: pass grouped folds for grouped data.

    References
    ----------
    Platt, J. (1999). Probabilistic outputs for support vector machines. Zadrozny, B. and
    Elkan, C. (2002). Transforming classifier scores (isotonic). Guo et al. (2017).

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> calibrated(LogisticRegression(), "platt").method
    'sigmoid'
    """
    if method not in METHODS:
        raise ValueError(f"no calibration {method!r}; there are {', '.join(METHODS)}")
    return CalibratedClassifierCV(model, method=METHODS[method], cv=folds, ensemble=False)


def best_thresholds(
    gold: Iterable[Collection[Label]], probabilities: object, labels: Collection[Label]
) -> dict[Label, float]:
    """For each code the probability from which saying it gives the best F1 on these items.

    Find them on held-out training data, never on the items you score. A code that no item
    carries gets 1: it is said only where the model is certain.

    Notes
    -----
    When it misleads: for codes with fewer than about 20 items the threshold is a guess, and
    it belongs to this share of the code; where the code is rarer it says it too often.

    References
    ----------
    Lipton, Z., Elkan, C. and Naryanaswamy, B. (2014). Thresholding classifiers to maximize F1
    score. ECML.

    Examples
    --------
    >>> best_thresholds([{"a"}, {"a"}, set()], [[0.4], [0.3], [0.2]], ["a"])
    {'a': 0.3}
    """
    answers = _checked(gold, probabilities, labels)
    true, chances = answers.gold_matrix, answers.need_probabilities()
    columns = zip(answers.labels, true.T, chances.T, strict=True)
    return {label: _best_threshold(is_true, chance) for label, is_true, chance in columns}


def apply_thresholds(
    probabilities: object, thresholds: Mapping[Label, float]
) -> list[frozenset[Label]]:
    """The codes of each item whose probability reaches its threshold.

    Columns stand in the order of `thresholds`.

    Examples
    --------
    >>> apply_thresholds([[0.4, 0.4]], {"a": 0.3, "b": 0.5})
    [frozenset({'a'})]
    """
    chances = np.asarray(probabilities, dtype=float)
    if chances.ndim != 2 or chances.shape[1] != len(thresholds):
        raise ValueError(
            f"probabilities have shape {chances.shape}: give one column for each of the "
            f"{len(thresholds)} thresholds"
        )
    reached = chances >= np.asarray(list(thresholds.values()))
    return _sets(reached, list(thresholds))


def conformal_level(
    gold: Iterable[Label],
    probabilities: object,
    labels: Collection[Label],
    *,
    error: float = 0.1,
) -> float:
    """The probability from which a label belongs into the set of what may be true.

    On new items of the same kind, the set of labels that reach it holds the true label in at
    least 1 − `error` of cases, whatever the model (split conformal prediction).

    Parameters
    ----------
    gold, probabilities, labels
        Of items the model was not trained on, as for `score`.
    error
        The share of sets that may miss the truth.

    Returns
    -------
    float
        0 where there are too few items to promise anything: every label is in every set.

    Notes
    -----
    When it misleads: the promise is for items exchangeable with these. For another outlet or
    year, and for each label by itself, it does not hold.

    References
    ----------
    Angelopoulos, A. and Bates, S. (2023). Conformal prediction: a gentle introduction.
    Foundations and Trends in Machine Learning 16(4), section 1.

    Examples
    --------
    >>> chances = [[p, 1 - p] for p in (0.9, 0.8, 0.7, 0.6)]
    >>> conformal_level(["a"] * 4, chances, "ab", error=0.25)
    0.6
    """
    if not 0 < error < 1:
        raise ValueError(f"the share of errors lies between 0 and 1, not {error}")
    answers = _checked(gold, probabilities, labels)
    of_true = np.sort(answers.need_probabilities()[answers.gold_matrix])
    rank = int(np.ceil(round((len(of_true) + 1) * (1 - error), 9)))
    return float(of_true[len(of_true) - rank]) if rank <= len(of_true) else 0.0


def conformal_sets(
    probabilities: object, labels: Sequence[Label], level: float
) -> list[frozenset[Label]]:
    """The labels of each item that may be true; `level` is that of `conformal_level`.

    Examples
    --------
    >>> conformal_sets([[0.9, 0.1], [0.5, 0.5]], "ab", 0.6)
    [frozenset({'a'}), frozenset()]
    """
    return apply_thresholds(probabilities, dict.fromkeys(labels, level))


def for_a_coder(sets: Sequence[Collection[Label]]) -> NDArray[np.bool_]:
    """Which items to send to a coder: those whose set is not exactly one label.

    Examples
    --------
    >>> for_a_coder([{"a"}, {"a", "b"}, set()]).tolist()
    [False, True, True]
    """
    return np.asarray([len(one) != 1 for one in sets], dtype=bool)


def _checked(gold: Iterable[Any], probabilities: object, labels: Collection[Label]) -> Answers:
    true = [frozenset(one) if isinstance(one, set | list) else one for one in gold]
    answers = check_answers(true, true, labels, probabilities)
    answers.need_probabilities()
    return answers


def _decisions(answers: Answers) -> tuple[Array, NDArray[np.bool_]]:
    """Confidence and rightness of each decision."""
    chances, gold = answers.need_probabilities(), answers.gold_matrix
    if answers.is_multilabel:
        return chances.ravel(), gold.ravel()
    rows, top = np.arange(len(answers)), chances.argmax(axis=1)
    return chances[rows, top], gold[rows, top]


def _bin(confidence: Array, right: NDArray[np.bool_]) -> ReliabilityBin:
    n, hits = len(right), int(right.sum())
    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1.0
    return ReliabilityBin(float(confidence.mean()), hits / n, float(low), float(high), n)


def _best_threshold(is_true: NDArray[np.bool_], chances: Array) -> float:
    if not is_true.any():
        return 1.0
    order = np.argsort(-chances, kind="stable")
    hits = np.cumsum(is_true[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + is_true.sum())
    is_last = np.append(np.diff(chances[order]) != 0, True)
    return float(chances[order][np.where(is_last, f1, -1).argmax()])


def _sets(reached: NDArray[np.bool_], labels: Sequence[Label]) -> list[frozenset[Label]]:
    return [
        frozenset(label for label, there in zip(labels, row, strict=True) if there)
        for row in reached
    ]
