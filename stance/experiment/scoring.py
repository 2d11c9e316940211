"""The guesses of a run, scored by the measures of the card, with intervals."""

from __future__ import annotations

from typing import TypeAlias

from stance.datasets import Card
from stance.evaluation.metrics import METRICS, score
from stance.evaluation.predictions import Predictions
from stance.evaluation.uncertainty import intervals

Scores: TypeAlias = dict[str, float]
Ends: TypeAlias = dict[str, tuple[float, float]]


def scored(card: Card, guesses: Predictions) -> tuple[Scores, Ends]:
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
