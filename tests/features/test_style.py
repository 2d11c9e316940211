"""Style and position: known counts on texts of our own."""

import pytest

from stance.article import Article, Passage, Span
from stance.features.stems import HashedStems, headline, headline_stems, stems
from stance.features.style import Position, Style


def measured(text):
    return dict(zip(Style().names(), Style().row_of(text), strict=True))


def test_shares_are_counted_by_words():
    row = measured("We really WON 3 times! Did you?")
    assert row["first_person_share"] == pytest.approx(1 / 7)
    assert row["second_person_share"] == pytest.approx(1 / 7)
    assert row["adverb_share"] == pytest.approx(1 / 7)
    assert row["shouted_share"] == pytest.approx(1 / 7)
    assert row["number_share"] == pytest.approx(1 / 7)
    assert row["exclamation_mark_share"] == row["question_mark_share"] == pytest.approx(1 / 7)


def test_a_text_without_words_is_all_zeros():
    assert set(Style().row_of("?! …")) == {0.0}


def test_a_passage_knows_its_place():
    article = Article("1", "First. Last one.")
    start, end = Position().fit_transform(
        [Passage(article, Span(0, 6)), Passage(article, Span(7, 16))]
    )
    assert (start[2], end[2]) == (1, 0)
    assert end[0] == 7 / 16


def test_the_headline_is_the_title_and_no_part_has_one():
    article = Article("1", "Body text.", title="Taxes rise")
    assert headline_stems(Passage(article)) == ["tax", "rise"]
    assert headline(Passage(article, Span(0, 4))) == ""
    assert headline(Passage(Article("2", "One line only."))) == ""


def test_hashed_stems_are_the_stems():
    text = "Taxes taxed the taxing town."
    assert HashedStems(2**12).fit_transform([text]).sum() == len(
        stems(Passage(Article("", text)))
    )
