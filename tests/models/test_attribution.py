import pickle

import pytest
from sklearn.base import clone

from stance.annotation import annotate
from stance.article import Article, Passage, Quotation, Span
from stance.models import make_model
from stance.models.attribution import LearnedAttribution, RuleAttribution

TEXT = "Ana Ruiz met voters. “We will pay,” she said. The “quiet reform” goes on."
MARKED = (Quotation((Span(21, 35),), "direct", Span(40, 44), Span(36, 39)),)
BARE = (Quotation((Span(22, 34),), "direct", Span(40, 44), Span(36, 39)),)


@pytest.mark.parametrize("label", [MARKED, BARE], ids=["marks kept", "marks left out"])
def test_the_rules_learn_whether_marks_belong_to_a_content(label):
    model = RuleAttribution().fit([TEXT], [label])
    assert model.predict([TEXT]) == [label]


def test_scare_quotes_are_no_attribution():
    assert RuleAttribution().fit([TEXT], [BARE]).predict(["The “quiet reform” fails."]) == [()]


def small():
    return LearnedAttribution(bits=12, epochs=10, decay=1e-3, caution=0.01, least=1, dropout=0)


def test_an_article_is_read_alike_bare_annotated_or_as_text():
    model = small().fit([TEXT] * 3, [MARKED] * 3)
    article = Article("1", TEXT)
    shapes = [TEXT, article, annotate(article, attribution="rules"), Passage(article)]
    assert model.predict(shapes) == [MARKED] * 4


def test_two_fits_agree_and_survive_pickling():
    one = small().fit([TEXT] * 3, [MARKED] * 3)
    two = pickle.loads(pickle.dumps(clone(one).fit([TEXT] * 3, [MARKED] * 3)))
    text = "Ivo Lund said so. “It fell,” he added."
    assert one.predict([text, TEXT]) == two.predict([text, TEXT])


@pytest.mark.parametrize("name", ["attribution-rules", "attribution-learned"])
def test_the_models_are_pipelines_that_refuse_what_does_not_pair(name):
    with pytest.raises(ValueError, match="2 articles but 1 labels"):
        make_model(name).fit([TEXT, TEXT], [MARKED])


def test_no_articles_have_no_quotations():
    assert small().fit([TEXT] * 2, [MARKED] * 2).predict([]) == []
