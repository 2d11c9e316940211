"""Where a model is right and wrong: by label, by target, its surest mistakes, paired tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from stance.evaluation.answers import Answers, check_answers
from stance.evaluation.label_scores import label_counts
from stance.evaluation.metrics import metric_of
from stance.evaluation.probability_scores import BINS, confidence_counts
from stance.evaluation.uncertainty import compare, holm, intervals
from stance.report.layout import counted
from stance.report.results_table import Table

MOST_TARGETS = 25
MOST_MISTAKES = 10
FEW = 20
"""Fewer items than this get no score of their own: it would be chance."""

OVER_TARGETS = {"f_avg_mean": "f_avg", "f1_macro_zero": "f1_macro", "f1_macro_few": "f1_macro"}
"""What a metric over all targets becomes for one."""


class Guesses(Protocol):
    """The predictions of one run, in the order they were tested; no text.

    `labels` is empty for tasks that have none (quotations); `groups`, `targets` and
    `probabilities` may be empty or None.
    """

    @property
    def ids(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def gold(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def guess(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def groups(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def targets(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def seen(self) -> Sequence[bool]: ...  # noqa: D102
    @property
    def labels(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def probabilities(self) -> NDArray[np.float64] | None: ...  # noqa: D102


def by_label(guesses: Guesses) -> Table:
    """Precision, recall and F1 of each label, and how often it was right and was said."""
    answers = _answers(guesses)
    hits, guessed, gold = np.split(label_counts(answers).sum(axis=0), 3)
    rows = [
        (
            str(label),
            _percent(hits[i], guessed[i]),
            _percent(hits[i], gold[i]),
            _percent(2 * hits[i], guessed[i] + gold[i]),
            f"{gold[i]:,.0f}",
            f"{guessed[i]:,.0f}",
        )
        for i, label in enumerate(answers.labels)
    ]
    header = ("label", "precision ×100", "recall ×100", "F1 ×100", "gold", "guessed")
    return Table("by label", header, tuple(rows))


def by_target(guesses: Guesses, metric: str) -> Table | None:
    """The metric for each target with at least `FEW` items, the most frequent first.

    None where there are no targets, or one.
    """
    metric = OVER_TARGETS.get(metric, metric)
    counts = Counter(guesses.targets)
    frequent = [t for t, n in counts.most_common(MOST_TARGETS) if n >= FEW]
    if len(counts) < 2 or not frequent:
        return None
    targets = np.asarray(guesses.targets)
    rows = [_target_row(guesses, metric, t, np.flatnonzero(targets == t)) for t in frequent]
    left = len(counts) - len(frequent)
    notes = ["in brackets: 95 % bootstrap interval"]
    if left:
        notes.append(f"left out: {counted(left, 'target')} of few items")
    return Table("by target", ("target", _title(metric), "n"), tuple(rows), tuple(notes))


def _target_row(
    guesses: Guesses, metric: str, target: str, rows: NDArray[np.intp]
) -> tuple[str, str, str]:
    gold, guess = ([side[i] for i in rows] for side in (guesses.gold, guesses.guess))
    chances = None if guesses.probabilities is None else guesses.probabilities[rows]
    labels = tuple(guesses.labels)
    value = metric_of(metric, labels)(check_answers(gold, guess, labels, chances))
    ends = intervals(
        gold, guess, metrics=[metric], labels=labels, probabilities=chances, n_resamples=500
    )[metric]
    shown = [_number(metric, number) for number in (value, *ends)]
    return target, f"{shown[0]} [{shown[1]}, {shown[2]}]", f"{len(rows):,}"


def confusions(guesses: Guesses) -> NDArray[np.intp] | None:
    """Gold by row, guess by column, in the order of the labels; None for sets of labels."""
    answers = _answers(guesses)
    if answers.is_multilabel:
        return None
    gold, guess = (answers.matrix(side).astype(np.intp) for side in ("gold", "guess"))
    return gold.T @ guess


def reliability(guesses: Guesses) -> tuple[NDArray[np.float64], ...] | None:
    """Mean confidence, share right and number of decisions for each bin of confidence.

    None where the model gives no probabilities.
    """
    if guesses.probabilities is None:
        return None
    bins = confidence_counts(_answers(guesses)).sum(axis=0).reshape(BINS, 3)
    count = bins[:, 2]
    return bins[:, 0] / np.maximum(count, 1), bins[:, 1] / np.maximum(count, 1), count


def surest_mistakes(guesses: Guesses) -> Table | None:
    """The mistakes the model was surest of, by id; None where it gives no probabilities.

    They are worth reading first: some are errors of the gold label.
    """
    answers = _answers(guesses)
    if answers.probabilities is None or answers.is_multilabel:
        return None
    sure = answers.probabilities.max(axis=1)
    wrong = np.asarray([a != b for a, b in zip(answers.gold, answers.guess, strict=True)])
    order = [i for i in np.argsort(-sure, kind="stable") if wrong[i]][:MOST_MISTAKES]
    rows = [
        (guesses.ids[i], str(answers.gold[i]), str(answers.guess[i]), f"{sure[i]:.2f}")
        for i in order
    ]
    return Table("surest mistakes", ("id", "gold", "guess", "probability"), tuple(rows))


def paired_tests(systems: Sequence[tuple[str, Guesses]], metric: str) -> Table | None:
    """The last system against each other on the same items; None for fewer than two."""
    if len(systems) < 2:
        return None
    *others, (best, second) = systems
    for name, first in others:
        if tuple(first.ids) != tuple(second.ids):
            raise ValueError(f"{name} and {best} were tested on other items: rerun one of them")
    found = [
        compare(
            second.gold,
            first.guess,
            second.guess,
            metric=metric,
            labels=tuple(second.labels),
            targets=second.targets or None,
            seen=second.seen or None,
            probabilities=(first.probabilities, second.probabilities),
            groups=second.groups or None,
            n_resamples=2000,
        )
        for _, first in others
    ]
    corrected = holm([one.p_randomisation for one in found])
    rows = [
        (
            f"{best} − {name}",
            _signed(metric, one.difference),
            f"[{_signed(metric, one.low)}, {_signed(metric, one.high)}]",
            "< 0.001" if p < 0.001 else f"{p:.3f}",
            _number(metric, one.detectable),
        )
        for (name, _), one, p in zip(others, found, corrected, strict=True)
    ]
    header = ("difference", _title(metric), "95 % interval", "p (Holm)", "detectable")
    notes = (
        "intervals: paired bootstrap; p: approximate randomisation, corrected by Holm; "
        "detectable: the true difference these items would show in four cases of five",
    )
    return Table("paired tests", header, tuple(rows), notes)


def _answers(guesses: Guesses) -> Answers:
    return check_answers(
        guesses.gold, guesses.guess, tuple(guesses.labels), guesses.probabilities
    )


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _number(metric: str, value: float) -> str:
    return f"{100 * value:.1f}" if metric_of(metric).percent else f"{value:.3f}"


def _signed(metric: str, value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{_number(metric, abs(value))}"


def _title(metric: str) -> str:
    return f"{metric} ×100" if metric_of(metric).percent else metric
