"""Where data sets, models and evaluation meet: train, test, score and sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from inspect import signature as parameters_of
from pathlib import Path
from typing import Any

from stance.evaluation.predictions import Predictions, write_predictions
from stance.evaluation.results import Result, Signature, signature
from stance.experiment.comparisons import DEFAULT_MODELS, check_model, default_models
from stance.experiment.folds import guessed
from stance.experiment.scoring import scored
from stance.experiment.task import Task, task_of
from stance.models import MODELS, exact_parameters, make_model

__all__ = [
    "DEFAULT_MODELS",
    "Task",
    "default_models",
    "run",
    "run_models",
    "run_task",
    "task_of",
]


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
    >>> from stance.datasets import load
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
    signature: ids, labels and probabilities, no text. The result says which file it is.
    """
    names = tuple(models) or default_models(dataset)
    task = task_of(dataset, protocol)
    for name in names:
        check_model(name, task.card)
    if predictions is not None:
        Path(predictions).mkdir(parents=True, exist_ok=True)
    for name in names:
        result, guesses = run_task(task, name, seed=seed, jobs=jobs)
        if predictions is not None:
            file = Path(predictions) / f"{result.signature.digest}.jsonl"
            write_predictions(file, guesses)
            result = replace(result, predictions=file.as_posix())
        yield result


def run_task(
    task: Task,
    model: str,
    *,
    seed: int = 0,
    jobs: int = 1,
    **parameters: Any,  # noqa: ANN401 - the model's own
) -> tuple[Result, Predictions]:
    """Train and test one model; the scored and signed result, and the guesses behind it."""
    check_model(model, task.card)
    parameters = exact_parameters(model, parameters)
    task.protocol.warn_if_flattering(task.card.group, task.items)
    estimator = make_model(model, **_with_seed(model, seed, parameters))
    guesses, seconds = guessed(task, estimator, seed, jobs)
    metrics, ends = scored(task.card, guesses)
    result = Result(
        dataset=task.name,
        split=task.split,
        protocol=task.protocol.name,
        model=model,
        n=len(guesses.ids),
        metrics=metrics,
        intervals=ends,
        seconds=seconds,
        signature=_signed(task, model, parameters, seed),
    )
    return result, guesses


def _signed(task: Task, model: str, parameters: Mapping[str, Any], seed: int) -> Signature:
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


def _with_seed(model: str, seed: int, parameters: Mapping[str, Any]) -> dict[str, Any]:
    takes_seed = "random_state" in parameters_of(MODELS[model].factory).parameters
    return {"random_state": seed, **parameters} if takes_seed else dict(parameters)
