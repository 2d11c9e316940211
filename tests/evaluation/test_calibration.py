import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.naive_bayes import GaussianNB

from stance.evaluation.calibration import (
    METHODS,
    apply_thresholds,
    best_thresholds,
    calibrated,
    conformal_level,
    conformal_sets,
    for_a_coder,
    reliability_curve,
)
from stance.evaluation.metrics import score


def simulated(n, seed=0):
    """Labels drawn from the very probabilities: a model that is calibrated by construction."""
    generator = np.random.default_rng(seed)
    chances = generator.dirichlet([1, 1, 1], n)
    gold = ["abc"[generator.choice(3, p=row)] for row in chances]
    return gold, chances


def test_the_curve_of_a_calibrated_model_lies_on_the_diagonal():
    gold, chances = simulated(8000)
    for point in reliability_curve(gold, chances, "abc"):
        assert point.share_right == pytest.approx(point.confidence, abs=0.06)
        assert point.low <= point.share_right <= point.high
    assert sum(point.n for point in reliability_curve(gold, chances, "abc")) == 8000


def test_the_curve_of_an_overconfident_model_lies_below():
    gold, chances = simulated(4000)
    sharp = chances**3 / (chances**3).sum(axis=1, keepdims=True)
    top = reliability_curve(gold, sharp, "abc")[-1]
    assert top.high < top.confidence


def test_every_label_of_a_set_is_a_decision():
    curve = reliability_curve([{"a"}, {"a", "b"}], [[0.9, 0.1], [0.9, 0.9]], "ab")
    assert [(point.n, point.share_right) for point in curve] == [(1, 0), (3, 1)]


def test_the_interval_of_a_bin_is_clopper_and_pearsons():
    """8 of 10: .4439 to .9748 in any table of exact binomial limits."""
    (point,) = reliability_curve(["a"] * 8 + ["b"] * 2, [[0.95, 0.05]] * 10, "ab")
    assert (round(point.low, 4), round(point.high, 4)) == (0.4439, 0.9748)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_mends_probabilities_on_held_out_data(method):
    """Twenty copies of each feature make naive Bayes far too sure."""
    generator = np.random.default_rng(0)
    y = np.where(generator.random(3000) < 0.5, "pro", "con")
    once = generator.normal(size=(3000, 2)) + (y == "pro")[:, None]
    X = np.repeat(once, 20, axis=1)
    train, test = slice(0, 2000), slice(2000, None)
    losses = []
    for model in (GaussianNB(), calibrated(GaussianNB(), method)):
        fitted = model.fit(X[train], y[train])
        more = {"labels": list(fitted.classes_), "probabilities": fitted.predict_proba(X[test])}
        guess = list(fitted.predict(X[test]))
        losses.append(score(list(y[test]), guess, metrics=["log_loss", "ece"], **more))
    assert losses[1]["log_loss"] < 0.6 * losses[0]["log_loss"]
    assert losses[1]["ece"] < 0.05 < losses[0]["ece"]


def test_an_unknown_method_is_one_sentence():
    with pytest.raises(
        ValueError, match="no calibration 'magic'; there are temperature, platt"
    ):
        calibrated(LogisticRegression(), "magic")


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=1, max_size=30))
def test_no_other_threshold_has_a_better_f1(rows):
    true = np.array([flag for flag, _ in rows])
    chances = np.array([value / 8 for _, value in rows])
    gold = [{"a"} if flag else set() for flag in true]
    found = best_thresholds(gold, chances[:, None], ["a"])["a"]
    if not true.any():
        assert found == 1
        return
    scores = {t: f1_score(true, chances >= t, zero_division=0) for t in {*chances, found}}
    assert scores[found] == max(scores.values())
    assert found in chances


def test_thresholds_are_applied_code_by_code():
    found = apply_thresholds([[0.4, 0.4], [0.1, 0.9]], {"a": 0.3, "b": 0.5})
    assert found == [frozenset("a"), frozenset("b")]
    with pytest.raises(ValueError, match=r"shape \(1, 1\): give one column for each of the 2"):
        apply_thresholds([[0.4]], {"a": 0.3, "b": 0.5})


@pytest.mark.parametrize("error", [0.05, 0.1, 0.3])
def test_conformal_sets_hold_the_truth_as_often_as_promised(error):
    """Mean over 60 draws of 200 items lies between 1 − error and that plus 1/201."""
    covered = []
    for seed in range(60):
        gold, chances = simulated(500, seed)
        level = conformal_level(gold[:200], chances[:200], "abc", error=error)
        sets = conformal_sets(chances[200:], "abc", level)
        covered.append(
            np.mean([label in one for label, one in zip(gold[200:], sets, strict=True)])
        )
    assert 1 - error - 0.01 <= np.mean(covered) <= 1 - error + 1 / 201 + 0.01


def test_conformal_sets_hold_for_a_bad_model_too_but_are_larger():
    gold, chances = simulated(4000)
    noise = np.random.default_rng(1).dirichlet([1, 1, 1], 4000)
    sizes = []
    for given_chances in (chances, noise):
        level = conformal_level(gold[:2000], given_chances[:2000], "abc", error=0.2)
        sets = conformal_sets(given_chances[2000:], "abc", level)
        hit = np.mean([label in one for label, one in zip(gold[2000:], sets, strict=True)])
        assert hit == pytest.approx(0.8, abs=0.04)
        sizes.append(np.mean([len(one) for one in sets]))
    assert sizes[0] < sizes[1]


def test_too_few_items_promise_nothing_and_say_every_label():
    assert conformal_level(["a"], [[0.9, 0.1]], "ab", error=0.1) == 0
    assert conformal_sets([[0.9, 0.1]], "ab", 0.0) == [frozenset("ab")]


def test_what_is_not_one_label_goes_to_a_coder():
    assert for_a_coder([{"a"}, {"a", "b"}, set()]).tolist() == [False, True, True]


@pytest.mark.parametrize("error", [0, 1, float("nan")])
def test_an_impossible_promise_is_refused(error):
    with pytest.raises(ValueError, match="between 0 and 1"):
        conformal_level(["a"], [[0.9, 0.1]], "ab", error=error)
