import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.article import Quotation, Span
from stance.evaluation.metrics import score
from stance.evaluation.uncertainty import intervals

KEYS = (
    "cue_exact",
    "source_exact",
    "content_exact",
    "content_begin",
    "content_overlap",
    "direct_overlap",
)


def quotation(start, end, cue=None, source=None, kind="direct"):
    return Quotation((Span(start, end),), kind, cue and Span(*cue), source and Span(*source))


GOLD = (
    quotation(0, 20, cue=(21, 25), source=(26, 30)),
    quotation(40, 60, cue=(61, 65)),
    quotation(80, 90, kind="indirect"),
)
GUESS = (
    quotation(0, 20, cue=(21, 25), source=(26, 31)),
    quotation(40, 47, cue=(61, 66)),
    quotation(200, 210),
    quotation(85, 90, kind="indirect"),
)


def test_a_worked_example_of_every_key():
    """By hand: hits / guessed / gold are 1/2/2, 0/1/1, 1/4/3, 2/4/3, 3/4/3 and 2/3/2."""
    found = score([GOLD], [GUESS], metrics=KEYS)
    expected = [2 / 4, 0, 2 / 7, 4 / 7, 6 / 7, 4 / 5]
    assert [found[key] for key in KEYS] == pytest.approx(expected)


def test_precision_and_recall_stand_beside_f1():
    keys = ["precision[content_exact]", "recall[content_exact]", "f1[content_exact]"]
    found = score([GOLD], [GUESS], metrics=keys)
    assert list(found.values()) == pytest.approx([1 / 4, 1 / 3, 2 / 7])


def test_overlap_matches_one_to_one_and_as_many_as_can_be():
    """The long guess fits both gold quotations; only the pairing that leaves none is right."""
    gold = (quotation(0, 50), quotation(50, 100))
    guess = (quotation(0, 100), quotation(0, 50))
    assert score([gold], [guess], metrics=["content_overlap"])["content_overlap"] == 1
    twice = score([gold[:1]], [(gold[0], gold[0])], metrics=["content_overlap"])
    assert twice["content_overlap"] == pytest.approx(2 / 3)


def test_overlap_begins_at_three_tenths():
    gold = (quotation(0, 100),)
    for end, expected in ((30, 1), (29, 0)):
        found = score([gold], [(quotation(0, end),)], metrics=["content_overlap"])
        assert found["content_overlap"] == expected


def test_an_interrupted_quotation_is_right_only_with_all_its_parts():
    whole = Quotation((Span(0, 10), Span(20, 30)))
    part = Quotation((Span(0, 10),))
    found = score([(whole,)], [(part,)], metrics=KEYS)
    assert (found["content_exact"], found["content_begin"], found["content_overlap"]) == (
        0,
        1,
        1,
    )


@given(st.lists(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20))), min_size=1))
def test_perfection_is_one_and_nothing_found_is_zero(rows):
    gold = [tuple(quotation(start, start + size) for start, size in row) for row in rows]
    assert all(0 <= v <= 1 for v in score(gold, gold[::-1], metrics=KEYS).values())
    expected = 1 if any(gold) else 0
    for key in ("content_exact", "content_begin", "content_overlap"):
        assert score(gold, gold, metrics=[key])[key] == expected
        assert score(gold, [()] * len(gold), metrics=[key])[key] == 0


def test_items_without_quotations_are_scored_and_have_an_interval():
    gold, guess = [GOLD, (), GOLD], [GUESS, GUESS, ()]
    low, high = intervals(gold, guess, metrics=["content_overlap"])["content_overlap"]
    assert 0 <= low < high <= 1


def test_partial_overlap_of_the_propaganda_task_by_hand():
    """Guess 0–10 covers half of gold 0–20 (1.0 of itself); guess 30–50 is nowhere.

    P = (1 + 0) / 2, R = (.5 + 0) / 2 with gold 60–70 missed, F1 = 2·.5·.25 / .75 = 1/3.
    """
    gold, guess = [(Span(0, 20), Span(60, 70))], [(Span(0, 10), Span(30, 50))]
    assert score(gold, guess, metrics=["span_partial"])["span_partial"] == pytest.approx(1 / 3)


def test_partial_overlap_merges_what_overlaps_first():
    gold = [(Span(0, 20),)]
    assert (
        score(gold, [(Span(0, 12), Span(8, 20))], metrics=["span_partial"])["span_partial"] == 1
    )


def test_labels_are_no_spans():
    with pytest.raises(ValueError, match="scores spans"):
        score(["a"], ["a"], metrics=["cue_exact"])


def test_quotations_are_no_labels():
    for key in ("accuracy", "f1_macro", "f1_micro", "mae"):
        with pytest.raises(ValueError, match="the items hold quotations"):
            score([GOLD], [GUESS], metrics=[key])
