"""Rows of stances, worked out by hand from given probabilities."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stance.article import Actor, AnnotatedArticle, Article, Quotation, Span
from stance.labelling.record import NOT_ENOUGH, stance_records
from stance.labelling.voices import spoken_passages

CLASSES = ("against", "favor", "neutral")
TEXT = "Cole won. Cole lost. Cole left. Cole sang. “Cole lies,” Lee said."


def article():
    starts = [0, 10, 21, 32, 44]
    cole = Actor("c", "Cole", mentions=tuple(Span(start, start + 4) for start in starts))
    lee = Actor("l", "Lee", mentions=(Span(56, 59),))
    sentences = [Span(0, 9), Span(10, 20), Span(21, 31), Span(32, 42), Span(43, 65)]
    said = Quotation((Span(44, 54),), speaker="l")
    return AnnotatedArticle(
        Article("1", TEXT), sentences=sentences, actors=(cole, lee), quotations=(said,)
    )


def rows_of(chances):
    spoken = spoken_passages([article()])
    assert [p.text for p in spoken.passages][:2] == ["Cole won.", "Cole lost."]
    [rows] = stance_records(spoken, np.asarray(chances), CLASSES)
    return rows


def test_a_stance_is_the_mean_over_its_passages_with_the_three_surest_as_evidence():
    chances = [[0.1, 0.8, 0.1], [0.2, 0.6, 0.2], [0.5, 0.4, 0.1], [0.1, 0.7, 0.2]]
    chances += [[0.2, 0.2, 0.6], [0.9, 0.05, 0.05]]  # the author on Lee, Lee on Cole
    author_on_cole, author_on_lee, lee_on_cole = rows_of(chances)
    assert author_on_cole == {
        "voice": "author",
        "voice_name": "author",
        "target": "c",
        "target_name": "Cole",
        "label": "favor",
        "probability": 0.625,
        "passages": 4,
        "evidence": [
            {"start": 0, "end": 9},
            {"start": 10, "end": 20},
            {"start": 32, "end": 42},
        ],
    }
    assert (author_on_lee["target"], author_on_lee["label"]) == ("l", "neutral")
    assert (lee_on_cole["voice_name"], lee_on_cole["label"]) == ("Lee", "against")
    assert lee_on_cole["evidence"] == [{"start": 44, "end": 54}]


def test_where_no_label_is_more_probable_than_the_others_together_there_is_not_enough():
    sure, unsure = [0.0, 0.5, 0.5], [0.49, 0.2, 0.31]
    rows = rows_of([[0.9, 0.05, 0.05], *[[0.1, 0.4, 0.5]] * 3, sure, unsure])
    assert [row["label"] for row in rows] == [NOT_ENOUGH, "favor", NOT_ENOUGH]
    assert [row["probability"] for row in rows] == [0.3875, 0.5, 0.49]
    assert all(row["evidence"] for row in rows)


@given(st.integers(0, 2**32 - 1))
def test_rows_of_an_article_are_those_it_has_alone(seed):
    generator = np.random.default_rng(seed)
    chances = generator.dirichlet(np.ones(3), 6)
    nothing = AnnotatedArticle(Article("2", "Nobody."), sentences=[(0, 7)])
    spoken = spoken_passages([nothing, article(), nothing, article()])
    rows = stance_records(spoken, np.concatenate([chances, chances]), CLASSES)
    assert rows == [[], rows_of(chances), [], rows_of(chances)]


def test_no_articles_and_no_passages_give_no_rows():
    assert stance_records(spoken_passages([]), np.zeros((0, 3)), CLASSES) == []
    silent = AnnotatedArticle(Article("1", ""))
    assert stance_records(spoken_passages([silent]), np.zeros((0, 3)), CLASSES) == [[]]
