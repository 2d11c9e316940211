"""Scores of labels, each as counts that add up over items and a formula over their sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from stance.evaluation.answers import Answers, Array, Label

POLES = (
    ("favor", "against"),
    ("favour", "against"),
    ("for", "against"),
    ("pro", "con"),
    ("support", "oppose"),
    ("support", "undermine"),
    ("positive", "negative"),
)
"""What the two opinionated labels are called in the data sets of the field."""


def label_counts(answers: Answers) -> Array:
    """Per item and label: hit, guessed, gold; (n_items, 3 × n_labels)."""
    gold, guess = answers.gold_matrix, answers.guess_matrix
    return np.hstack([gold & guess, guess, gold]).astype(float)


def f1_of_labels(counts: Array) -> Array:
    """F1 of each label, 2 hits / (guessed + gold), from summed counts; 0 for an absent one."""
    hits, guessed, gold = np.split(counts, 3, axis=-1)
    return _ratio(2 * hits, guessed + gold)


def macro(counts: Array) -> Array:
    """Unweighted mean of F1 over all labels; a label that never occurs counts 0."""
    return np.asarray(f1_of_labels(counts).mean(axis=-1))


def macro_absent_is_one(counts: Array) -> Array:
    """The same, but a label absent from gold and guesses scores 1 (SemEval-2023 task 3)."""
    hits, guessed, gold = np.split(counts, 3, axis=-1)
    absent = guessed + gold == 0
    return np.asarray(np.where(absent, 1.0, _ratio(2 * hits, guessed + gold)).mean(axis=-1))


def micro(counts: Array) -> Array:
    """F1 of the pooled decisions of all labels; for one label an item it is accuracy."""
    hits, guessed, gold = (part.sum(axis=-1) for part in np.split(counts, 3, axis=-1))
    return _ratio(2 * hits, guessed + gold)


def weighted(counts: Array) -> Array:
    """Mean of F1 over labels, weighted by how many gold items each has."""
    gold = np.split(counts, 3, axis=-1)[2]
    return _ratio((f1_of_labels(counts) * gold).sum(axis=-1), gold.sum(axis=-1))


def only_f1(counts: Array) -> Array:
    """F1 where the counts are those of one label."""
    return np.asarray(f1_of_labels(counts)[..., 0])


def only_precision(counts: Array) -> Array:
    """Precision where the counts are those of one label; 0 where it was never guessed."""
    return _ratio(counts[..., 0], counts[..., 1])


def only_recall(counts: Array) -> Array:
    """Recall where the counts are those of one label; 0 where it never occurs."""
    return _ratio(counts[..., 0], counts[..., 2])


def mean(counts: Array) -> Array:
    """First count over second: a mean over items."""
    return _ratio(counts[..., 0], counts[..., 1])


def mean_over_targets(counts: Array) -> Array:
    """Mean over the targets that occur of the F1 averaged over their two opinionated labels."""
    shaped = counts.reshape(*counts.shape[:-1], -1, 7)
    scores = f1_of_labels(shaped[..., :6]).mean(axis=-1)
    present = shaped[..., 6] > 0
    return _ratio((scores * present).sum(axis=-1), present.sum(axis=-1))


def counts_of(label: Label) -> Callable[[Answers], Array]:
    """The counts of one label alone."""

    def tally(answers: Answers) -> Array:
        column, width = answers.column(label), len(answers.labels)
        return label_counts(answers)[:, [column, column + width, column + 2 * width]]

    return tally


def positive_counts(answers: Answers) -> Array:
    """The counts of the positive label: the second of two."""
    if len(answers.labels) != 2:
        raise ValueError(
            f"f1_positive needs two labels, negative then positive; there are "
            f"{len(answers.labels)}: use f1[LABEL]"
        )
    return counts_of(answers.labels[1])(answers)


def hit_counts(answers: Answers) -> Array:
    """Per item: all labels right, one."""
    right = (answers.gold_matrix == answers.guess_matrix).all(axis=1)
    return np.column_stack([right, np.ones(len(answers))]).astype(float)


def distance_counts(answers: Answers) -> Array:
    """Per item: steps between gold and guess on the scale the labels form, one."""
    steps = answers.gold_matrix.argmax(axis=1) - answers.guess_matrix.argmax(axis=1)
    return np.column_stack([np.abs(steps), np.ones(len(answers))]).astype(float)


def pole_counts(answers: Answers) -> Array:
    """The counts of the two opinionated labels; other labels enter only as mistakes."""
    first, second = _poles(answers)
    width = len(answers.labels)
    columns = [pole + part * width for part in range(3) for pole in (first, second)]
    return label_counts(answers)[:, columns]


def pole_counts_by_target(answers: Answers) -> Array:
    """The counts of the two opinionated labels and of items, in a block for each target."""
    names, place = np.unique(np.asarray(answers.need_targets()), return_inverse=True)
    counts = np.hstack([pole_counts(answers), np.ones((len(answers), 1))])
    blocks = np.zeros((len(answers), len(names), counts.shape[1]))
    blocks[np.arange(len(answers)), place] = counts
    return blocks.reshape(len(answers), -1)


def counts_where_seen(flag: bool) -> Callable[[Answers], Array]:
    """The counts of the items whose target was (not) in training."""

    def tally(answers: Answers) -> Array:
        if answers.seen is None or not (answers.seen == flag).any():
            kind = "seen" if flag else "unseen"
            raise ValueError(f"no item has a target that is {kind} in training: give `seen`")
        return np.asarray(label_counts(answers) * (answers.seen == flag)[:, None])

    return tally


def fnc_counts(answers: Answers) -> Array:
    """Per item: the points of the Fake News Challenge scorer, the most it could have given."""
    gold, guess = np.asarray(answers.gold, dtype=str), np.asarray(answers.guess, dtype=str)
    if not {"agree", "disagree", "discuss", "unrelated"} >= {*gold, *guess}:
        raise ValueError("fnc_relative needs the labels agree, disagree, discuss, unrelated")
    related, said_related = gold != "unrelated", guess != "unrelated"
    points = (gold == guess) * (0.25 + 0.5 * related) + 0.25 * (related & said_related)
    return np.column_stack([points, 0.25 + 0.75 * related]).astype(float)


def _poles(answers: Answers) -> tuple[int, int]:
    place = {str(label).lower(): column for column, label in enumerate(answers.labels)}
    for favor, against in POLES:
        if favor in place and against in place:
            return place[favor], place[against]
    known = ", ".join(map(str, answers.labels))
    raise ValueError(f"f_avg needs two opposed labels such as FAVOR and AGAINST; got {known}")


def _ratio(over: Array, under: Array) -> Array:
    return np.divide(over, under, out=np.zeros(np.shape(over)), where=np.asarray(under) > 0)
