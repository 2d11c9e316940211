"""Columns to labels, linearly: one label a passage, or whichever kind the labels are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted


class LinearView(NamedTuple):
    """Columns of passages, and the weights under which a linear model decides by them.

    The label is the one with the largest `columns @ weights.T + intercepts`. `columns` is of
    shape (n_passages, n_columns), `weights` (n_labels, n_columns), `intercepts` (n_labels,),
    `classes` (n_labels,).
    """

    columns: csr_matrix
    weights: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    classes: NDArray[Any]

    @classmethod
    def of(cls, columns: Any, machine: Any) -> Self:  # noqa: ANN401 - a matrix, a classifier
        """The view of a classifier with `coef_`; of two labels, the first has weights 0.

        Examples
        --------
        >>> machine = LinearSVC().fit([[1.0], [-1.0]], ["b", "a"])
        >>> LinearView.of([[2.0]], machine).weights.shape
        (2, 1)
        """
        weights, intercepts = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights = np.vstack([np.zeros_like(weights), weights])
            intercepts = np.concatenate([[0.0], intercepts])
        return cls(csr_matrix(columns), weights, intercepts, machine.classes_)


def one_against_rest(view: LinearView) -> NDArray[np.float64]:
    """The probability of each label, each told apart from all others; (n_passages, n_labels).

    Examples
    --------
    >>> columns, labels = csr_matrix([[1.0]]), np.array(["a", "b", "c"])
    >>> view = LinearView(columns, np.eye(3)[:, :1], np.zeros(3), labels)
    >>> one_against_rest(view).round(2).tolist()
    [[0.42, 0.29, 0.29]]
    """
    scores = view.columns @ view.weights.T + view.intercepts
    if len(view.classes) == 2:
        second = expit(scores[:, 1] - scores[:, 0])
        return np.column_stack([1 - second, second])
    shares = expit(scores)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def linear_view(model: Any, X: Any) -> LinearView | None:  # noqa: ANN401 - any model and input
    """How a model decides about passages by a linear view of them; None where it does not.

    Examples
    --------
    >>> linear_view(Margins().fit(np.eye(2), ["b", "a"]), np.eye(2)).classes.tolist()
    ['a', 'b']
    """
    if isinstance(model, Pipeline):
        prepared = model[:-1].transform(X) if len(model) > 1 else X
        return linear_view(model[-1], prepared)
    found: LinearView | None = model.linear_view(X) if hasattr(model, "linear_view") else None
    return found


class Margins(ClassifierMixin, BaseEstimator):
    """A linear support vector machine whose margins are turned into probabilities.

    The label is the one with the largest margin. Margins are multiplied by one number before
    the softmax; it is chosen on folds, so that answers for unseen rows have the least log
    loss (temperature scaling, Guo et al. 2017). It never changes a label.

    Parameters
    ----------
    C
        How little the weights are held back.
    balanced
        Whether rare labels weigh as much as common ones.
    folds
        For the temperature; where a label is rarer than that, margins stay as they are.
    random_state
        Of the folds.

    Attributes
    ----------
    classes_
        The labels, sorted.
    machine_
        The fitted `LinearSVC`.
    sharpness_
        What margins are multiplied by.

    Notes
    -----
    When it misleads: one number calibrates on the whole, not for each label or kind of text.

    Examples
    --------
    >>> model = Margins().fit(np.array([[1.0], [2.0], [-1.0], [-2.0]]), list("aabb"))
    >>> model.predict(np.array([[3.0], [-3.0]])).tolist()
    ['a', 'b']
    """

    def __init__(
        self,
        C: float = 0.3,
        balanced: bool = True,
        folds: int = 3,
        random_state: int | None = 0,
    ) -> None:
        self.C = C
        self.balanced = balanced
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: Any, y: Iterable[str]) -> Self:  # noqa: ANN401 - a matrix
        """Fit the machine, then the sharpness of its margins.

        Raises
        ------
        ValueError
            For fewer than two labels, or rows and labels that do not pair.
        """
        labels = np.asarray(list(y))
        if np.shape(X)[0] != len(labels):
            raise ValueError(
                f"{np.shape(X)[0]} passages but {len(labels)} labels: give one label each"
            )
        self.classes_, counts = np.unique(labels, return_counts=True)
        if len(self.classes_) < 2:
            raise ValueError("the training labels hold fewer than two classes")
        self.machine_ = self._machine().fit(X, labels)
        self.sharpness_ = self._sharpness(X, labels) if counts.min() >= self.folds else 1.0
        return self

    def _machine(self) -> LinearSVC:
        weight = "balanced" if self.balanced else None
        return LinearSVC(C=self.C, class_weight=weight, random_state=self.random_state)

    def _sharpness(self, X: Any, labels: NDArray[Any]) -> float:  # noqa: ANN401
        margins = np.zeros((len(labels), len(self.classes_)))
        cut = StratifiedKFold(self.folds, shuffle=True, random_state=self.random_state)
        for train, test in cut.split(labels, labels):
            margins[test] = _margins(self._machine().fit(X[train], labels[train]), X[test])
        own = np.searchsorted(self.classes_, labels)[:, None]
        grid = np.geomspace(0.2, 20, 41)
        losses = [
            -np.log(np.take_along_axis(softmax(at * margins, axis=1), own, 1) + 1e-12).mean()
            for at in grid
        ]
        return float(grid[int(np.argmin(losses))])

    def linear_view(self, X: Any) -> LinearView:  # noqa: ANN401 - a matrix
        """Columns and weights that decide."""
        return LinearView.of(X, self.machine_)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a matrix
        """The probability of each label; shape (n_passages, n_labels)."""
        check_is_fitted(self)
        return np.asarray(softmax(self.sharpness_ * _margins(self.machine_, X), axis=1))

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: ANN401 - a matrix
        """The label with the largest margin, for each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _margins(machine: LinearSVC, X: Any) -> NDArray[np.float64]:  # noqa: ANN401
    """One column a label; of two labels, each has half of the one margin."""
    margins = np.asarray(machine.decision_function(X))
    return margins if margins.ndim == 2 else np.column_stack([-margins / 2, margins / 2])


class OneOrMore(BaseEstimator):
    """One label a passage or a set of them, whichever the training labels are.

    Parameters
    ----------
    one, more
        What is fitted to single labels, and to sets.

    Attributes
    ----------
    model_
        The one that was fitted.

    Examples
    --------
    >>> from stance.models.label_sets import LabelSets
    >>> model = OneOrMore(Margins(), LabelSets(LinearSVC()))
    >>> model.fit(np.array([[1.0], [-1.0]]), [{"a"}, set()]).predict(np.array([[2.0]]))
    [frozenset({'a'})]
    """

    def __init__(self, one: BaseEstimator, more: BaseEstimator) -> None:
        self.one = one
        self.more = more

    def fit(self, X: Any, y: Iterable[Any]) -> Self:  # noqa: ANN401 - a matrix
        """Fit what goes with the kind of label in `y`."""
        labels = list(y)
        sets = bool(labels) and isinstance(labels[0], frozenset | set)
        self.model_ = clone(self.more if sets else self.one).fit(X, labels)
        return self

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, sorted."""
        classes: NDArray[Any] = self.model_.classes_
        return classes

    def linear_view(self, X: Any) -> LinearView | None:  # noqa: ANN401 - a matrix
        """Columns and weights that decide; None where the model is not linear."""
        return linear_view(self.model_, X)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:  # noqa: ANN401 - a matrix
        """The probability of each label; shape (n_passages, n_labels)."""
        chances: NDArray[np.float64] = self.model_.predict_proba(X)
        return chances

    def predict(self, X: Any) -> NDArray[Any] | list[frozenset[str]]:  # noqa: ANN401
        """The label, or label set, of each passage."""
        answers: NDArray[Any] | list[frozenset[str]] = self.model_.predict(X)
        return answers
