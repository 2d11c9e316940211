"""Models of word lists: nothing is learned from the labels, negation and nearness count."""

import numpy as np
import pytest

from stance.article import Article, Passage, Span
from stance.models import make_model
from stance.models.lexicons import KeywordFrames, PolarityStance

BACKGROUND = ["Wages rose in May.", "The judge ruled.", "It rained all day.", "They met again."]


def about(text, target="the plan"):
    return Passage(Article(text, text), target=target)


@pytest.fixture
def stance():
    labels = ["favor", "against", "neutral"]
    return PolarityStance().fit([about("The plan.")] * 3, labels)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The union supports the plan.", "favor"),
        ("The union does not support the plan.", "against"),
        ("The union condemned the plan as a disaster.", "against"),
        ("The council votes on the plan on Tuesday.", "neutral"),
        ("He never condemned the plan.", "favor"),
        ("Not today, he said; we support the plan.", "favor"),
    ],
)
def test_support_attack_and_negation(stance, text, label):
    assert stance.predict([about(text)]).tolist() == [label]


def test_the_nearer_word_weighs_more(stance):
    text = "They praised the bridge and all its many builders and later condemned the plan."
    assert stance.predict([about(text, "the plan")]).tolist() == ["against"]
    assert stance.predict([about(text, "the bridge")]).tolist() == ["favor"]


def test_given_offsets_count_from_the_article_not_the_passage(stance):
    text = "It rained. They praised it and left; two long weeks later others condemned all."
    mention = Span(text.index("it and"), text.index("it and") + 2)
    passage = Passage(Article("1", text), Span(11, len(text)), "the bridge", (mention,))
    assert stance.predict([passage]).tolist() == ["favor"]


def test_labels_are_read_as_aliases_and_foreign_ones_refused():
    passages = [about("They praised the plan."), about("They condemned the plan.")]
    model = PolarityStance().fit(passages, ["PRO", "CON"])
    assert model.predict(passages).tolist() == ["PRO", "CON"]
    with pytest.raises(ValueError, match="'maybe' is no code of stance"):
        PolarityStance().fit(passages, ["favor", "maybe"])


def test_keywords_ignore_the_labels_but_for_their_names():
    sets = [frozenset({"economic"}), frozenset({"morality"}), frozenset(), frozenset()]
    one = KeywordFrames().fit(BACKGROUND, sets)
    other = KeywordFrames().fit(BACKGROUND, sets[::-1])
    assert list(one.classes_) == ["economic", "morality"]
    texts = ["Taxes, wages and prices.", "It is a sin against God."]
    assert np.array_equal(one.predict_proba(texts), other.predict_proba(texts))
    assert one.predict(texts) == [{"economic"}, {"morality"}]


def test_a_negated_keyword_does_not_count():
    model = KeywordFrames().fit(BACKGROUND)
    said, denied = model.predict_proba(["It is about wages.", "It is not about wages."])
    economic = list(model.classes_).index("economic")
    assert said[economic] > denied[economic]


def test_a_code_outside_the_codebook_is_named():
    with pytest.raises(ValueError, match="row 1: 'weather' is no code of policy-frames"):
        KeywordFrames().fit(BACKGROUND[:2], [{"economic"}, {"weather"}])


def test_a_code_without_keywords_is_never_given():
    model = KeywordFrames().fit(BACKGROUND[:2], [{"economic"}, {"other"}])
    assert model.predict(["Wages and prices, and others."]) == [{"economic"}]


def test_the_lexicon_model_takes_the_kind_of_the_labels():
    frames = make_model("lexicon").fit(BACKGROUND[:2], [{"economic"}, set()])
    assert isinstance(frames.predict(["Wages fell."])[0], frozenset)
    stances = make_model("lexicon").fit(BACKGROUND[:2], ["favor", "against"])
    assert stances.predict(["They praised it."]).tolist() == ["favor"]
