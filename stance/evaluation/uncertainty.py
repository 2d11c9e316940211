"""How far a score can be trusted: intervals, tests of a difference, what could be detected.

Everything rests on the sums of `stance.evaluation.metrics`: a resample of the items is another
weight for each item's counts, so a thousand resamples are one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from stance.evaluation.answers import Array, Label, check_answers
from stance.evaluation.metrics import Metric, all_keys, metric_of

BATCH = 2_000_000
"""How many random draws are held in memory at once."""

FEW = 1_000
"""Up to so many different rows, how often each is drawn is drawn at once."""


def intervals(
    gold: Iterable[Any],
    guess: Iterable[Any],
    *,
    metrics: Iterable[str] = ("f1_macro", "accuracy"),
    labels: Collection[Label] = (),
    probabilities: object = None,
    targets: Iterable[str | None] | None = None,
    seen: Iterable[object] | None = None,
    groups: Sequence[object] | None = None,
    level: float = 0.95,
    n_resamples: int = 1000,
    seed: int = 0,
) -> dict[str, tuple[float, float]]:
    """Bootstrap intervals (percentiles) of the scores that `score` gives.

    Parameters
    ----------
    gold, guess, metrics, labels, probabilities, targets, seen
        As for `stance.evaluation.metrics.score`.
    groups
        Items of one group (story, body, outlet) are drawn together, because they are alike:
        without it the interval is too narrow.
    level
        The share of resamples inside.
    n_resamples, seed
        How many resamples, and the seed of the draws.

    Returns
    -------
    dict
        Lower and upper end by metric; none for `ece`, which grows by resampling.

    Notes
    -----
    When it misleads: it speaks of other test items of the same kind, not of other training
    data or seeds; with fewer than about 20 groups it is too narrow.

    References
    ----------
    Field, C. A. and Welsh, A. H. (2007). Bootstrapping clustered data. Journal of the Royal
    Statistical Society B 69(3).

    Examples
    --------
    >>> gold, guess = ["pro", "con"] * 50, ["pro", "con"] * 40 + ["con", "pro"] * 10
    >>> intervals(gold, guess, metrics=["accuracy"])["accuracy"]
    (0.72, 0.87)
    """
    answers = check_answers(gold, guess, labels, probabilities, targets, seen)
    every = {key: metric_of(key, answers.labels) for key in all_keys(metrics, answers)}
    keys = [key for key, part in every.items() if part.resamples]
    parts = [every[key] for key in keys]
    tallies = [part.tally(answers) for part in parts]
    rows = _by_group(np.hstack(tallies), groups)
    sums = _resampled(rows, n_resamples, np.random.default_rng(seed))
    ends = np.cumsum([tally.shape[1] for tally in tallies])[:-1]
    return {
        key: _percentiles(part.formula(some), level)
        for key, part, some in zip(keys, parts, np.split(sums, ends, axis=1), strict=True)
    }


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same items: `difference` is the second less the first.

    `low` and `high` are the ends of its paired bootstrap interval; `p_bootstrap` is twice the
    smaller share of resamples on the other side of zero; `p_randomisation` the share of random
    exchanges of the two systems' answers that give a difference as large; `detectable` the
    true difference that a test on these items would find in four cases of five.
    """

    metric: str
    first: float
    second: float
    low: float
    high: float
    p_bootstrap: float
    p_randomisation: float
    detectable: float

    @property
    def difference(self) -> float:
        """Score of the second less that of the first."""
        return self.second - self.first

    def __str__(self) -> str:
        """The difference on the printed scale, its interval, and whether it may be chance."""
        scale = 100 if metric_of(self.metric).percent else 1
        middle, low, high = (scale * x for x in (self.difference, self.low, self.high))
        return (
            f"{self.metric} {middle:+.1f} [{low:+.1f}, {high:+.1f}], "
            f"p = {self.p_randomisation:.4f}"
        )


def compare(
    gold: Iterable[Any],
    first: Iterable[Any],
    second: Iterable[Any],
    *,
    metric: str,
    labels: Collection[Label] = (),
    targets: Iterable[str | None] | None = None,
    seen: Iterable[object] | None = None,
    probabilities: tuple[object, object] = (None, None),
    groups: Sequence[object] | None = None,
    level: float = 0.95,
    n_resamples: int = 10_000,
    seed: int = 0,
) -> Comparison:
    """Is the second system better than the first? Paired bootstrap and randomisation.

    Both draw whole `groups`. Correct the p-values of several comparisons with `holm`.

    Notes
    -----
    When it misleads: a small p says that the difference is not chance, not that it matters;
    a large one not that the systems are equal (see `detectable`).

    References
    ----------
    Noreen, E. W. (1989). Computer-Intensive Methods for Testing Hypotheses (randomisation).
    Koehn, P. (2004). Statistical significance tests for machine translation (bootstrap).

    Examples
    --------
    >>> gold = ["pro", "con"] * 50
    >>> found = compare(gold, ["pro"] * 100, gold, metric="accuracy")
    >>> found.difference, found.p_randomisation < 0.001
    (0.5, True)
    """
    true, *said = (tuple(answers) for answers in (gold, first, second))
    about = None if targets is None else tuple(targets)
    known = None if seen is None else tuple(seen)
    names = tuple(labels) or check_answers((*true, *true), (*said[0], *said[1])).labels
    one, two = (
        check_answers(true, answers, names, chances, about, known)
        for answers, chances in zip(said, probabilities, strict=True)
    )
    score = metric_of(metric, one.labels)
    counts = [_by_group(score.tally(answers), groups) for answers in (one, two)]
    generator = np.random.default_rng(seed)
    drawn = _paired_differences(score, counts, n_resamples, generator)
    low, high = _percentiles(drawn, level)
    return Comparison(
        metric,
        score(one),
        score(two),
        low,
        high,
        min(1.0, 2 * min(_share(drawn <= 0), _share(drawn >= 0))),
        _exchange(score, counts, n_resamples, generator),
        detectable_difference(float(drawn.std(ddof=1)), level=level),
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for their number: step-down Bonferroni, in the given order.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian
    Journal of Statistics 6(2).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    given = np.asarray(p_values, dtype=float)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a p-value is missing or outside 0–1")
    order = np.argsort(given, kind="stable")
    stepped = given[order] * np.arange(len(given), 0, -1)
    corrected = np.empty_like(given)
    corrected[order] = np.minimum(np.maximum.accumulate(stepped), 1)
    return [float(value) for value in corrected]


def detectable_difference(
    standard_error: float, power: float = 0.8, level: float = 0.95
) -> float:
    """The smallest true difference that a two-sided test finds with this power.

    Card et al. (2020), "With little power comes great responsibility", EMNLP, ask for it: a
    smaller difference on these data is no finding.

    Examples
    --------
    >>> round(detectable_difference(0.01), 3)
    0.028
    """
    if not standard_error >= 0:
        raise ValueError(f"a standard error is at least 0, not {standard_error}")
    return float((norm.ppf((1 + level) / 2) + norm.ppf(power)) * standard_error)


def _by_group(tally: Array, groups: Sequence[object] | None) -> Array:
    """The counts of each group, or of each item where there are no groups."""
    if groups is None or not len(groups):
        return tally
    if len(groups) != len(tally):
        raise ValueError(f"{len(tally)} items and {len(groups)} groups: give one for each item")
    names = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    sums = np.zeros((len(names), tally.shape[1]))
    np.add.at(sums, [names[group] for group in groups], tally)
    return sums


def _resampled(rows: Array, n_resamples: int, generator: np.random.Generator) -> Array:
    """Sums of as many rows drawn with replacement: (n_resamples, n_columns)."""
    if n_resamples < 1:
        raise ValueError(f"at least one resample is needed, not {n_resamples}")
    n_rows = len(rows)
    distinct, counts = np.unique(rows, axis=0, return_counts=True)
    if len(distinct) <= FEW:
        return np.asarray(
            generator.multinomial(n_rows, counts / n_rows, n_resamples) @ distinct
        )

    def drawn(size: int) -> Array:
        weights = np.empty((size, n_rows))
        for place in range(size):
            picks = generator.integers(0, n_rows, n_rows)
            weights[place] = np.bincount(picks, minlength=n_rows)
        return np.asarray(weights @ rows)

    return _in_batches(drawn, n_resamples, n_rows)


def _in_batches(draw: Callable[[int], Array], total: int, n_rows: int) -> Array:
    size = max(1, BATCH // n_rows)
    return np.concatenate([draw(min(size, total - at)) for at in range(0, total, size)])


def _paired_differences(
    score: Metric, counts: Sequence[Array], n_resamples: int, generator: np.random.Generator
) -> Array:
    first, second = np.split(_resampled(np.hstack(counts), n_resamples, generator), 2, axis=1)
    return score.formula(second) - score.formula(first)


def _exchange(
    score: Metric, counts: Sequence[Array], n_rounds: int, generator: np.random.Generator
) -> float:
    """Share of random exchanges whose difference is at least as large as the one found."""
    first, second = counts
    gaps, repeats = np.unique(second - first, axis=0, return_counts=True)
    moved = _in_batches(
        lambda size: np.asarray(generator.binomial(repeats, 0.5, (size, len(gaps))) @ gaps),
        n_rounds,
        len(gaps),
    )
    found = score.formula(second.sum(axis=0)) - score.formula(first.sum(axis=0))
    random = score.formula(second.sum(axis=0) - moved) - score.formula(
        first.sum(axis=0) + moved
    )
    return _share(np.abs(random) >= abs(float(found)) - 1e-12)


def _share(is_extreme: NDArray[np.bool_]) -> float:
    """Share of rounds, counting the observed one, so never 0 (Davison & Hinkley 1997)."""
    return float((is_extreme.sum() + 1) / (len(is_extreme) + 1))


def _percentiles(values: Array, level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {level}")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return round(float(low), 10), round(float(high), 10)
