"""Train on one side of each fold, guess the other, and put the guesses together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from stance.article import Passage
from stance.evaluation.predictions import Predictions
from stance.experiment.task import Task

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]


def guessed(
    task: Task, estimator: Pipeline, seed: int, jobs: int
) -> tuple[Predictions, dict[str, float]]:
    """What clones of the estimator guess on every fold, and the seconds it took them."""
    folds = list(task.protocol.folds(task.items, seed))
    fits = Parallel(n_jobs=jobs)(
        delayed(_fit_and_guess)(estimator, task, train, test) for train, test in folds
    )
    seconds = {
        "fit": round(sum(fit.fit_seconds for fit in fits), 3),
        "predict": round(sum(fit.predict_seconds for fit in fits), 3),
    }
    return _assembled(task, folds, fits), seconds


@dataclass(frozen=True)
class _Fit:
    """What one fold gave."""

    guess: list[Any]
    probabilities: NDArray[np.float64] | None
    fit_seconds: float
    predict_seconds: float


def _fit_and_guess(
    estimator: Pipeline, task: Task, train: NDArray[np.intp], test: NDArray[np.intp]
) -> _Fit:
    # Many small fits: threads of the linear algebra only wait for one another, and their
    # number would show in the last digits.
    with threadpool_limits(1):
        started = time.perf_counter()
        fitted = clone(estimator).fit(
            [task.passages[i] for i in train], [task.items.labels[i] for i in train]
        )
        trained = time.perf_counter()
        passages = [task.passages[i] for i in test]
        guess = list(fitted.predict(passages))
        probabilities = _probabilities(fitted, passages, list(task.card.labels))
        ended = time.perf_counter()
    return _Fit(guess, probabilities, trained - started, ended - trained)


def _probabilities(
    fitted: Pipeline, passages: Sequence[Passage], labels: Sequence[str]
) -> NDArray[np.float64] | None:
    """One column for each label of the card, in its order; a label never trained on has 0."""
    if not labels or not hasattr(fitted, "predict_proba"):
        return None
    place = {str(label): column for column, label in enumerate(fitted.classes_)}
    given = fitted.predict_proba(passages)
    aligned = np.zeros((len(passages), len(labels)))
    for column, label in enumerate(labels):
        if label in place:
            aligned[:, column] = given[:, place[label]]
    return aligned


def _assembled(task: Task, folds: Sequence[Fold], fits: Sequence[_Fit]) -> Predictions:
    """The folds' guesses one after another, in the order of the data."""
    tested = np.concatenate([test for _, test in folds])
    order = np.argsort(tested, kind="stable")
    guess = [label for fit in fits for label in fit.guess]
    seen = np.concatenate([_seen(task.items.targets, train, test) for train, test in folds])
    chances = [fit.probabilities for fit in fits if fit.probabilities is not None]
    rows = tested[order]
    return Predictions(
        ids=tuple(task.ids[i] for i in rows),
        gold=tuple(task.items.labels[i] for i in rows),
        guess=tuple(_plain(guess[i]) for i in order),
        groups=tuple(task.items.groups[i] for i in rows),
        targets=tuple(task.items.targets[i] for i in rows),
        seen=tuple(bool(seen[i]) for i in order),
        labels=tuple(task.card.labels),
        probabilities=np.concatenate(chances)[order] if len(chances) == len(fits) else None,
    )


def _seen(
    targets: Sequence[str], train: NDArray[np.intp], test: NDArray[np.intp]
) -> NDArray[np.bool_]:
    known = {targets[i] for i in train}
    return np.asarray([targets[i] in known for i in test], dtype=bool)


def _plain(label: Any) -> Any:  # noqa: ANN401 - a label of any task
    return label.item() if isinstance(label, np.generic) else label
