"""What share of a corpus carries a label, when a model that errs has done the labelling."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

Flags = NDArray[np.bool_]

Method = Literal["count", "adjusted", "difference"]


NOT_CODED = "no text is coded: without a coded sample nothing can be corrected"


class Share(NamedTuple):
    """A share with the ends of its interval; NaN where nothing can be said."""

    share: float
    low: float
    high: float


UNKNOWN = Share(math.nan, math.nan, math.nan)


def prevalence(
    guess: Iterable[Any],
    gold: Iterable[Any] | None = None,
    *,
    by: Any = None,  # noqa: ANN401 - a sequence or any data frame
    labels: Sequence[Any] = (),
    method: Method = "adjusted",
    level: float = 0.95,
) -> pd.DataFrame:
    """The share of texts that carry each label, corrected for the model's errors.

    A model that finds a frame in 30 of 100 articles may miss half of those that have it and
    find it in some that have not. A hand-coded sample tells how often, and so what the share
    really is, and how surely.

    Parameters
    ----------
    guess
        What the model says of each text: a label, or a set of labels.
    gold
        What coders say of it; None where nobody coded it. The coded texts must not have been
        trained on. Only `"count"` does without.
    by
        The group of each text (an outlet), or a data frame of several (outlet and month).
    labels
        The labels to report; by default all that occur.
    method
        `"adjusted"` corrects the count by the rates of error in the whole coded sample
        (adjusted classify and count [1]_, the interval of [2]_). `"difference"` corrects it,
        within each group, by the mean error in that group's coded texts [3]_; of coded texts
        in every group it makes more. `"count"` corrects nothing.
    level
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a group and label: the columns of `by`, `label`, `texts`, `coded`, `counted`
        (the model's own share), `share`, `low`, `high`. NaN where nothing can be said: no
        coded text has the label or none lacks it, or the model does no better than chance.

    Raises
    ------
    ValueError
        For lengths that differ, no coded text, an unknown method or level.

    Notes
    -----
    When it misleads: `"adjusted"` takes the model to err alike in all groups; where it errs
    more on one outlet, that outlet's share is wrong and its interval too narrow. Only
    `"difference"` is safe against that, and only where the coded texts are a random sample of
    each group. Neither mends coders who disagree. An interval is for a share of texts like
    these, each an independent draw: reprints of one report are not.

    References
    ----------
    .. [1] Rogan, W. J. & Gladen, B. (1978). Estimating Prevalence from the Results of a
       Screening Test. American Journal of Epidemiology 107(1), 71-76.
    .. [2] Lang, Z. & Reiczigel, J. (2014). Confidence Limits for Prevalence of Disease
       Adjusted for Estimated Sensitivity and Specificity. Preventive Veterinary Medicine
       113(1), 13-22.
    .. [3] Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023). PPI++: Efficient
       Prediction-Powered Inference. arXiv:2311.01453.

    Examples
    --------
    The model misses half of what has the label; the sample shows it.

    >>> guess = ["yes"] * 5 + ["no"] * 15 + ["yes"] * 30 + ["no"] * 70
    >>> gold = ["yes"] * 10 + ["no"] * 10 + [None] * 100
    >>> found = prevalence(guess, gold, labels=["yes"]).iloc[0]
    >>> float(found["counted"].round(2)), float(found["share"].round(2))
    (0.29, 0.58)
    """
    if method not in _METHODS:
        raise ValueError(f"method is {method!r}: give one of {', '.join(_METHODS)}")
    guesses = list(guess)
    answers = [None] * len(guesses) if gold is None else list(gold)
    coded = np.array([not _is_missing(answer) for answer in answers], dtype=bool)
    _check(guesses, answers, level)
    if method != "count" and not coded.any():
        raise ValueError(NOT_CODED)
    names, keys = _groups(by, len(guesses))
    rows = []
    for label in labels or _labels(guesses, answers):
        said = np.array([_has(answer, label) for answer in guesses], dtype=bool)
        true = np.array([_has(answer, label) for answer in answers], dtype=bool)
        for key, here in _members(keys).items():
            share = _METHODS[method](said, true, coded, here, float(norm.ppf((1 + level) / 2)))
            known = [int(here.sum()), int((here & coded).sum()), float(said[here].mean())]
            rows.append((*key, label, *known, *share))
    return pd.DataFrame(
        rows, columns=[*names, "label", "texts", "coded", "counted", *Share._fields]
    )


def texts_to_code(
    guess: Iterable[Any],
    gold: Iterable[Any],
    half_width: float,
    *,
    labels: Sequence[Any] = (),
    level: float = 0.95,
) -> dict[Any, int]:
    """How many texts must be coded for a share to be known to within `half_width`.

    Told for the method `"difference"` on a large corpus, from the errors seen so far: the
    better the model, the fewer. Code a random sample of that size, not this one again.

    Parameters
    ----------
    guess, gold, labels, level
        As for `prevalence`.
    half_width
        Half the width of the interval wanted: 0.05 for ± 5 points.

    Returns
    -------
    dict
        Texts by label.

    Notes
    -----
    When it misleads: it is itself guessed from the sample at hand; after coding, look at the
    interval you got. To keep a small sample without errors from promising too much, one more
    error of either kind is taken as seen.

    Examples
    --------
    >>> gold = ["yes", "no"] * 50
    >>> good = ["no"] * 5 + gold[5:]
    >>> texts_to_code(good, gold, 0.05, labels=["yes"])
    {'yes': 72}
    >>> texts_to_code(["no"] * 100, gold, 0.05, labels=["yes"])
    {'yes': 388}
    """
    if not 0 < half_width < 1:
        raise ValueError(f"half_width is {half_width}: give a number between 0 and 1")
    guesses, answers = list(guess), list(gold)
    coded = np.array([not _is_missing(answer) for answer in answers], dtype=bool)
    _check(guesses, answers, level)
    if not coded.any():
        raise ValueError(NOT_CODED)
    pairs = [(g, a) for g, a, known in zip(guesses, answers, coded, strict=True) if known]
    needed = {}
    for label in labels or _labels(guesses, answers):
        said = np.array([_has(g, label) for g, _ in pairs], dtype=float)
        true = np.array([_has(a, label) for _, a in pairs], dtype=float)
        spread = _unexplained(said, true, _trust(said, true))
        needed[label] = math.ceil(spread * (norm.ppf((1 + level) / 2) / half_width) ** 2)
    return needed


def rogan_gladen(counted: float, sensitivity: float, specificity: float) -> float:
    """The true share behind a counted one, from the two rates of right answers.

    (counted + specificity − 1) / (sensitivity + specificity − 1), kept within 0 and 1; NaN
    for a model no better than chance. Rogan & Gladen (1978).

    Examples
    --------
    >>> round(rogan_gladen(0.30, sensitivity=0.5, specificity=0.95), 3)
    0.556
    """
    better = sensitivity + specificity - 1
    if not better > 0:
        return math.nan
    return min(max((counted + specificity - 1) / better, 0.0), 1.0)


def _counted(said: Flags, true: Flags, coded: Flags, here: Flags, z: float) -> Share:
    """The model's share with Wilson's interval: right only if the model never errs."""
    n, share = int(here.sum()), float(said[here].mean())
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return Share(share, max(centre - reach, 0.0), min(centre + reach, 1.0))


def _adjusted(said: Flags, true: Flags, coded: Flags, here: Flags, z: float) -> Share:
    """Lang & Reiczigel's interval: uses and errors each drawn a little to the middle."""
    with_label, without = coded & true, coded & ~true
    n_with, n_without, n = int(with_label.sum()), int(without.sum()), int(here.sum())
    if not (n_with and n_without):
        return UNKNOWN
    found, spared = int(said[with_label].sum()), int((~said[without]).sum())
    share = rogan_gladen(float(said[here].mean()), found / n_with, spared / n_without)
    hit, pass_ = (found + 1) / (n_with + 2), (spared + 1) / (n_without + 2)
    better = hit + pass_ - 1
    if math.isnan(share) or better <= 0:
        return UNKNOWN
    counted = (said[here].sum() + z**2 / 2) / (n + z**2)
    centre = (counted + pass_ - 1) / better
    hit_error, pass_error = hit * (1 - hit) / n_with, pass_ * (1 - pass_) / n_without
    shift = 2 * z**2 * (centre * hit_error - (1 - centre) * pass_error)
    variance = counted * (1 - counted) / (n + z**2)
    variance += centre**2 * hit * (1 - hit) / (n_with + 2)
    variance += (1 - centre) ** 2 * pass_ * (1 - pass_) / (n_without + 2)
    reach = z * math.sqrt(variance) / better
    return Share(share, *_within(centre + shift - reach, centre + shift + reach))


def _difference(said: Flags, true: Flags, coded: Flags, here: Flags, z: float) -> Share:
    """The model's share of the uncoded, and the mean error of the coded, in one group."""
    y, f = true[here & coded].astype(float), said[here & coded].astype(float)
    rest = said[here & ~coded].astype(float)
    if len(y) < 2:
        return UNKNOWN
    trust = _trust(f, y) / (1 + len(y) / len(rest)) if len(rest) else 0.0
    share = float((y - trust * f).mean() + (trust * rest.mean() if trust else 0.0))
    variance = _unexplained(f, y, trust) / len(y)
    variance += trust**2 * rest.var() / len(rest) if trust else 0.0
    reach = z * math.sqrt(variance)
    return Share(*_within(share, share - reach, share + reach))


def _trust(said: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    """How far the model's answers are followed: the slope of the truth on them, 0 to 1."""
    if said.var() == 0:
        return 0.0
    return min(max(float(np.cov(said, true)[0, 1] / said.var(ddof=1)), 0.0), 1.0)


def _unexplained(said: NDArray[np.float64], true: NDArray[np.float64], trust: float) -> float:
    """The variance of the truth round what is followed, two errors more taken as seen.

    One text missed and one found wrongly: few coded texts without an error prove little.
    """
    return float((np.append(true, [1, 0]) - trust * np.append(said, [0, 1])).var(ddof=1))


_METHODS: dict[str, Callable[[Flags, Flags, Flags, Flags, float], Share]] = {
    "count": _counted,
    "adjusted": _adjusted,
    "difference": _difference,
}


def _within(*shares: float) -> list[float]:
    return [min(max(float(share), 0.0), 1.0) for share in shares]


def _is_missing(answer: object) -> bool:
    return answer is None or (isinstance(answer, float) and math.isnan(answer))


def _has(answer: Any, label: Any) -> bool:  # noqa: ANN401 - a label or a set of labels
    return label in answer if isinstance(answer, set | frozenset) else bool(answer == label)


def _labels(guesses: Sequence[Any], answers: Sequence[Any]) -> list[Any]:
    given = [answer for answer in [*guesses, *answers] if not _is_missing(answer)]
    sets = [a if isinstance(a, set | frozenset) else {a} for a in given]
    return sorted(set().union(*sets), key=str)


def _groups(by: Any, n: int) -> tuple[list[str], list[tuple[Hashable, ...]]]:  # noqa: ANN401
    if by is None:
        return [], [()] * n
    if hasattr(by, "columns"):
        names = [str(name) for name in by.columns]
        keys = list(zip(*(list(by[name]) for name in by.columns), strict=True))
    else:
        names, keys = ["group"], [(key,) for key in by]
    if len(keys) != n:
        raise ValueError(f"{n} texts and {len(keys)} groups: give one for each text")
    return names, keys


def _members(keys: Sequence[tuple[Hashable, ...]]) -> dict[tuple[Hashable, ...], Flags]:
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    of = np.array([places[key] for key in keys])
    return {key: of == place for key, place in places.items()}


def _check(guesses: Sequence[Any], answers: Sequence[Any], level: float) -> None:
    if len(guesses) != len(answers):
        raise ValueError(
            f"{len(guesses)} guesses and {len(answers)} codings: give None where not coded"
        )
    if any(_is_missing(guess) for guess in guesses):
        raise ValueError("a guess is missing: the model must label every text")
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {level}")
