"""Agreement on each code and of each coder with the others, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from stance.evaluation.agreement import (
    Codings,
    Distance,
    ac1_of,
    alpha_of,
    frozen,
    in_order,
    share_equal,
)


@dataclass(frozen=True)
class Agreement:
    """Agreement on one code, of one coder with the others, or overall (`of` is "all").

    `low` and `high` are the ends of the bootstrap interval of alpha over units; `share` is
    the share of pairs of codes that are equal; `n_units` counts units with two codes.
    """

    of: str
    alpha: float
    low: float
    high: float
    ac1: float
    share: float
    n_units: int


def agreement_table(
    coders: Mapping[str, Sequence[Any]],
    *,
    level: str | Distance = "nominal",
    values: Sequence[Any] = (),
    n_resamples: int = 1000,
    seed: int = 0,
) -> list[Agreement]:
    """Agreement overall, on each code alone, and of each coder with the others.

    Label sets are compared by MASI overall and as present or absent code by code. A coder's
    row is the mean over its pairs with the others.

    Parameters
    ----------
    coders
        Name of the coder → its codes, unit by unit; a machine is a coder like another.

    Examples
    --------
    >>> human, machine = ["a", "b", "c", "a"] * 9, ["a", "b", "b", "a"] * 9
    >>> [row.of for row in agreement_table({"human": human, "machine": machine})]
    ['all', 'code a', 'code b', 'code c', 'coder human', 'coder machine']
    """
    columns = [[frozen(value) for value in column] for column in coders.values()]
    is_sets = any(isinstance(value, frozenset) for column in columns for value in column)
    if is_sets and level == "nominal":
        level = "masi"
    whole = Codings.of(columns, values)
    names = in_order(set().union(*whole.values)) if is_sets else whole.values
    resampled = partial(_row, n_resamples=n_resamples, seed=seed)
    rows = [resampled("all", [whole], level)]
    for name in names:
        present = [[_has(value, name) for value in column] for column in columns]
        rows.append(resampled(f"code {name}", [Codings.of(present)], "nominal"))
    for at, coder in enumerate(coders):
        pairs = [
            replace(whole, codes=whole.codes[[at, other]])
            for other in range(len(columns))
            if other != at
        ]
        shared = [pair for pair in pairs if (pair.counts.sum(axis=1) > 1).any()]
        rows.append(resampled(f"coder {coder}", shared, level))
    return rows


def agreement_interval(
    statistic: Callable[[Codings], float],
    codings: Codings,
    *,
    confidence: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """Percentile bootstrap interval over units; NaN where too few resamples have a value."""
    generator = np.random.default_rng(seed)
    n_units = codings.codes.shape[1]
    draws = generator.integers(0, n_units, (n_resamples, n_units))
    drawn = [statistic(codings.take(units)) for units in draws]
    known = np.asarray(drawn)[~np.isnan(drawn)]
    if len(known) < n_resamples / 2:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _row(
    name: str,
    pairs: Sequence[Codings],
    level: str | Distance,
    n_resamples: int,
    seed: int,
) -> Agreement:
    """One row of the table: the mean over `pairs`, which share their units."""
    if not pairs:
        return Agreement(name, *(float("nan"),) * 5, 0)

    def mean_alpha(codings: Codings) -> float:
        rows = np.split(codings.codes, len(pairs))
        return _mean([alpha_of(replace(codings, codes=codes), level) for codes in rows])

    stacked = replace(pairs[0], codes=np.vstack([pair.codes for pair in pairs]))
    low, high = agreement_interval(mean_alpha, stacked, n_resamples=n_resamples, seed=seed)
    compared = np.vstack([pair.counts.sum(axis=1) > 1 for pair in pairs]).any(axis=0)
    return Agreement(
        name,
        mean_alpha(stacked),
        low,
        high,
        _mean([ac1_of(pair) for pair in pairs]),
        _mean([share_equal(pair.counts) for pair in pairs]),
        int(compared.sum()),
    )


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _has(value: Any, name: Hashable) -> bool | None:  # noqa: ANN401
    if value is None:
        return None
    return name in value if isinstance(value, frozenset) else bool(value == name)
