import numpy as np
import pytest

from stance.evaluation.agreement import Codings, alpha_of, krippendorff_alpha
from stance.evaluation.coders import agreement_interval, agreement_table

FIRST, SECOND = "aabbdcccedda", "babbbccceddd"
SETS = (
    [frozenset("ab"), frozenset("a"), frozenset("c"), frozenset("abc"), frozenset("b")],
    [frozenset("a"), frozenset("a"), frozenset("bc"), frozenset("abc"), frozenset("a")],
)


def test_the_table_has_a_row_for_all_each_code_and_each_coder():
    named = {"ann": FIRST, "bob": SECOND, "machine": "bbbbbcccdddd"}
    rows = {row.of: row for row in agreement_table(named, n_resamples=200)}
    assert list(rows) == [
        "all",
        *(f"code {c}" for c in "abcde"),
        *(f"coder {n}" for n in named),
    ]
    assert rows["all"].alpha == krippendorff_alpha(*named.values())
    present = [[value == "c" for value in column] for column in named.values()]
    assert rows["code c"].alpha == pytest.approx(krippendorff_alpha(*present))
    pairs = [krippendorff_alpha(named["ann"], named[other]) for other in ("bob", "machine")]
    assert rows["coder ann"].alpha == pytest.approx(np.mean(pairs))
    assert all(row.low <= row.alpha <= row.high for row in rows.values() if row.low == row.low)
    assert rows["all"].n_units == 12


def test_label_sets_are_told_apart_code_by_code():
    rows = {
        row.of: row for row in agreement_table({"a": SETS[0], "b": SETS[1]}, n_resamples=100)
    }
    assert rows["all"].alpha == pytest.approx(krippendorff_alpha(*SETS, level="masi"))
    has_a = [["a" in value for value in column] for column in SETS]
    assert rows["code a"].alpha == pytest.approx(krippendorff_alpha(*has_a))
    assert rows["code a"].share == pytest.approx(4 / 5)


def test_the_same_seed_gives_the_same_table():
    first, second = (
        agreement_table({"a": FIRST, "b": SECOND}, n_resamples=100) for _ in range(2)
    )
    assert repr(first) == repr(second)


def test_an_interval_holds_the_truth_as_often_as_it_says():
    """Two coders who each copy a fair coin with probability .8 agree with alpha .64."""
    generator, held = np.random.default_rng(0), 0
    for _ in range(60):
        truth = generator.integers(0, 2, 120)
        copies = [generator.random(120) < 0.8 for _ in range(2)]
        coders = [np.where(one, truth, generator.integers(0, 2, 120)) for one in copies]
        low, high = agreement_interval(alpha_of, Codings.of(coders), n_resamples=150)
        held += low <= 0.64 <= high
    assert held >= 51


def test_a_coder_who_shares_no_unit_has_no_agreement():
    coders = {"a": ["x", "y", None], "b": ["x", "y", None], "c": [None, None, "x"]}
    row = agreement_table(coders, n_resamples=20)[-1]
    assert (row.of, row.n_units) == ("coder c", 0)
    assert np.isnan(row.alpha)
