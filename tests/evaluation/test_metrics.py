import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from stance.evaluation.metrics import METRICS, metric_of, score

STANCES = ("AGAINST", "FAVOR", "NONE")
answers = st.lists(
    st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES), st.sampled_from("xyz")),
    min_size=1,
    max_size=60,
)


def value(key, gold, guess, **more):
    return score(gold, guess, metrics=[key], **more)[key]


# SemEval-2016 task 6, test files: (target, AGAINST, FAVOR, NONE) counts of the gold labels.
TASK_A = {
    "Atheism": (160, 32, 28),
    "Climate": (11, 123, 35),
    "Feminism": (183, 58, 44),
    "Clinton": (172, 45, 78),
    "Abortion": (189, 46, 45),
}


def task_a_majority():
    gold, guess, targets = [], [], []
    for target, counts in TASK_A.items():
        gold += [label for label, n in zip(STANCES, counts, strict=True) for _ in range(n)]
        guess += [STANCES[int(np.argmax(counts))]] * sum(counts)
        targets += [target] * sum(counts)
    return gold, guess, targets


def test_pooled_f_avg_of_the_majority_baseline_is_the_organisers_6522():
    gold, guess, _ = task_a_majority()
    assert round(100 * value("f_avg", gold, guess, labels=STANCES), 2) == 65.22
    assert round(100 * value("f1[FAVOR]", gold, guess), 2) == 52.01
    assert round(100 * value("f1[AGAINST]", gold, guess), 2) == 78.44


def test_f_avg_mean_of_the_same_guesses_is_twenty_five_points_lower():
    gold, guess, targets = task_a_majority()
    found = value("f_avg_mean", gold, guess, labels=STANCES, targets=targets)
    assert round(100 * found, 2) == 40.09


def test_f_avg_of_all_against_on_task_b_is_2972():
    gold = ["AGAINST"] * 299 + ["FAVOR"] * 148 + ["NONE"] * 260
    assert round(100 * value("f_avg", gold, ["AGAINST"] * 707, labels=STANCES), 2) == 29.72


def test_fnc_relative_of_the_constants_and_macro_of_all_unrelated():
    labels = ("agree", "disagree", "discuss", "unrelated")
    counts = (1903, 697, 4464, 18349)
    gold = [label for label, n in zip(labels, counts, strict=True) for _ in range(n)]
    points = metric_of("fnc_relative")
    constant = ["unrelated"] * 25413
    assert round(100 * value("fnc_relative", gold, constant, labels=labels), 2) == 39.37
    discuss = ["discuss"] * 25413
    assert round(100 * value("fnc_relative", gold, discuss, labels=labels), 2) == 43.89
    assert round(value("f1_macro", gold, constant, labels=labels), 3) == 0.210
    from stance.evaluation.answers import check_answers

    assert points.tally(check_answers(gold, gold, labels)).sum(axis=0)[0] == 11651.25


@given(answers)
def test_f1_family_agrees_with_scikit_learn(rows):
    gold, guess, _ = zip(*rows, strict=True)
    for key, average in (("macro",) * 2, ("micro",) * 2, ("weighted",) * 2):
        theirs = f1_score(gold, guess, labels=STANCES, average=average, zero_division=0)
        assert value(f"f1_{key}", gold, guess, labels=STANCES) == pytest.approx(theirs)
    theirs = f1_score(gold, guess, labels=STANCES[:2], average="macro", zero_division=0)
    assert value("f_avg", gold, guess, labels=STANCES) == pytest.approx(theirs)


@given(answers)
def test_scores_stay_in_the_unit_interval_and_perfection_is_one(rows):
    gold, guess, targets = zip(*rows, strict=True)
    for key in ("accuracy", "f1_macro", "f1_micro", "f1_weighted", "f_avg", "f_avg_mean"):
        assert 0 <= value(key, gold, guess, labels=STANCES, targets=targets) <= 1
        perfect = value(key, STANCES, STANCES, labels=STANCES, targets="xxx")
        assert perfect == pytest.approx(1)


@given(answers)
def test_the_order_of_items_and_labels_does_not_matter(rows):
    gold, guess, _ = zip(*rows, strict=True)
    turned = score(gold[::-1], guess[::-1], metrics=["f_avg"], labels=STANCES[::-1])
    assert turned == pytest.approx(score(gold, guess, metrics=["f_avg"], labels=STANCES))


def test_f_avg_mean_is_the_plain_mean_over_targets():
    gold, guess = ["FAVOR", "AGAINST", "FAVOR"], ["FAVOR", "AGAINST", "AGAINST"]
    found = value("f_avg_mean", gold, guess, labels=STANCES, targets=["a", "a", "b"])
    assert found == pytest.approx((1 + 0) / 2)


def test_label_sets_micro_and_macro_with_and_without_the_zero_rule():
    gold = [frozenset("ab"), frozenset("b"), frozenset()]
    guess = [frozenset("a"), frozenset("ab"), frozenset()]
    found = score(gold, guess, metrics=METRICS_OF_SETS, labels="abc")
    assert found["f1_micro"] == pytest.approx(2 * 2 / (3 + 3))
    assert found["f1_macro"] == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert found["f1_macro_semeval2023"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert found["accuracy"] == pytest.approx(1 / 3)


METRICS_OF_SETS = ["f1_micro", "f1_macro", "f1_macro_semeval2023", "accuracy"]


def test_unseen_and_seen_targets_are_scored_apart():
    gold, guess = ["pro", "con", "pro", "con"], ["pro", "con", "con", "pro"]
    more = {"labels": ["con", "pro"], "seen": [0, 0, 1, 1]}
    assert value("f1_macro_zero", gold, guess, **more) == 1
    assert value("f1_macro_few", gold, guess, **more) == 0


def test_mae_counts_the_steps_between_ordered_labels():
    scale = ["left", "centre", "right"]
    assert value("mae", scale, ["left", "left", "left"], labels=scale) == 1


def test_scores_of_probabilities_on_a_worked_example():
    gold, chances = ["a", "b"], [[0.8, 0.2], [0.4, 0.6]]
    more = {"labels": "ab", "probabilities": chances}
    assert value("brier", gold, gold, **more) == pytest.approx((0.2**2 + 0.4**2) / 2)
    expected = -(math.log(0.8) + math.log(0.6)) / 2
    assert value("log_loss", gold, gold, **more) == pytest.approx(expected)
    assert value("ece", gold, gold, **more) == pytest.approx((0.2 + 0.4) / 2)


def test_a_certain_and_right_model_has_no_calibration_error():
    more = {"labels": "ab", "probabilities": [[1, 0], [0, 1]]}
    assert value("ece", "ab", "ab", **more) == 0


def test_f1_positive_is_of_the_second_label():
    gold, guess = ["no", "yes", "yes"], ["no", "yes", "no"]
    assert value("f1_positive", gold, guess, labels=["no", "yes"]) == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match=r"f1_positive needs two labels"):
        value("f1_positive", gold, guess, labels=["no", "yes", "perhaps"])


FNC = ("agree", "disagree", "discuss", "unrelated")
SPAN_METRICS = {key for key in METRICS if METRICS[key].tally.__module__.endswith("span_scores")}


@pytest.mark.parametrize("key", sorted(set(METRICS) - SPAN_METRICS))
def test_one_class_alone_has_a_score_on_the_scale_under_every_metric(key):
    labels = FNC if key == "fnc_relative" else ("AGAINST", "FAVOR")
    more = {"probabilities": [[1 / len(labels)] * len(labels)] * 4, "seen": [0, 0, 1, 1]}
    for gold, guess in ((labels[0], labels[0]), (labels[0], labels[1])):
        found = score(
            [gold] * 4, [guess] * 4, metrics=[key], labels=labels, targets="aabb", **more
        )
        assert 0 <= found[key] <= 2


@pytest.mark.parametrize("key", sorted(SPAN_METRICS))
def test_no_spans_at_all_score_zero(key):
    assert score([(), ()], [(), ()], metrics=[key]) == {key: 0}


def test_the_missing_values_of_a_data_frame_are_missing():
    for missing in (pd.NA, pd.NaT, np.float32("nan")):
        with pytest.raises(ValueError, match="row 1: the gold label is missing"):
            score(["a", missing], ["a", "a"])


def test_columns_of_a_data_frame_are_answers():
    frame = pd.DataFrame({"human": ["a", "b", "a"], "machine": ["a", "b", "b"]})
    assert value("accuracy", frame["human"], frame["machine"]) == pytest.approx(2 / 3)


def test_a_single_class_scores_its_documented_value():
    assert value("f1_macro", ["a", "a"], ["a", "a"], labels=["a", "b"]) == 0.5
    assert value("accuracy", ["a"], ["a"]) == 1


BAD = [
    ([], [], "gold is empty"),
    (["a"], ["a", "b"], "gold has 1 items and guess has 2"),
    (["a", None], ["a", "a"], "row 1: the gold label is missing"),
    (["a", "a"], ["a", float("nan")], "row 1: the guess label is missing"),
    (["a", "c"], ["a", "b"], "row 1: the gold label 'c' is not one of the labels a, b"),
    (["a", "b"], ["a", "c"], "row 1: the guess label 'c' is not one of the labels a, b"),
    ([{"a"}], ["a"], "some items have one label, others a set"),
]


@pytest.mark.parametrize("key", sorted(METRICS))
@pytest.mark.parametrize(("gold", "guess", "message"), BAD)
def test_bad_input_is_one_clear_sentence(key, gold, guess, message):
    with pytest.raises(ValueError, match=message):
        score(gold, guess, metrics=[key], labels=["a", "b"])


@pytest.mark.parametrize("chances", [[[0.5, 0.5]], [[0.5, math.nan]] * 2, [[1.5, -0.5]] * 2])
def test_bad_probabilities_are_refused(chances):
    with pytest.raises(ValueError, match="probabilit"):
        score("ab", "ab", metrics=["brier"], labels="ab", probabilities=chances)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("brier", "needs probabilities"),
        ("f_avg_mean", "averages over targets"),
        ("f1_macro_zero", "target that is unseen"),
        ("f_avg", "two opposed labels"),
        ("f1", "no metric 'f1'"),
        ("fnc_relative", "agree, disagree"),
        ("f1[q]", "'q' is not one of the labels"),
    ],
)
def test_a_metric_says_what_it_lacks(key, message):
    with pytest.raises(ValueError, match=message):
        score(["a", "b"], ["a", "b"], metrics=[key])


def test_every_metric_says_what_it_is_and_when_it_misleads():
    assert all(metric.definition and metric.misleads for metric in METRICS.values())
