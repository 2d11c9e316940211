"""Where data sets, models and evaluation meet: train, test, score and sign."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import signature as parameters_of
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from stance.article import Passage
from stance.datasets import Card, content_hash, load, resolve
from stance.evaluation.metrics import METRICS, score
from stance.evaluation.predictions import Predictions, write_predictions
from stance.evaluation.protocols import Items, Protocol, protocol_of
from stance.evaluation.results import Result, Signature, signature
from stance.evaluation.uncertainty import intervals
from stance.models import MODELS, make_model

DEFAULT_MODELS: dict[str, tuple[str, ...]] = {
    "stance": ("majority", "stance-target-blind", "stance-linear"),
    "frames": ("majority", "frames-linear"),
    "category": ("majority", "category-linear"),
    "newsmtsc": ("majority", "stance-target-blind", "stance-news"),
    "directed-sentiment": ("majority", "stance-target-blind", "stance-news"),
    "seesaw": ("majority", "stance-target-blind", "stance-news"),
    "vast": ("majority", "stance-target-blind", "stance-pairs"),
    "emergent": ("majority", "stance-target-blind", "stance-stacked"),
    "fnc-1": ("majority", "stance-pairs"),
    "babe": ("majority", "bias-linear"),
    "basil": ("majority", "bias-linear"),
    "hyperpartisan": ("majority", "hyperpartisan-linear"),
}
"""What `stance run` compares where no model is named: by data set, else by task.

A target-blind row shows what a data set gives away without its targets; on fnc-1 it would read
1,683 bodies fifty thousand times.
"""


@dataclass(frozen=True)
class Task:
    """Passages with gold labels, and the way they are cut into training and test."""

    name: str
    split: str
    card: Card
    protocol: Protocol
    passages: tuple[Passage, ...] = field(repr=False)
    items: Items = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    data: str = ""


def run(
    dataset: str,
    model: str = "majority",
    *,
    protocol: str | None = None,
    seed: int = 0,
    jobs: int = 1,
    **parameters: Any,  # noqa: ANN401 - the model's own
) -> Result:
    """Train and test one model on one data set, and sign the score.

    Parameters
    ----------
    dataset
        A name of the catalogue: `semeval2016/a`; the bare name is the card's default split.
    model
        A name of `stance.models.MODELS`.
    protocol
        How the data are cut; the card's own if None. `official` trains on the splits the
        authors trained on; every other protocol cuts the named split itself.
    seed
        Of the folds and of the model.
    jobs
        Processes for the folds; the number is the same whatever they are.
    **parameters
        Of the model's factory.

    Raises
    ------
    ValueError
        For an unknown name, a model that is not for this task, or a protocol the data lack
        the groups, targets or dates for.
    FileNotFoundError
        For data that are not on this machine; the message says where to get them.

    Notes
    -----
    When it misleads: a score on the seed corpus says that the code runs; a random protocol
    on data with near copies flatters (see `stance.evaluation.protocols`).

    Examples
    --------
    >>> result = run("seeds/frames", model="majority")
    >>> result.protocol, result.n == len(load("seeds/frames"))
    ('leave-one-group-out', True)
    """
    task = task_of(dataset, protocol)
    return run_task(task, model, seed=seed, jobs=jobs, **parameters)[0]


def run_models(
    dataset: str,
    models: Iterable[str] = (),
    protocol: str | None = None,
    seed: int = 0,
    jobs: int = 1,
    predictions: Path | str | None = None,
) -> Iterator[Result]:
    """The same data and protocol for several models, one result at a time.

    All names are checked before the first model is trained. The guesses behind each result
    are written into the folder `predictions`, if one is given, under the digest of its
    signature: ids, labels and probabilities, no text.
    """
    names = tuple(models) or default_models(dataset)
    task = task_of(dataset, protocol)
    for name in names:
        _check_model(name, task.card)
    if predictions is not None:
        Path(predictions).mkdir(parents=True, exist_ok=True)
    for name in names:
        result, guesses = run_task(task, name, seed=seed, jobs=jobs)
        if predictions is not None:
            file = f"{result.signature.digest}.jsonl"
            write_predictions(Path(predictions) / file, guesses)
        yield result


def default_models(dataset: str) -> tuple[str, ...]:
    """The models that are compared on this data set where none is named."""
    card, _ = resolve(dataset)
    return (
        DEFAULT_MODELS.get(card.name)
        or DEFAULT_MODELS.get(card.task)
        or tuple(name for name, row in MODELS.items() if card.task in row.tasks)
    )


@lru_cache(maxsize=2)
def task_of(dataset: str, protocol: str | None = None) -> Task:
    """The data of a name, cut by a protocol, ready for any number of models."""
    card, split = resolve(dataset)
    given = "official" if split in card.training else card.default_protocol
    chosen = protocol_of(protocol or given)
    test = load(f"{card.name}/{split}")
    training = []
    if chosen.name == "official":
        if split not in card.training:
            raise ValueError(
                f"{test.name} has no training data of its own; the official protocol tests "
                f"{', '.join(f'{card.name}/{name}' for name in card.training) or 'no split'}"
            )
        training = [load(f"{card.name}/{name}") for name in card.training[split]]
    parts = [*training, test]
    flags = [part is test for part in parts for _ in part.ids]
    items = Items.of(
        [p for part in parts for p in part.passages],
        [label for part in parts for label in part.labels],
        [group for part in parts for group in part.groups],
        flags,
    )
    return Task(
        card.name,
        split,
        card,
        chosen,
        tuple(passage for part in parts for passage in part.passages),
        items,
        tuple(record_id for part in parts for record_id in part.ids),
        "+".join(content_hash(part) for part in parts),
    )


def run_task(
    task: Task,
    model: str,
    *,
    seed: int = 0,
    jobs: int = 1,
    **parameters: Any,  # noqa: ANN401 - the model's own
) -> tuple[Result, Predictions]:
    """Train and test one model; the scored and signed result, and the guesses behind it."""
    _check_model(model, task.card)
    task.protocol.warn_if_flattering(task.card.group, task.items)
    estimator = make_model(model, **_with_seed(model, seed, parameters))
    folds = list(task.protocol.folds(task.items, seed))
    fits = Parallel(n_jobs=jobs)(
        delayed(_fit_and_guess)(estimator, task, train, test) for train, test in folds
    )
    guesses = _assembled(task, folds, fits)
    metrics, ends = _scores(task.card, guesses)
    result = Result(
        dataset=task.name,
        split=task.split,
        protocol=task.protocol.name,
        model=model,
        n=len(guesses.ids),
        metrics=metrics,
        intervals=ends,
        seconds={
            "fit": round(sum(fit.fit_seconds for fit in fits), 3),
            "predict": round(sum(fit.predict_seconds for fit in fits), 3),
        },
        signature=_signature(task, model, parameters, seed),
    )
    return result, guesses


def _signature(task: Task, model: str, parameters: Mapping[str, Any], seed: int) -> Signature:
    return signature(
        dataset=task.name,
        split=task.split,
        version=task.card.version,
        data=task.data,
        protocol=task.protocol.name,
        model=model,
        parameters=parameters,
        seed=seed,
    )


def _check_model(name: str, card: Card) -> None:
    if name in MODELS and card.task not in MODELS[name].tasks:
        fitting = [other for other, row in MODELS.items() if card.task in row.tasks]
        raise ValueError(
            f"the model {name!r} is not for {card.task}, the task of {card.name}: "
            f"take one of {', '.join(fitting)}"
        )
    if name not in MODELS:
        make_model(name)


def _with_seed(model: str, seed: int, parameters: Mapping[str, Any]) -> dict[str, Any]:
    takes_seed = "random_state" in parameters_of(MODELS[model].factory).parameters
    return {"random_state": seed, **parameters} if takes_seed else dict(parameters)


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
    from sklearn.base import clone

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


def _assembled(
    task: Task, folds: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]], fits: Sequence[_Fit]
) -> Predictions:
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


def _scores(
    card: Card, guesses: Predictions
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Every score with its bootstrap interval, drawn by the groups of the card."""
    given = {
        **guesses.inputs,
        "metrics": _metrics(card, guesses),
        "probabilities": guesses.probabilities,
    }
    groups = guesses.groups if card.group and all(guesses.groups) else None
    scores = score(guesses.gold, guesses.guess, **given)
    return scores, intervals(guesses.gold, guesses.guess, groups=groups, **given)


def _metrics(card: Card, guesses: Predictions) -> list[str]:
    """The card's own measures, then accuracy and macro-F1, then those of probabilities.

    Quotations are no labels; a target seen (or not) in training is scored where there is one.
    """
    common = ("accuracy", "f1_macro") if guesses.labels else ()
    extra = ("brier", "log_loss", "ece") if guesses.probabilities is not None else ()
    without = {"f1_macro_zero"} if all(guesses.seen) else set()
    without |= set() if any(guesses.seen) else {"f1_macro_few"}
    keys = [*card.metrics, *common, *extra]
    known = [key for key in keys if key in METRICS or key.startswith("f1[")]
    return [key for key in dict.fromkeys(known) if key not in without]
