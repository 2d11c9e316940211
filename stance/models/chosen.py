"""Settings of a model chosen on folds of its training passages: scores stay honest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, clone
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.utils.validation import check_is_fitted

from stance.article import as_passages
from stance.models.label_sets import code_matrix


class ChosenSettings(BaseEstimator):
    """A model of columns and a classifier with the settings that do best on training folds.

    A setting tried on the folds a score is told from makes that score too high. Here each fit
    cuts its own training passages into `folds`, tries every setting on them and fits the best
    on all: folds around it have no part in the choice (Cawley & Talbot 2010). Columns are
    worked out once, and weighed anew for each setting.

    Parameters
    ----------
    model
        A pipeline of `columns`, a union of parts, and `classify`.
    settings
        What is tried: parameters of the classifier, and under `weights` those of the parts
        that weigh other than in `model`. The first of equals is taken.
    quick
        Parameters of the classifier while settings are compared alone: calibration that does
        not bear on the choice is left out.
    folds
        How many parts the training passages are cut into.
    random_state
        Of that cut; None cuts in the order given, which keeps neighbours together.

    Attributes
    ----------
    model_
        The fitted pipeline.
    setting_
        The setting that was taken.
    scores_
        Of each setting on passages it had not seen: the mean of micro- and macro-F1.

    Notes
    -----
    When it misleads: with few training passages the best of several settings is often the
    luckiest; the weights of words by rareness are told from all training passages.

    References
    ----------
    .. [1] Cawley, G. C. & Talbot, N. L. C. (2010). On Over-fitting in Model Selection and
       Subsequent Selection Bias in Performance Evaluation. JMLR 11.

    Examples
    --------
    >>> from stance.models.bias import category_linear
    >>> texts = ["Taxes rose.", "Sin is wrong."] * 3
    >>> model = ChosenSettings(category_linear(), [{"C": 0.1}, {"C": 1}])
    >>> model.fit(texts, ["money", "faith"] * 3).setting_
    {'C': 0.1}
    """

    def __init__(
        self,
        model: Pipeline,
        settings: Sequence[Mapping[str, Any]],
        quick: Mapping[str, Any] | None = None,
        folds: int = 3,
        random_state: int | None = 0,
    ) -> None:
        self.model = model
        self.settings = settings
        self.quick = quick
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Try the settings on folds of the passages, and fit the best on all.

        Raises
        ------
        ValueError
            Where passages and labels do not pair, or the model cannot learn from them.
        """
        passages, labels = as_passages(X), list(y)
        code_matrix(len(passages), labels)
        columns: FeatureUnion = clone(self.model.named_steps["columns"])
        usual = columns.transformer_weights or {}
        columns.set_params(transformer_weights=None)
        blocks = _blocks(columns, columns.fit_transform(passages))
        self.scores_ = [
            self._score(setting, usual, blocks, labels) for setting in self.settings
        ]
        self.setting_ = dict(self.settings[int(np.argmax(self.scores_))])
        weights = {**usual, **self.setting_.get("weights", {})}
        classify = self._classifier(self.setting_).fit(_joined(blocks, weights), labels)
        columns.set_params(transformer_weights=weights or None)
        self.model_ = Pipeline([("columns", columns), ("classify", classify)])
        return self

    def _classifier(self, setting: Mapping[str, Any]) -> Any:  # noqa: ANN401
        chosen = {name: value for name, value in setting.items() if name != "weights"}
        return clone(self.model.named_steps["classify"]).set_params(**chosen)

    def _score(
        self,
        setting: Mapping[str, Any],
        usual: Mapping[str, float],
        blocks: Mapping[str, csr_matrix],
        labels: Sequence[Any],
    ) -> float:
        if len(self.settings) < 2 or len(labels) < 2 * self.folds:
            return 0.0
        matrix = _joined(blocks, {**usual, **setting.get("weights", {})})
        shuffle = self.random_state is not None
        cut = KFold(self.folds, shuffle=shuffle, random_state=self.random_state)
        guesses: list[Any] = [None] * len(labels)
        for train, test in cut.split(labels):
            quick = self._classifier(setting).set_params(**(self.quick or {}))
            learned = _learned(quick, matrix[train], [labels[row] for row in train])
            for row, guess in zip(test, learned(matrix[test]), strict=True):
                guesses[row] = guess
        return both_f1(labels, guesses)

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, sorted."""
        classes: NDArray[Any] = self.model_.classes_
        return classes

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_labels)."""
        check_is_fitted(self)
        return np.asarray(self.model_.predict_proba(X))

    def predict(self, X: object) -> Any:  # noqa: ANN401 - labels, or sets of them
        """The label, or label set, of each passage."""
        check_is_fitted(self)
        return self.model_.predict(X)


def both_f1(gold: Sequence[Any], guess: Sequence[Any]) -> float:
    """The mean of micro- and macro-F1, of labels or of sets of them.

    Examples
    --------
    >>> both_f1(["a", "b"], ["a", "b"])
    1.0
    """
    n = len(gold)
    _, carried = code_matrix(2 * n, [*gold, *guess])
    scores = [
        f1_score(carried[:n], carried[n:], average=average, zero_division=0)
        for average in ("micro", "macro")
    ]
    return float(np.mean(scores))


def _learned(classify: Any, matrix: csr_matrix, labels: Sequence[Any]) -> Any:  # noqa: ANN401
    """How rows are answered after a fit; labels that are all alike are repeated."""
    alike = all(label == labels[0] for label in labels)
    if alike:
        return lambda rows: [labels[0]] * rows.shape[0]
    return classify.fit(matrix, labels).predict


def _blocks(columns: FeatureUnion, matrix: Any) -> dict[str, csr_matrix]:  # noqa: ANN401
    """The columns of each part of a fitted union."""
    blocks, first = {}, 0
    for name, part in columns.transformer_list:
        width = len(part.get_feature_names_out())
        blocks[name] = csr_matrix(matrix[:, first : first + width])
        first += width
    return blocks


def _joined(blocks: Mapping[str, csr_matrix], weights: Mapping[str, float]) -> csr_matrix:
    return csr_matrix(hstack([block * weights.get(n, 1.0) for n, block in blocks.items()]))


def settings_around(
    parameters: Mapping[str, Any], weights: Mapping[str, float], *, names: Sequence[str]
) -> list[dict[str, Any]]:
    """The usual setting, then one thing changed at a time: a third and three times each.

    Parameters
    ----------
    parameters
        Of the classifier, changed together: how little weights are held back.
    weights
        Of parts of the columns; those of `names` are halved and doubled together.
    names
        Parts whose weight is a setting; none leaves the weights as they are.

    Examples
    --------
    >>> settings_around({"C": 3.0}, {}, names=[])
    [{'C': 3.0}, {'C': 1.0}, {'C': 9.0}]
    """
    usual = dict(parameters)
    found = [usual, *({n: v * t for n, v in usual.items()} for t in (1 / 3, 3))]
    own = {name: weights[name] for name in names if name in weights}
    if own:
        found += [{**usual, "weights": {n: w * t for n, w in own.items()}} for t in (0.5, 2)]
    return found
