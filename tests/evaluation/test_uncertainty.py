import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from stance.evaluation.metrics import score
from stance.evaluation.uncertainty import compare, detectable_difference, holm, intervals

LABELS = ("con", "pro")


def simulated(n=400, right=0.7, seed=0):
    generator = np.random.default_rng(seed)
    gold = generator.choice(LABELS, n)
    hit = generator.random(n) < right
    other = np.where(gold == "pro", "con", "pro")
    return gold.tolist(), np.where(hit, gold, other).tolist()


def test_an_interval_of_accuracy_is_that_of_a_second_implementation():
    gold, guess = simulated()
    low, high = intervals(gold, guess, metrics=["accuracy"], n_resamples=20_000)["accuracy"]
    right = (np.asarray(gold) == np.asarray(guess)).astype(float)
    theirs = bootstrap(
        (right,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    assert low == pytest.approx(theirs.low, abs=0.004)
    assert high == pytest.approx(theirs.high, abs=0.004)


def test_both_ways_of_drawing_agree():
    """Probabilities are all different, labels are few: two branches, one distribution."""
    gold, guess = simulated(1200)
    chances = np.random.default_rng(3).dirichlet([1, 1], len(gold))
    alone = intervals(gold, guess, metrics=["accuracy"], n_resamples=5000)["accuracy"]
    more = {"labels": LABELS, "probabilities": chances, "n_resamples": 5000}
    mixed = intervals(gold, guess, metrics=["accuracy", "brier"], **more)["accuracy"]
    assert alone == pytest.approx(mixed, abs=0.005)


def test_copies_of_the_data_narrow_the_interval_and_groups_take_that_back():
    gold, guess = simulated(100)
    alone = intervals(gold, guess, metrics=["accuracy"], n_resamples=4000)["accuracy"]
    many = {"metrics": ["accuracy"], "n_resamples": 4000}
    copied = intervals(gold * 9, guess * 9, **many)["accuracy"]
    grouped = intervals(gold * 9, guess * 9, groups=list(range(100)) * 9, **many)["accuracy"]
    assert copied[1] - copied[0] == pytest.approx((alone[1] - alone[0]) / 3, rel=0.15)
    assert grouped == pytest.approx(alone, abs=0.02)


def test_coverage_is_near_the_level():
    covered = 0
    for seed in range(200):
        low, high = intervals(*simulated(150, seed=seed), metrics=["accuracy"])["accuracy"]
        covered += low <= 0.7 <= high
    assert 0.90 <= covered / 200 <= 0.99


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=2))
def test_the_same_seed_gives_the_same_interval_inside_the_scale(rows):
    gold, guess = zip(*rows, strict=True)
    more = {"labels": LABELS, "metrics": ["f1_macro"], "n_resamples": 50, "seed": 5}
    first = intervals(gold, guess, **more)
    assert first == intervals(gold, guess, **more)
    assert all(0 <= low <= high <= 1 for low, high in first.values())
    assert list(first) == list(score(gold, guess, metrics=["f1_macro"], labels=LABELS))


def test_equal_systems_do_not_differ_and_a_better_one_does():
    gold, guess = simulated(300)
    same = compare(gold, guess, guess, metric="f1_macro", n_resamples=500)
    assert (same.difference, same.p_randomisation, same.p_bootstrap) == (0, 1, 1)
    better = compare(gold, guess, gold, metric="f1_macro", n_resamples=500)
    assert better.p_randomisation == pytest.approx(1 / 501)
    assert better.low > 0.2


def test_randomisation_is_the_exact_sign_test_where_one_can_be_counted():
    """8 discordant items, all in favour of the second: p = 2 / 2**8."""
    gold = ["pro"] * 20
    first = ["con"] * 8 + ["pro"] * 12
    found = compare(gold, first, gold, metric="accuracy", n_resamples=100_000)
    assert found.p_randomisation == pytest.approx(2 / 2**8, abs=0.001)


def test_p_values_of_equally_good_systems_are_spread_evenly():
    values = []
    for seed in range(120):
        gold, first = simulated(200, seed=2 * seed)
        generator = np.random.default_rng(2 * seed + 1)
        hit = generator.random(200) < 0.7
        second = np.where(hit, gold, np.where(np.asarray(gold) == "pro", "con", "pro"))
        found = compare(gold, first, second.tolist(), metric="f1_macro", n_resamples=400)
        values.append(found.p_randomisation)
    assert 0.01 <= np.mean(np.asarray(values) < 0.1) <= 0.2
    assert 0.35 <= np.mean(np.asarray(values) < 0.5) <= 0.65


def test_groups_make_a_difference_harder_to_find():
    gold, first = simulated(40, right=0.5)
    second = simulated(40, right=0.8, seed=4)
    better = [
        g if hit == true else b for g, b, hit, true in zip(gold, first, *second, strict=True)
    ]
    copies = {"metric": "accuracy", "n_resamples": 2000}
    loose = compare(gold * 10, first * 10, better * 10, **copies)
    tight = compare(gold * 10, first * 10, better * 10, groups=list(range(40)) * 10, **copies)
    assert tight.detectable > 2 * loose.detectable
    assert tight.p_randomisation >= loose.p_randomisation


def test_holm_of_the_worked_example():
    """By hand: 4, 3, 2, 1 times the sorted values, made monotone."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    with pytest.raises(ValueError, match="p-value"):
        holm([0.5, float("nan")])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(values):
    corrected = holm(values)
    assert all(0 <= value <= new <= 1 for value, new in zip(values, corrected, strict=True))
    order = np.argsort(values, kind="stable")
    assert sorted(corrected) == [corrected[i] for i in order]


def test_detectable_difference_is_two_point_eight_standard_errors():
    """z(.975) + z(.8) = 1.95996 + 0.84162, any table of the normal distribution."""
    assert detectable_difference(1.0) == pytest.approx(2.80158, abs=1e-5)
    with pytest.raises(ValueError, match="standard error"):
        detectable_difference(float("nan"))


def test_a_score_that_grows_by_resampling_has_no_interval():
    more = {"labels": LABELS, "probabilities": [[0.5, 0.5]] * 4}
    found = intervals(["con", "pro"] * 2, ["con"] * 4, metrics=["ece", "brier"], **more)
    assert list(found) == ["brier", "f1[con]", "f1[pro]"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"groups": ["a"]}, "2 items and 1 groups"),
        ({"level": 1.5}, "between 0 and 1"),
        ({"n_resamples": 0}, "at least one resample"),
    ],
)
def test_bad_input_is_one_clear_sentence(more, message):
    with pytest.raises(ValueError, match=message):
        intervals(["pro", "con"], ["pro", "pro"], **more)
