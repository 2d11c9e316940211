import pytest

from stance.article import Article, Passage, Span
from stance.features.mentions import NAME, TARGET
from stance.features.targeting import (
    PLACES,
    TargetLexicons,
    letters_beside_target,
    letters_without_target,
    phrases_with_target,
    target_crosses,
    target_names,
    words_of_clause,
)

TEXT = "Critics, who never liked Ada Ode, said the honest Ode lied."


def passage(text=TEXT, target="Ada Ode", spans=(), span=None):
    return Passage(Article("1", text), span, target, spans)


def test_a_clause_ends_at_marks_and_conjunctions():
    terms = words_of_clause(passage(spans=(Span(25, 32),)))
    assert "<never" in terms
    assert "<liked" in terms
    assert not [term for term in terms if "critics" in term or "honest" in term]


def test_other_names_are_all_the_same_word():
    phrases = phrases_with_target(passage("Then Eve Marsh blamed Ada Ode."))
    assert f"{NAME} blamed {TARGET}" in phrases
    assert not [phrase for phrase in phrases if "eve" in phrase or "marsh" in phrase]


def test_letters_know_their_side_and_not_the_target():
    beside = letters_beside_target(passage("bad Ode good", "Ode"))
    assert "<bad" in beside
    assert ">good" in beside
    assert not [gram for gram in letters_without_target(passage()) if "ode" in gram]


def test_names_and_crosses_come_from_the_target_alone():
    assert target_names(passage(target="Ada Ode")) == ["ada", "ode", "=ada ode"]
    assert target_crosses(passage(target=None)) == []


def measured(text, target="Ode"):
    measure = TargetLexicons(lexicons=("valence",))
    row = measure.transform([passage(text, target)])[0]
    return dict(zip(measure.names(), row, strict=True))


def test_words_are_counted_on_their_side_by_their_distance():
    found = measured("The corrupt Ode met the honest mayor.")
    assert found["negative_before"] == pytest.approx(1 / 1.3)
    assert found["negative_after"] == 0
    assert found["positive_after"] == pytest.approx(1 / 1.9)
    assert found["negative_anywhere"] == found["negative_near"] == found["positive_near"] == 1


def test_a_word_in_another_clause_or_behind_a_negation_is_told_apart():
    found = measured("Ode is not corrupt, but the mayor is dishonest.")
    assert found["negative_anywhere"] == 2
    assert found["negative_clause"] == 1
    assert found["negative_negated"] == pytest.approx(1 / 1.9)


def test_each_category_has_every_place():
    assert len(TargetLexicons(("valence",)).names()) == 2 * len(PLACES)


def test_no_target_is_measured_from_the_first_word():
    assert measured("Corrupt.", target=None)["negative_near"] == 1
    assert words_of_clause(passage(target="Eve")) == []
