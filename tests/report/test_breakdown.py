from dataclasses import replace

import numpy as np
import pytest

from stance.evaluation.predictions import Predictions
from stance.report.breakdown import (
    by_label,
    by_slice,
    confusion_counts,
    paired_tests,
    reliability,
    surest_mistakes,
)

GOLD = ("pro", "pro", "pro", "con", "con", "none")
GUESS = ("pro", "pro", "con", "con", "pro", "none")
LABELS = ("pro", "con", "none")


def some(**given):
    """Predictions by hand: 6 items, 4 of them right."""
    return replace(Predictions(tuple("abcdef"), GOLD, GUESS, labels=LABELS), **given)


def with_chances():
    sure = [0.9, 0.9, 0.6, 0.8, 0.95, 0.5]
    chances = np.zeros((6, 3))
    for row, (label, share) in enumerate(zip(GUESS, sure, strict=True)):
        chances[row] = (1 - share) / 2
        chances[row, LABELS.index(label)] = share
    return some(probabilities=chances)


def test_each_label_has_its_scores_and_counts():
    assert by_label(some()).rows == (
        ("pro", "66.7", "66.7", "66.7", "3", "3"),
        ("con", "50.0", "50.0", "50.0", "2", "2"),
        ("none", "100.0", "100.0", "100.0", "1", "1"),
    )


def test_a_label_nobody_has_shows_a_dash():
    assert by_label(some(labels=("pro", "con", "none", "new"))).rows[-1][1:4] == ("–",) * 3


def test_sets_of_labels_are_counted_label_by_label():
    sets = some(
        ids=("a", "b"),
        gold=(frozenset({"pro", "con"}), frozenset()),
        guess=(frozenset({"pro"}), frozenset({"con"})),
        labels=("pro", "con"),
    )
    assert [row[3] for row in by_label(sets).rows] == ["100.0", "0.0"]
    assert confusion_counts(sets) is None
    assert surest_mistakes(replace(sets, probabilities=np.full((2, 2), 0.5))) is None


def test_confusion_counts_have_gold_by_row():
    assert confusion_counts(some()).tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_reliability_bins_add_up():
    confidence, right, count = reliability(with_chances())
    assert count.sum() == 6
    assert (right * count).sum() == pytest.approx(4)
    assert (confidence * count).sum() == pytest.approx(0.9 + 0.9 + 0.6 + 0.8 + 0.95 + 0.5)
    assert reliability(some()) is None


def test_the_surest_mistake_comes_first_and_right_answers_never():
    rows = surest_mistakes(with_chances()).rows
    assert rows == (("e", "con", "pro", "0.95"), ("c", "pro", "con", "0.60"))


def many(targets, guess=GUESS):
    times = len(targets) // 6
    ids = tuple(str(i) for i in range(len(targets)))
    return some(ids=ids, gold=GOLD * times, guess=guess * times, targets=targets)


def test_each_large_part_has_its_score_with_an_interval():
    targets = ("tax",) * 30 + ("tram",) * 24 + ("rare",) * 6
    outlets = ["Courier", "Herald"] * 30
    table = by_slice(many(targets), "accuracy", {"outlet": outlets})
    names = ["target: tax", "target: tram", "outlet: Courier", "outlet: Herald"]
    assert [row[0] for row in table.rows] == names
    assert table.rows[0][1].startswith("66.7 [")
    low, high = map(float, table.rows[0][1].split("[")[1].rstrip("]").split(", "))
    assert low < 66.7 < high


def test_a_mean_over_targets_becomes_the_score_of_the_target():
    table = by_slice(many(("tax",) * 24 + ("tram",) * 24), "f_avg_mean", {})
    assert table.header[1] == "f_avg ×100"


def test_one_part_is_no_part():
    assert by_slice(many(("tax",) * 24), "accuracy", {}) is None
    assert by_slice(many(("",) * 24), "accuracy", {"outlet": ["Courier"] * 24}) is None


def test_paired_tests_set_the_best_against_the_others():
    right = many(("",) * 60, GOLD)
    table = paired_tests([("weak", many(("",) * 60)), ("strong", right)], "accuracy")
    [row] = table.rows
    assert row[:2] == ("strong − weak", "+33.3")
    assert row[3] == "< 0.001"
    assert paired_tests([("alone", right)], "accuracy") is None


def test_systems_of_other_items_are_refused():
    with pytest.raises(ValueError, match="compare runs on the same data"):
        paired_tests([("one", some()), ("two", some(ids=tuple("uvwxyz")))], "accuracy")


def test_targets_read_from_a_file_are_said_to_be_numbers():
    names, numbers = ("tax", "tram"), ("0", "1")
    named, numbered = (by_slice(many(t * 24), "accuracy", {}) for t in (names, numbers))
    assert len(named.notes) == 1
    assert "numbered" in numbered.notes[1]
