import numpy as np
import pandas as pd
import pytest

from stance.measurement.prevalence import prevalence, rogan_gladen, texts_to_code

TRUE_SHARE = 0.3


def drawn(generator, n=1100, n_coded=100, share=TRUE_SHARE, hits=0.6, passes=0.9):
    """A corpus labelled by a model that misses and invents, and the coding of a few texts."""
    true = generator.random(n) < share
    said = np.where(true, generator.random(n) < hits, generator.random(n) > passes)
    gold = [bool(y) if row < n_coded else None for row, y in enumerate(true)]
    return said.tolist(), gold


def test_rogan_gladen_by_hand():
    # 1,000 texts, 300 of them framed; found in 180 + 70 of them: 250 = 0.6·300 + 0.1·700
    assert rogan_gladen(0.25, sensitivity=0.6, specificity=0.9) == pytest.approx(0.3)
    assert rogan_gladen(0.05, sensitivity=0.6, specificity=0.9) == 0
    assert np.isnan(rogan_gladen(0.5, sensitivity=0.4, specificity=0.6))


def test_the_adjusted_share_is_rogan_and_gladens():
    guess = [True] * 6 + [False] * 4 + [True] * 1 + [False] * 9 + [True] * 25 + [False] * 75
    gold = [True] * 10 + [False] * 10 + [None] * 100
    row = prevalence(guess, gold, labels=[True]).iloc[0]
    assert row["counted"] == pytest.approx(32 / 120)
    assert row["share"] == pytest.approx(rogan_gladen(32 / 120, 0.6, 0.9))
    assert row["low"] < row["share"] < row["high"]
    assert (row["texts"], row["coded"]) == (120, 20)


def coverage(method, n_draws=300, **options):
    generator = np.random.default_rng(7)
    rows = [
        prevalence(*drawn(generator, **options), labels=[True], method=method).iloc[0]
        for _ in range(n_draws)
    ]
    table = pd.DataFrame(rows)
    inside = (table["low"] <= TRUE_SHARE) & (table["high"] >= TRUE_SHARE)
    return inside.mean(), (table["high"] - table["low"]).mean()


def test_intervals_hold_the_truth_as_often_as_they_say_and_the_plain_count_does_not():
    assert coverage("count")[0] < 0.1
    assert 0.93 <= coverage("adjusted")[0] <= 0.99
    assert 0.92 <= coverage("difference")[0] <= 0.98


def test_the_model_makes_the_interval_no_wider_than_the_coded_texts_alone():
    classical = 2 * 1.96 * np.sqrt(TRUE_SHARE * (1 - TRUE_SHARE) / 100)
    assert coverage("difference", n_draws=50)[1] < classical
    useless = coverage("difference", n_draws=50, hits=0.5, passes=0.5)[1]
    assert useless < 1.05 * classical


def test_few_coded_texts_without_an_error_are_not_taken_for_proof():
    row = prevalence([True, False] * 55, [True, False] * 5 + [None] * 100, method="difference")
    assert (row["high"] - row["low"]).min() > 0.2


def test_a_model_that_errs_on_one_outlet_is_caught_by_the_difference_only():
    generator = np.random.default_rng(3)
    honest = drawn(generator, 3000, 600, hits=0.9, passes=0.95)
    harsh = drawn(generator, 3000, 600, hits=0.4, passes=0.95)
    guess, gold = honest[0] + harsh[0], honest[1] + harsh[1]
    by = ["herald"] * 3000 + ["courier"] * 3000
    bounds = {
        method: prevalence(guess, gold, by=by, labels=[True], method=method)
        .set_index("group")
        .loc["courier"]
        for method in ("adjusted", "difference")
    }
    assert bounds["adjusted"]["high"] < TRUE_SHARE
    assert bounds["difference"]["low"] < TRUE_SHARE < bounds["difference"]["high"]


def test_sets_of_labels_and_groups_of_several_columns():
    guess = [{"economic"}, {"economic", "morality"}, set(), {"morality"}] * 3
    by = pd.DataFrame({"outlet": ["a", "a", "b", "b"] * 3, "month": ["01", "02"] * 6})
    table = prevalence(guess, guess, by=by)
    assert list(table.columns[:3]) == ["outlet", "month", "label"]
    assert len(table) == 8
    rows = table.query("outlet == 'a'").set_index(["month", "label"])
    assert rows.loc[("01", "morality"), "counted"] == 0
    assert rows.loc[("02", "morality"), "counted"] == 1


def test_a_plain_count_needs_no_coding():
    row = prevalence([True, False, False, False], labels=[True], method="count").iloc[0]
    assert (row["share"], row["coded"]) == (0.25, 0)
    # Wilson (1927) for 1 of 4, as R's prop.test without continuity correction
    assert (row["low"], row["high"]) == pytest.approx((0.0456, 0.6994), abs=5e-5)


def test_nothing_is_said_of_what_the_sample_cannot_tell():
    table = prevalence(["a", "b", "a"], ["a", "a", None], labels=["a"])
    assert table[["share", "low", "high"]].isna().all(axis=None)
    alone = prevalence(["a", "b", "a"], ["a", "b", None], by=[1, 1, 2], method="difference")
    assert alone.query("group == 2")["share"].isna().all()


def test_a_better_model_needs_fewer_texts_and_a_useless_one_as_many_as_none():
    generator = np.random.default_rng(0)
    good, bad = (
        texts_to_code(*drawn(generator, 2000, 2000, 0.5, hits, passes), 0.05, labels=[True])
        for hits, passes in ((0.95, 0.95), (0.5, 0.5))
    )
    assert bad[True] == pytest.approx(0.25 * (1.96 / 0.05) ** 2, rel=0.03)
    assert good[True] < bad[True] / 3


def test_the_promised_number_of_texts_gives_the_promised_width():
    generator = np.random.default_rng(1)
    needed = texts_to_code(*drawn(generator, 400, 400), 0.05, labels=[True])[True]
    guess, gold = drawn(generator, 60_000, needed)
    row = prevalence(guess, gold, labels=[True], method="difference").iloc[0]
    assert (row["high"] - row["low"]) / 2 == pytest.approx(0.05, abs=0.006)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gold": ["a"]}, "2 guesses and 1 codings"),
        ({"gold": [None, None]}, "no text is coded"),
        ({"gold": None}, "no text is coded"),
        ({"guess": ["a", None]}, "a guess is missing"),
        ({"by": ["x"]}, "2 texts and 1 groups"),
        ({"method": "guess"}, "count, adjusted, difference"),
        ({"level": 95}, "lies between 0 and 1"),
    ],
)
def test_bad_input_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        prevalence(**({"guess": ["a", "b"], "gold": ["a", None]} | change))


def test_a_half_width_in_points_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        texts_to_code(["a"], ["a"], 5)
