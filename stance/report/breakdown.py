"""Where a model is right and wrong: by label, by target, its surest mistakes, paired tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from stance.evaluation.answers import Answers, check_answers
from stance.evaluation.label_scores import label_counts
from stance.evaluation.metrics import metric_of
from stance.evaluation.mistakes import confident_mistakes, score_slices
from stance.evaluation.predictions import Predictions, same_items
from stance.evaluation.probability_scores import BINS, confidence_counts
from stance.evaluation.uncertainty import compare, holm
from stance.report.results_table import Table

MOST_SLICES = 25
MOST_MISTAKES = 10

OVER_TARGETS = {"f_avg_mean": "f_avg", "f1_macro_zero": "f1_macro", "f1_macro_few": "f1_macro"}
"""What a metric over all targets becomes for one."""


def by_label(predictions: Predictions) -> Table:
    """Precision, recall and F1 of each label, and how often it was right and was said."""
    answers = _answers(predictions)
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


def by_slice(
    predictions: Predictions, metric: str, slices: Mapping[str, Sequence[str]]
) -> Table | None:
    """The metric for each part of the items, the largest first; None where none is large.

    `slices` holds the part of each item by what it was cut: `stance.evaluation.mistakes` cuts
    by target, outlet, length and cues; targets known from the predictions come first.
    """
    metric = OVER_TARGETS.get(metric, metric)
    targets = {"target": predictions.targets} if len(set(predictions.targets)) > 1 else {}
    parts = targets | dict(slices)
    rows = [
        (
            f"{found.by}: {found.value}",
            f"{_number(metric, found.score)} "
            f"[{_number(metric, found.low)}, {_number(metric, found.high)}]",
            f"{found.n:,}",
        )
        for by, values in parts.items()
        if len(set(values)) > 1
        for found in islice(score_slices(predictions, by, values, metric=metric), MOST_SLICES)
    ]
    notes = [
        "in brackets: 95 % bootstrap interval; parts of few items are left out; of many parts "
        "some are bad by chance"
    ]
    if all(target.isdigit() for target in parts.get("target", ["none"])):
        notes.append("a file of predictions holds no names: targets are numbered as they occur")
    header = ("part", _title(metric), "n")
    return Table("by part", header, tuple(rows), tuple(notes)) if rows else None


def confusion_counts(predictions: Predictions) -> NDArray[np.intp] | None:
    """Gold by row, guess by column, in the order of the labels; None for sets of labels."""
    answers = _answers(predictions)
    if answers.is_multilabel:
        return None
    gold, guess = (m.astype(np.intp) for m in (answers.gold_matrix, answers.guess_matrix))
    return gold.T @ guess


def reliability(predictions: Predictions) -> tuple[NDArray[np.float64], ...] | None:
    """Mean confidence, share right and number of decisions for each bin of confidence.

    None where the model gives no probabilities.
    """
    if predictions.probabilities is None:
        return None
    bins = confidence_counts(_answers(predictions)).sum(axis=0).reshape(BINS, 3)
    count = bins[:, 2]
    return bins[:, 0] / np.maximum(count, 1), bins[:, 1] / np.maximum(count, 1), count


def surest_mistakes(predictions: Predictions) -> Table | None:
    """The mistakes the model was surest of, by id; None where it gives no probabilities.

    They are worth reading first: some are errors of the gold label.
    """
    if predictions.probabilities is None or _answers(predictions).is_multilabel:
        return None
    rows = [
        (wrong.id, str(wrong.gold), str(wrong.guess), f"{wrong.confidence:.2f}")
        for wrong in confident_mistakes(predictions, MOST_MISTAKES)
    ]
    return Table("surest mistakes", ("id", "gold", "guess", "probability"), tuple(rows))


def paired_tests(systems: Sequence[tuple[str, Predictions]], metric: str) -> Table | None:
    """The last system against each other on the same items; None for fewer than two."""
    if len(systems) < 2:
        return None
    *others, (best, second) = systems
    for _, first in others:
        same_items(first, second)
    found = [
        compare(
            second.gold,
            first.guess,
            second.guess,
            metric=metric,
            probabilities=(first.probabilities, second.probabilities),
            groups=second.groups or None,
            n_resamples=2000,
            **second.inputs,
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


def _answers(predictions: Predictions) -> Answers:
    return check_answers(
        predictions.gold,
        predictions.guess,
        tuple(predictions.labels),
        predictions.probabilities,
    )


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _number(metric: str, value: float) -> str:
    return f"{100 * value:.1f}" if metric_of(metric).percent else f"{value:.3f}"


def _signed(metric: str, value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{_number(metric, abs(value))}"


def _title(metric: str) -> str:
    return f"{metric} ×100" if metric_of(metric).percent else metric
