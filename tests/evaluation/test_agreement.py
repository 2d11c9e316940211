import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import agreement as theirs
from nltk.metrics import binary_distance, interval_distance
from nltk.metrics import masi_distance as nltk_masi
from sklearn.metrics import cohen_kappa_score

from stance.evaluation.agreement import (
    Codings,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    masi_distance,
)

N = None
# Krippendorff (2011), sections D, A and B; and the three coders of Wikipedia's article.
SECTION_D = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
SECTION_A = ((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))
SECTION_B = (tuple("aabbdcccedda"), tuple("babbbccceddd"))
THREE_BY_FIFTEEN = (
    (N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3),
    (1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N),
    (N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4),
)


@pytest.mark.parametrize(
    ("columns", "level", "expected"),
    [
        (SECTION_D, "nominal", 0.7434),
        (SECTION_D, "ordinal", 0.8154),
        (SECTION_D, "interval", 0.8491),
        (SECTION_D, "ratio", 0.7974),
        (SECTION_A, "nominal", 0.0952),
        (THREE_BY_FIFTEEN, "nominal", 0.6914),
        (THREE_BY_FIFTEEN, "ordinal", 0.8067),
        (THREE_BY_FIFTEEN, "interval", 0.8108),
        (THREE_BY_FIFTEEN, "ratio", 0.8089),
    ],
)
def test_alpha_of_the_published_examples(columns, level, expected):
    assert round(krippendorff_alpha(*columns, level=level), 4) == expected


def test_alpha_of_section_b_is_692():
    assert round(krippendorff_alpha(*SECTION_B), 3) == 0.692


def test_fleiss_kappa_of_the_psychiatric_example():
    """Ten subjects, fourteen raters, five categories: 0.210 in the standard worked example."""
    table = (
        (0, 0, 0, 0, 14),
        (0, 2, 6, 4, 2),
        (0, 0, 3, 5, 6),
        (0, 3, 9, 2, 0),
        (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0),
        (2, 5, 3, 2, 2),
        (6, 5, 2, 1, 0),
        (0, 2, 2, 3, 7),
    )
    units = [[value for value, n in enumerate(row) for _ in range(n)] for row in table]
    assert round(fleiss_kappa(*zip(*units, strict=True)), 3) == 0.210


def test_a_rare_code_breaks_kappa_and_not_ac1():
    """118 both yes, 5 and 2 apart, 0 both no. By hand: pa .944, AC1 .9408, kappa −.0234."""
    first = ["yes"] * 118 + ["yes"] * 5 + ["no"] * 2
    second = ["yes"] * 118 + ["no"] * 5 + ["yes"] * 2
    assert round(gwet_ac1(first, second), 4) == 0.9408
    assert round(cohen_kappa(first, second), 4) == -0.0234


coders = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.tuples(*[st.integers(1, 4)] * n), min_size=2, max_size=25)
)


def nltk_task(columns, distance=binary_distance):
    rows = [
        (coder, unit, value)
        for coder, column in enumerate(columns)
        for unit, value in enumerate(column)
        if value is not None
    ]
    return theirs.AnnotationTask(rows, distance=distance)


@settings(max_examples=60)
@given(coders)
def test_alpha_and_kappas_agree_with_nltk_and_scikit_learn(units):
    columns = list(zip(*units, strict=True))
    if len({value for column in columns for value in column}) == 1:
        assert math.isnan(krippendorff_alpha(*columns))
        assert math.isnan(fleiss_kappa(*columns))
        return
    task = nltk_task(columns)
    assert krippendorff_alpha(*columns) == pytest.approx(task.alpha())
    assert fleiss_kappa(*columns) == pytest.approx(task.pi())
    squared = nltk_task(columns, interval_distance)
    assert krippendorff_alpha(*columns, level="interval") == pytest.approx(squared.alpha())
    if len({*columns[0], *columns[1]}) > 1:
        expected = cohen_kappa_score(columns[0], columns[1])
        assert cohen_kappa(columns[0], columns[1]) == pytest.approx(expected, nan_ok=True)


def test_alpha_with_missing_codes_agrees_with_nltk():
    assert krippendorff_alpha(*SECTION_D) == pytest.approx(nltk_task(SECTION_D).alpha())


SETS = (
    [frozenset("ab"), frozenset("a"), frozenset("c"), frozenset("abc"), frozenset("b")],
    [frozenset("a"), frozenset("a"), frozenset("bc"), frozenset("abc"), frozenset("a")],
)


def test_masi_is_nltks_with_exact_thirds():
    for one, two in zip(*SETS, strict=True):
        assert masi_distance(one, two) == pytest.approx(nltk_masi(one, two), abs=0.01)
    assert masi_distance(frozenset(), frozenset()) == 0
    assert masi_distance(frozenset(), frozenset("a")) == 1


def test_alpha_of_label_sets_agrees_with_nltk_under_its_own_distance():
    expected = nltk_task(SETS, nltk_masi).alpha()
    assert krippendorff_alpha(*SETS, level=nltk_masi) == pytest.approx(expected)
    assert krippendorff_alpha(*SETS, level="masi") == pytest.approx(expected, abs=0.01)


@settings(max_examples=60)
@given(coders, st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_order_or_names(units, random):
    columns = list(zip(*units, strict=True))
    expected = krippendorff_alpha(*columns)
    shuffled = random.sample(units, len(units))
    turned = list(zip(*shuffled, strict=True))[::-1]
    assert krippendorff_alpha(*turned) == pytest.approx(expected, nan_ok=True)
    renamed = [["dcba"[value - 1] for value in column] for column in columns]
    assert krippendorff_alpha(*renamed) == pytest.approx(expected, nan_ok=True)
    assert math.isnan(expected) or expected <= 1 + 1e-12


def test_units_that_one_coder_saw_alone_change_nothing():
    more = [(*column, extra) for column, extra in zip(SECTION_A, (1, N), strict=True)]
    assert krippendorff_alpha(*more) == krippendorff_alpha(*SECTION_A)


@pytest.mark.parametrize(
    ("columns", "more", "message"),
    [
        ((["a"],), {}, "two coders at least; there are 1"),
        ((["a"], ["a", "b"]), {}, r"the coders have \[1, 2\] units"),
        ((["a", N], [N, "b"]), {}, "no unit has two codes"),
        (([], []), {}, "no unit has two codes"),
        ((["a"], ["a"]), {"level": "interval"}, "need numbers"),
        ((["a"], ["b"]), {"level": "ordinal"}, "all `values` in their order"),
        ((["a"], ["b"]), {"level": "magic"}, "no level 'magic'"),
        ((["a"], ["z"]), {"values": "abc"}, "row 0: 'z' is not one of a, b, c"),
    ],
)
def test_bad_input_is_one_clear_sentence(columns, more, message):
    with pytest.raises(ValueError, match=message):
        krippendorff_alpha(*columns, **more)


def test_missing_codes_are_refused_by_fleiss_and_nan_is_missing():
    with pytest.raises(ValueError, match="a code of every coder"):
        fleiss_kappa([1, N], [1, 2])
    assert Codings.of(([1, math.nan], [1, 2])).codes.tolist() == [[0, -1], [0, 1]]


def test_names_are_ordinal_where_their_order_is_given():
    order = ("one", "two", "three", "four", "five")
    columns = [[order[value - 1] if value else N for value in row] for row in SECTION_D]
    found = krippendorff_alpha(*columns, level="ordinal", values=order)
    assert round(found, 4) == 0.8154
