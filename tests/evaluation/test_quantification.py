import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.evaluation.quantification import prevalence_errors, samples_of_shares, shares_of


def test_a_worked_example():
    """By hand, smoothing with e = 1/200: (.5 + e) / (1 + 2e) and so on."""
    errors = prevalence_errors({"a": 0.5, "b": 0.5}, {"a": 0.8, "b": 0.2}, 100)
    smooth = lambda share: (share + 0.005) / 1.01  # noqa: E731
    divergence = 0.5 * np.log(0.5 / smooth(0.8)) + 0.5 * np.log(0.5 / smooth(0.2))
    assert errors["ae"] == pytest.approx(0.3)
    assert errors["nae"] == pytest.approx(0.6)
    assert errors["rae"] == pytest.approx((smooth(0.8) - 0.5) / 0.5)
    assert errors["nkld"] == pytest.approx(2 / (1 + np.exp(-divergence)) - 1)


def test_the_worst_estimate_has_a_normalised_error_of_one():
    errors = prevalence_errors({"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}, 50)
    assert errors["nae"] == 1
    assert np.isfinite(errors["rae"])
    assert errors["nkld"] < 1


shares = st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(
    lambda values: {
        name: value / sum(values) for name, value in zip("abc", values, strict=True)
    }
)


@given(shares, shares, st.integers(1, 1000))
def test_errors_are_not_negative_and_zero_for_the_truth(true, said, size):
    errors = prevalence_errors(true, said, size)
    assert all(value >= -1e-12 for value in errors.values())
    assert errors["nae"] <= 1 + 1e-12
    assert errors["nkld"] <= 1
    assert list(prevalence_errors(true, true, size).values()) == pytest.approx([0] * 4)


def test_shares_of_labels_and_of_label_sets():
    assert shares_of(["pro", "con"], ["con", "pro", "none"]) == {
        "con": 0.5,
        "pro": 0.5,
        "none": 0,
    }
    assert shares_of([frozenset("ab"), frozenset("a")]) == {"a": 1, "b": 0.5}


def test_samples_have_the_shares_they_say_and_cover_the_range():
    gold = ["pro"] * 300 + ["con"] * 30
    samples = samples_of_shares(gold, n_samples=200, size=50, seed=1)
    drawn = []
    for sample in samples:
        found = shares_of([gold[row] for row in sample.rows], ["con", "pro"])
        assert found == pytest.approx(sample.shares)
        drawn.append(sample.shares["con"])
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.07)
    assert min(drawn) < 0.05
    assert max(drawn) > 0.95
    assert samples == samples_of_shares(gold, n_samples=200, size=50, seed=1)


@pytest.mark.parametrize(
    ("true", "said", "size", "message"),
    [
        ({"a": 1.0}, {"b": 1.0}, 9, "same labels"),
        ({}, {}, 9, "same labels"),
        ({"a": 0.7, "b": 0.1}, {"a": 0.5, "b": 0.5}, 9, "true shares are missing"),
        ({"a": 0.5, "b": 0.5}, {"a": float("nan"), "b": 1.0}, 9, "estimated shares"),
        ({"a": 0.5, "b": 0.5}, {"a": 1.5, "b": -0.5}, 9, "estimated shares"),
        ({"a": 1.0}, {"a": 1.0}, 0, "come from 0 items"),
    ],
)
def test_bad_input_is_one_clear_sentence(true, said, size, message):
    with pytest.raises(ValueError, match=message):
        prevalence_errors(true, said, size)


def test_one_label_alone_has_no_error():
    assert set(prevalence_errors({"a": 1.0}, {"a": 1.0}, 9).values()) == {0.0}
