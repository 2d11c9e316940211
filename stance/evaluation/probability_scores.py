"""Scores of probabilities, each as sums over items and a formula over the sums."""

from __future__ import annotations

import numpy as np

from stance.evaluation.answers import Answers, Array

BINS = 15
"""How many equally wide bins of confidence, after Guo et al. (2017)."""


def brier_counts(answers: Answers) -> Array:
    """Per item: the squared error of its probabilities on a scale of 0–1, one."""
    errors = (answers.need_probabilities() - answers.gold_matrix) ** 2
    each = errors.mean(axis=1) if answers.is_multilabel else errors.sum(axis=1) / 2
    return np.column_stack([each, np.ones(len(answers))])


def log_counts(answers: Answers) -> Array:
    """Per item: minus the log (natural) of the probability of what is true, one."""
    gold = answers.gold_matrix
    chances = np.clip(answers.need_probabilities(), np.finfo(float).eps, 1)
    if answers.is_multilabel:
        rest = np.clip(1 - chances, np.finfo(float).eps, 1)
        each = -np.log(np.where(gold, chances, rest)).mean(axis=1)
    else:
        each = -np.log(np.where(gold, chances, 1)).sum(axis=1)
    return np.column_stack([each, np.ones(len(answers))])


def confidence_counts(answers: Answers) -> Array:
    """Per item, a block for each bin of confidence: the confidence, was it right, one."""
    chances, gold = answers.need_probabilities(), answers.gold_matrix
    rows = np.arange(len(answers))
    if answers.is_multilabel:
        confidence, right = chances, gold
    else:
        top = chances.argmax(axis=1)
        confidence, right = chances[rows, top][:, None], gold[rows, top][:, None]
    blocks = np.zeros((len(answers), BINS, 3))
    place = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    for column in range(confidence.shape[1]):
        at = (rows, place[:, column])
        blocks[at] += np.column_stack(
            [confidence[:, column], right[:, column], np.ones(len(answers))]
        )
    return blocks.reshape(len(answers), -1)


def calibration_gap(counts: Array) -> Array:
    """Mean over decisions of |share right − confidence| of the bin each falls in."""
    bins = counts.reshape(*counts.shape[:-1], BINS, 3)
    gaps = np.abs(bins[..., 0] - bins[..., 1]).sum(axis=-1)
    return np.asarray(gaps / np.maximum(bins[..., 2].sum(axis=-1), 1))
