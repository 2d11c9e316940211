"""How far estimated shares of labels are from the true ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.evaluation.answers import Array, Label, check_answers


def prevalence_errors(
    true: Mapping[Label, float], estimated: Mapping[Label, float], sample_size: int
) -> dict[str, float]:
    """How far the estimated shares of labels are from the true shares.

    Parameters
    ----------
    true, estimated
        Label → share; each sums to 1, over the same labels.
    sample_size
        Of the sample the shares come from: shares are smoothed by 1 / (2 · size) in the
        relative and logarithmic errors, which a share of 0 would make infinite.

    Returns
    -------
    dict
        `ae` mean absolute error; `nae` the sum over its largest possible value, 0–1; `rae`
        mean error relative to the true share; `nkld` Kullback–Leibler divergence, 0–1.

    Raises
    ------
    ValueError
        For other labels, shares that are missing or do not sum to 1, or no sample.

    Notes
    -----
    When it misleads: on one sample a method that always says the training shares can look
    good. Judge it on many samples of different shares (`samples_of_shares`).

    References
    ----------
    Sebastiani, F. (2020). Evaluation measures for quantification: an axiomatic approach.
    Information Retrieval Journal 23(3).

    Examples
    --------
    >>> errors = prevalence_errors({"pro": 0.5, "con": 0.5}, {"pro": 0.7, "con": 0.3}, 100)
    >>> round(errors["ae"], 3), round(errors["nae"], 3)
    (0.2, 0.4)
    """
    if set(true) != set(estimated) or not true:
        raise ValueError("the true and the estimated shares need the same labels")
    if sample_size < 1:
        raise ValueError(f"the shares come from {sample_size} items: at least one is needed")
    one, two = (
        _shares(side, [given[label] for label in true])
        for side, given in (("true", true), ("estimated", estimated))
    )
    return _errors(one, two, 1 / (2 * sample_size))


def shares_of(answers: Sequence[Any], labels: Collection[Label] = ()) -> dict[Label, float]:
    """The share of items that carry each label.

    Examples
    --------
    >>> shares_of(["pro", "con", "con", "con"])
    {'con': 0.75, 'pro': 0.25}
    """
    found = check_answers(answers, answers, labels)
    shares = found.gold_matrix.mean(axis=0)
    return {label: float(share) for label, share in zip(found.labels, shares, strict=True)}


@dataclass(frozen=True)
class Sample:
    """Rows of a test set drawn so that the labels have these shares."""

    shares: Mapping[Label, float]
    rows: tuple[int, ...]


def samples_of_shares(
    gold: Sequence[Label], n_samples: int = 100, size: int = 100, seed: int = 0
) -> list[Sample]:
    """Samples whose shares of labels are drawn evenly from all that are possible.

    The artificial-prevalence protocol: a method of counting is judged where shares differ
    from those it was trained on, not only where they are alike.

    References
    ----------
    Forman, G. (2005). Counting positives accurately despite inaccurate classification. ECML.

    Examples
    --------
    >>> samples = samples_of_shares(["pro"] * 50 + ["con"] * 50, n_samples=3, size=20)
    >>> [len(sample.rows) for sample in samples]
    [20, 20, 20]
    """
    answers = check_answers(gold, gold)
    rows = [np.flatnonzero(column) for column in answers.gold_matrix.T]
    generator = np.random.default_rng(seed)
    samples = []
    for _ in range(n_samples):
        wanted = generator.multinomial(size, generator.dirichlet(np.ones(len(rows))))
        picks = [generator.choice(own, n) for own, n in zip(rows, wanted, strict=True)]
        drawn = tuple(int(row) for pick in picks for row in pick)
        shares = dict(zip(answers.labels, (wanted / size).tolist(), strict=True))
        samples.append(Sample(shares, drawn))
    return samples


def _shares(side: str, values: Sequence[float]) -> Array:
    shares = np.asarray(values, dtype=float)
    if not ((shares >= 0).all() and abs(shares.sum() - 1) < 1e-6):
        raise ValueError(f"the {side} shares are missing, negative, or do not sum to 1")
    return shares


def _errors(true: Array, said: Array, least: float) -> dict[str, float]:
    gaps = np.abs(said - true)
    one, two = _smooth(true, least), _smooth(said, least)
    divergence = (one * np.log(one / two)).sum()
    largest = 2 * (1 - true.min())
    return {
        "ae": float(gaps.mean()),
        "nae": float(gaps.sum() / largest) if largest else 0.0,
        "rae": float((np.abs(two - one) / one).mean()),
        "nkld": float(2 / (1 + np.exp(-divergence)) - 1),
    }


def _smooth(shares: Array, least: float) -> Array:
    return np.asarray((shares + least) / (1 + least * len(shares)))
