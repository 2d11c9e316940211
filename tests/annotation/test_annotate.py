import pickle

import pytest
from sklearn.base import clone

from stance.annotation import Annotate, annotate, annotate_all
from stance.article import Article, Passage, Span

TEXT = "Gov. Ana Ruiz spoke.\n\n“We stay,” she said. Nobody asked why."


def test_layers_point_into_the_text_in_order():
    annotated = annotate(Article("1", TEXT))
    assert [p.of(TEXT)[:4] for p in annotated.paragraphs] == ["Gov.", "“We "]
    assert [s.of(TEXT)[-5:] for s in annotated.sentences] == ["poke.", "said.", " why."]
    assert " ".join(t.of(TEXT) for t in annotated.tokens[:5]) == "Gov . Ana Ruiz spoke"


def test_passages_of_one_article_share_one_annotation():
    article = Article("1", TEXT)
    first, second = Annotate().fit_transform([Passage(article, Span(0, 4)), Passage(article)])
    assert first.article is second.article
    assert first.span == Span(0, 4)
    [again] = clone(Annotate()).fit_transform([Article("1", TEXT)])
    assert again.article is first.article


def test_an_annotated_article_is_left_alone():
    annotated = annotate(Article("1", TEXT), layers=("tokens",))
    [passage] = Annotate().fit_transform([annotated])
    assert passage.article is annotated
    assert annotated.quotations == ()


def test_the_step_survives_pickling():
    step = Annotate(layers=("sentences",))
    [passage] = pickle.loads(pickle.dumps(step)).fit_transform([TEXT])
    assert len(passage.article.sentences) == 3
    assert not passage.article.tokens


@pytest.mark.parametrize(
    "wrong", [{"layers": ["words"]}, {"attribution": "magic"}], ids=["layer", "attribution"]
)
def test_what_is_unknown_is_said(wrong):
    with pytest.raises(ValueError, match=r"words|magic"):
        annotate(Article("1", TEXT), **wrong)


@pytest.mark.parametrize("attribution", ["rules", "learned"])
def test_many_at_once_are_what_each_is_alone(attribution):
    articles = [Article("1", TEXT), Article("2", ""), Article("3", "Ana Ruiz said no.")]
    together = annotate_all(articles, attribution=attribution)
    assert together == [annotate(one, attribution=attribution) for one in articles]


def test_words_are_counted_anew_in_another_process():
    annotated = annotate(Article("1", TEXT), layers=["tokens"])
    types, numbers = annotated.numbered
    assert [types.words[number] for number in numbers] == annotated.words
    again = pickle.loads(pickle.dumps(annotated))
    assert "_numbered" not in again.__dict__
    assert again == annotated
    assert again.words == annotated.words
