import pickle

import numpy as np
import pandas as pd
import pytest

from stance import AUTHOR, AnnotatedArticle, Article, Passage, Span, as_passages
from stance.article import Spans


def test_a_passage_is_the_whole_text_unless_it_names_a_span():
    article = Article("1", "Taxes rose.")
    assert Passage(article).text == "Taxes rose."
    assert Passage(article, Span(0, 5)).text == "Taxes"
    assert Passage(article).voice == AUTHOR


def test_strings_articles_and_passages_become_passages_in_order():
    article = Article("x", "Wages fell.")
    mixed = ["Taxes rose.", article, AnnotatedArticle(article), Passage(article, Span(0, 5))]
    assert [p.text for p in as_passages(mixed)] == [
        "Taxes rose.",
        "Wages fell.",
        "Wages fell.",
        "Wages",
    ]


def test_a_frame_brings_its_targets_and_offsets():
    frame = pd.DataFrame(
        {"text": ["Ana won.", "Bo lost."], "target": ["Ana", "Bo"], "target_start": [0, None]}
    ).assign(target_end=[3, None])
    first, second = as_passages(frame)
    assert first.target == "Ana"
    assert first.target_spans == (Span(0, 3),)
    assert second.target_spans == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("one string", "wrap it in a list"),
        (7, "cannot read passages from int"),
        (["fine", None], "row 1"),
        (pd.DataFrame({"body": ["x"]}), "no column 'text'"),
        (pd.DataFrame({"text": ["x", None]}), "row 1: the text is"),
        (pd.DataFrame({"text": ["x"], "target": [float("nan")]}), "row 0: the target is"),
        (
            pd.DataFrame({"text": ["x"], "target_start": [0], "target_end": [9]}),
            "row 0: target offsets",
        ),
    ],
)
def test_bad_input_is_named_by_row(data, message):
    with pytest.raises(ValueError, match=message):
        as_passages(data)


def test_the_nouns_survive_pickling():
    passage = Passage(AnnotatedArticle(Article("1", "x"), tokens=(Span(0, 1),)), target="x")
    again = pickle.loads(pickle.dumps(passage))
    assert again == passage
    assert hash(again) == hash(passage)


def test_a_layer_is_a_sequence_of_spans_that_nobody_can_change():
    layer = Spans.of([(0, 2), (3, 5), (5, 9)])
    assert (
        list(layer) == [layer[0], layer[1], layer[-1]] == [Span(0, 2), Span(3, 5), Span(5, 9)]
    )
    assert layer[1:] == Spans([3, 5], [5, 9])
    assert layer != Spans([0, 3], [2, 5])
    assert Span(3, 5) in layer
    assert not Spans()
    assert np.array(layer, dtype=np.int64)[1].tolist() == [3, 5]
    assert list(Spans()) == []
    assert Spans.of(layer) is layer
    with pytest.raises(IndexError):
        layer[3]
    with pytest.raises(ValueError, match="read-only"):
        layer.starts[0] = 1
