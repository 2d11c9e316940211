"""A text to the frames it uses: one yes-or-no classifier for each code of a codebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from stance.features.words import WordTfidf


class LabelSets(BaseEstimator):
    """Decide for each code on its own whether a passage carries it.

    A code that all training passages carry, or none, is answered with its share.

    Parameters
    ----------
    classify
        The classifier of one code, with `predict_proba`.

    Attributes
    ----------
    classes_
        The codes, sorted.
    coders_
        The fitted classifier of each code; a number where there was nothing to tell apart.

    Notes
    -----
    When it misleads: codes are decided apart, so a passage may be given none, or two that
    coders would never give together.

    Examples
    --------
    >>> sets = [frozenset({"economic"}), frozenset({"economic", "morality"}), frozenset()]
    >>> model = LabelSets(LogisticRegression()).fit([[5.0], [9.0], [-9.0]], sets)
    >>> model.predict([[7.0], [-7.0]])
    [frozenset({'economic'}), frozenset()]
    """

    def __init__(self, classify: BaseEstimator) -> None:
        self.classify = classify

    def fit(self, X: Any, y: Iterable[Iterable[str]]) -> Self:  # noqa: ANN401 - a matrix
        """Fit one classifier a code.

        Raises
        ------
        ValueError
            Where rows and label sets do not pair, or no row carries a code.
        """
        self.classes_, carried = code_matrix(np.shape(X)[0], y)
        self.coders_ = [self._coder(X, column) for column in carried.T]
        return self

    def _coder(self, X: Any, carried: NDArray[np.bool_]) -> Any:  # noqa: ANN401
        if carried.all() or not carried.any():
            return float(carried.mean())
        return clone(self.classify).fit(X, carried)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a matrix
        """The probability of each code; shape (n_passages, n_codes)."""
        n = np.shape(X)[0]
        columns = [
            np.full(n, coder) if isinstance(coder, float) else coder.predict_proba(X)[:, 1]
            for coder in self.coders_
        ]
        return np.column_stack(columns).astype(float)

    def predict(self, X: Any) -> list[frozenset[str]]:  # noqa: ANN401 - a matrix
        """The codes that are more probable than not, for each passage."""
        return [frozenset(map(str, self.classes_[row])) for row in self.predict_proba(X) > 0.5]


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


def frames_linear(C: float = 1, random_state: int = 0) -> Pipeline:
    """The frames of a text from its words, each code on its own.

    Examples
    --------
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_linear().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> model.predict(["Taxes fell."])
    [frozenset({'economic'})]
    """
    words = WordTfidf(sublinear_tf=True, stop_words="english")
    logistic = LogisticRegression(
        C=C, class_weight="balanced", max_iter=2000, random_state=random_state
    )
    return Pipeline([("columns", words), ("classify", LabelSets(logistic))])
