"""How far coders agree, human or machine: Krippendorff's alpha, kappas and AC1."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stance.evaluation.answers import Array, is_missing

Distance: TypeAlias = Callable[[Any, Any], float]
LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi")


@dataclass(frozen=True, eq=False)
class Codings:
    """What each coder gave each unit: `codes` of shape (n_coders, n_units), −1 for nothing.

    A code is the place of the value in `values`, which `is_ordered` if it was given so or
    holds numbers.
    """

    values: tuple[Any, ...]
    codes: NDArray[np.intp]
    is_ordered: bool = False

    @classmethod
    def of(cls, columns: Sequence[Sequence[Any]], values: Sequence[Any] = ()) -> Codings:
        """The codings of two or more columns of equal length; None and NaN are missing."""
        if len(columns) < 2:
            raise ValueError(f"agreement needs two coders at least; there are {len(columns)}")
        if len(lengths := {len(column) for column in columns}) > 1:
            raise ValueError(
                f"the coders have {sorted(lengths)} units: give one value for each"
            )
        rows = [[frozen(value) for value in column] for column in columns]
        known = tuple(values) or in_order({v for column in rows for v in column} - {None})
        place = {frozen(value): at for at, value in enumerate(known)} | {None: -1}
        for column in rows:
            for row, value in enumerate(column):
                if value not in place:
                    names = ", ".join(map(str, known))
                    raise ValueError(f"row {row}: {value!r} is not one of {names}")
        codes = np.asarray(
            [[place[value] for value in column] for column in rows], dtype=np.intp
        )
        is_ordered = bool(values) or all(isinstance(value, int | float) for value in known)
        made = cls(known, codes.reshape(len(columns), -1), is_ordered)
        if not (made.counts.sum(axis=1) > 1).any():
            raise ValueError("no unit has two codes: there is nothing to compare")
        return made

    @property
    def counts(self) -> Array:
        """How many coders gave each unit each value: (n_units, n_values)."""
        found = np.zeros((self.codes.shape[1], len(self.values)))
        for row in self.codes:
            units = np.flatnonzero(row >= 0)
            found[units, row[units]] += 1
        return found

    def take(self, units: NDArray[np.intp]) -> Codings:
        """The same coders on these units."""
        return replace(self, codes=self.codes[:, units])


def krippendorff_alpha(
    *columns: Sequence[Any],
    level: str | Distance = "nominal",
    values: Sequence[Any] = (),
) -> float:
    """Krippendorff's alpha: one less observed over expected disagreement.

    Parameters
    ----------
    columns
        One sequence a coder, unit by unit; None or NaN where a coder gave nothing.
    level
        One of `LEVELS`, or a function of two values that gives their (squared) distance.
        `masi` is for label sets: partly equal sets disagree partly.
    values
        All values in their order; needed for ordinal names.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance, NaN where only one value occurs: without
        variation reliability cannot be told.

    Notes
    -----
    When it misleads: for rare codes it is low even where coders agree on nearly all units;
    look at `gwet_ac1` beside. That two coders agree does not make them right.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of
    Pennsylvania. Passonneau, R. (2006). Measuring agreement on set-valued items (MASI). LREC.

    Examples
    --------
    >>> krippendorff_alpha(["a", "a", "b", "b"], ["a", "a", "b", None])
    1.0
    """
    return alpha_of(Codings.of(columns, values), level)


def cohen_kappa(first: Sequence[Any], second: Sequence[Any]) -> float:
    """Agreement of two coders beyond what their own habits would give (Cohen 1960).

    Units that one of them did not code are left out; NaN where both use one value only.

    Examples
    --------
    >>> cohen_kappa(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    0.5
    """
    return _cohen(Codings.of((first, second)))


def fleiss_kappa(*columns: Sequence[Any]) -> float:
    """Agreement of several coders beyond chance, every unit coded by all (Fleiss 1971).

    Raises
    ------
    ValueError
        For missing codes: use `krippendorff_alpha`.

    Examples
    --------
    >>> fleiss_kappa(["a", "b"], ["a", "b"], ["a", "b"])
    1.0
    """
    return _fleiss(Codings.of(columns))


def gwet_ac1(*columns: Sequence[Any], values: Sequence[Any] = ()) -> float:
    """Agreement beyond chance that does not collapse when one code is rare.

    Chance is the mean of π(1 − π) over the values but one, π being a value's share. Missing
    codes are allowed; `values` are all values coders could have given.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of
    high agreement. British Journal of Mathematical and Statistical Psychology 61(1).

    Examples
    --------
    >>> round(gwet_ac1(["a"] * 9 + ["b"], ["a"] * 10), 3)
    0.89
    """
    return ac1_of(Codings.of(columns, values))


def masi_distance(first: frozenset[Any], second: frozenset[Any]) -> float:
    """How far two label sets are apart: 0 equal, 1 nothing in common (Passonneau 2006).

    Examples
    --------
    >>> round(masi_distance(frozenset("ab"), frozenset("abc")), 4)
    0.5556
    """
    if first == second:
        return 0.0
    shared = len(first & second)
    kind = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - kind * shared / len(first | second)


def alpha_of(codings: Codings, level: str | Distance = "nominal") -> float:
    """Krippendorff's alpha of these codings."""
    counts = codings.counts
    counts = counts[counts.sum(axis=1) > 1]
    totals = counts.sum(axis=0)
    distances = _distances(codings, totals, level)
    expected = totals @ distances @ totals
    if expected == 0:
        return float("nan")
    within = ((counts @ distances) * counts).sum(axis=1)
    observed = (within / (counts.sum(axis=1) - 1)).sum()
    return float(1 - (totals.sum() - 1) * observed / expected)


def _distances(codings: Codings, totals: Array, level: str | Distance) -> Array:
    """Squared distances between all values."""
    values = codings.values
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":
        if not codings.is_ordered:
            raise ValueError("the ordinal level needs numbers, or all `values` in their order")
        ranks = np.cumsum(totals) - totals / 2
        return np.asarray((ranks[:, None] - ranks) ** 2)
    if level in ("interval", "ratio"):
        return _of_numbers(values, is_ratio=level == "ratio")
    distance = masi_distance if level == "masi" else level
    if not callable(distance):
        raise ValueError(f"no level {level!r}; there are {', '.join(LEVELS)}")
    return np.asarray([[distance(one, two) for two in values] for one in values], dtype=float)


def _of_numbers(values: Sequence[Any], is_ratio: bool) -> Array:
    if not all(isinstance(value, int | float) for value in values):
        raise ValueError("interval and ratio levels need numbers: use nominal or ordinal")
    numbers = np.asarray(values, dtype=float)
    gaps, sums = numbers[:, None] - numbers, numbers[:, None] + numbers
    if is_ratio:
        gaps = np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0)
    return np.asarray(gaps**2)


def _cohen(codings: Codings) -> float:
    both = codings.codes[:, (codings.codes >= 0).all(axis=0)]
    n_values = len(codings.values)
    shares = [np.bincount(row, minlength=n_values) / both.shape[1] for row in both]
    return _beyond(float((both[0] == both[1]).mean()), float(shares[0] @ shares[1]))


def _fleiss(codings: Codings) -> float:
    counts = codings.counts
    if (codings.codes < 0).any():
        raise ValueError("Fleiss' kappa needs a code of every coder: use krippendorff_alpha")
    shares = counts.sum(axis=0) / counts.sum()
    return _beyond(share_equal(counts), float(shares @ shares))


def ac1_of(codings: Codings) -> float:
    """Gwet's AC1 of these codings."""
    counts = codings.counts
    counts = counts[counts.sum(axis=1) > 0]
    shares = (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0)
    chance = (shares * (1 - shares)).sum() / max(len(shares) - 1, 1)
    return _beyond(share_equal(counts), float(chance))


def share_equal(counts: Array) -> float:
    """Mean over units of the share of equal pairs of codes."""
    sizes = counts.sum(axis=1)
    paired = sizes > 1
    equal = (counts[paired] * (counts[paired] - 1)).sum(axis=1)
    return (
        float((equal / (sizes[paired] * (sizes[paired] - 1))).mean())
        if paired.any()
        else np.nan
    )


def _beyond(found: float, chance: float) -> float:
    return (found - chance) / (1 - chance) if chance < 1 else float("nan")


def frozen(value: Any) -> Hashable:  # noqa: ANN401 - a code is anything hashable
    """A value as it can be looked up; None for what is missing."""
    if isinstance(value, set | list):
        return frozenset(value)
    return None if is_missing(value) else value


def in_order(values: set[Any]) -> tuple[Any, ...]:
    """Numbers by size, names by their letters, sets by their sorted members."""
    if all(isinstance(value, int | float) for value in values):
        return tuple(sorted(values))

    def letters(value: Any) -> list[str]:  # noqa: ANN401
        return sorted(map(str, value)) if isinstance(value, frozenset) else [str(value)]

    return tuple(sorted(values, key=letters))
