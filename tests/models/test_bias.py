"""Slant models: one label, or kinds of bias, with probabilities that fit the labels."""

import numpy as np
import pytest

from stance.article import Article, Passage, Span
from stance.models import make_model
from stance.models.linear import Margins

PLAIN = ["He spoke on Monday.", "The vote is at nine.", "She met the mayor.", "It costs ten."]
LOADED = ["A shameless liar!", "What a disgrace!", "His vile, absurd lie.", "Shameful thugs!"]


def test_loaded_words_are_learned():
    model = make_model("bias-linear").fit(PLAIN + LOADED, ["no"] * 4 + ["yes"] * 4)
    assert model.predict(["A vile disgrace!", "He met her on Monday."]).tolist() == [
        "yes",
        "no",
    ]


def test_kinds_of_bias_are_decided_apart():
    sets = [frozenset()] * 4 + [frozenset({"lexical"})] * 3 + [frozenset({"informational"})]
    model = make_model("bias-linear").fit(PLAIN + LOADED, sets)
    assert list(model.classes_) == ["informational", "lexical"]
    assert isinstance(model.predict(["A vile liar!"])[0], frozenset)


def test_with_context_the_words_round_a_sentence_are_learned_apart_from_its_own():
    texts = [f"{head} They met. {head}" for head in PLAIN + LOADED]
    passages = [
        Passage(Article(str(n), text), Span(text.index("They"), text.index("They") + 9))
        for n, text in enumerate(texts)
    ]
    labels = ["no"] * 4 + ["yes"] * 4
    model = make_model("bias-linear", C=1, context=True).fit(passages, labels)
    text = "A shameless liar! They met."
    inside = Passage(Article("9", text), Span(18, 27))
    assert "around" in dict(model[0].transformer_list)
    around, alone = model.predict_proba([inside, Passage(Article("9", "They met."))])[:, 1]
    assert around > alone
    assert len(model.predict(PLAIN)) == 4


def test_a_codebook_helps_a_headline_whose_words_were_never_seen():
    texts = ["Stores end sales", "Court and judges", "Shops cut prices", "Law is upheld"]
    labels = ["economic-consequences", "gun-rights"] * 2
    model = make_model("category-linear", codebook="gun-violence").fit(texts, labels)
    assert model.predict(["Retailers and companies cut ties"]).tolist() == labels[:1]


def test_margins_become_probabilities_without_changing_a_label():
    generator = np.random.default_rng(0)
    columns = generator.normal(size=(300, 4))
    labels = np.where(columns[:, 0] + generator.normal(size=300) > 0, "b", "a")
    labels[columns[:, 1] > 1.5] = "c"
    model = Margins().fit(columns, labels)
    chances = model.predict_proba(columns)
    assert np.allclose(chances.sum(axis=1), 1)
    assert (model.predict(columns) == model.machine_.predict(columns)).all()
    hit = (model.predict(columns) == labels).mean()
    assert abs(chances.max(axis=1).mean() - hit) < 0.12


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="fewer than two classes"):
        Margins().fit(np.eye(2), ["a", "a"])


def test_the_place_of_a_sentence_is_seen():
    article = Article("1", "Taxes rose. " * 10)
    spans = [Span(12 * i, 12 * i + 11) for i in range(10)]
    passages = [Passage(article, span) for span in spans]
    labels = ["early"] * 5 + ["late"] * 5
    model = make_model("bias-linear", C=10).fit(passages, labels)
    assert model.predict(passages[:1] + passages[-1:]).tolist() == ["early", "late"]
