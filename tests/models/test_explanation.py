"""Explanations: contributions stand at their words, and add up to the margin."""

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from stance.article import Article, Passage, Span
from stance.features.words import WordTfidf
from stance.models import make_model
from stance.models.explanation import explain
from stance.models.linear import Margins, linear_view

TEXTS = [
    "Critics said the harbour plan is a ruinous mistake. It harms every fisherman.",
    "Nurses praised the harbour plan as a splendid step. It helps every fisherman.",
    "The council will vote on the harbour plan. It meets on Tuesday.",
] * 8
LABELS = ["against", "favor", "neutral"] * 8
ASKED = [
    "“Ruinous!” the mayor said. He never liked the harbour plan, or the harbour.",
    "A splendid idea, don't you think? #harbour 😀",
    "Nothing known",
    "",
]
STANCE_MODELS = (
    *("majority", "lexicon", "stance-linear", "stance-target-blind", "stance-news"),
    *("stance-pairs", "stance-stacked", "category-linear", "bias-linear"),
)


TARGET = "the harbour plan"


def passages(texts, target=TARGET):
    return [Passage(Article(str(row), text), target=target) for row, text in enumerate(texts)]


@pytest.fixture(scope="module")
def fitted():
    known = {}

    def of(name):
        if name not in known:
            known[name] = make_model(name).fit(passages(TEXTS), LABELS)
        return known[name]

    return of


def words(found, article):
    return {item.span.of(article.text): item.contribution for item in found.evidence}


@pytest.mark.parametrize("pieces", [None, "words", "sentences"])
@pytest.mark.parametrize("name", STANCE_MODELS)
def test_contributions_and_what_is_elsewhere_add_up_to_the_margin(name, pieces, fitted):
    model = fitted(name)
    for asked in passages(ASKED):
        found = explain(model, asked, pieces)
        total = sum(item.contribution for item in found.evidence) + found.elsewhere
        assert total == pytest.approx(found.margin)
        assert found.label == model.predict([asked])[0]
        assert found.margin >= 0
        spans = [item.span for item in found.evidence]
        assert spans == sorted(set(spans))
        assert all(0 <= span.start < span.end <= len(asked.text) for span in spans)


@pytest.mark.parametrize("name", ["stance-linear", "stance-target-blind", "stance-news"])
def test_the_margin_is_that_of_the_probabilities(name, fitted):
    model = fitted(name)
    asked = passages(ASKED[:1])[0]
    found = explain(model, asked)
    first, second = sorted(model.predict_proba([asked])[0], reverse=True)[:2]
    view = linear_view(model, [asked])
    scores = np.sort((view.columns @ view.weights.T + view.intercepts).ravel())
    assert found.margin == pytest.approx(scores[-1] - scores[-2])
    assert first / second > 1


def test_what_a_linear_model_of_words_adds_is_each_word_s_weight_times_its_value():
    model = make_pipeline(WordTfidf(), Margins())
    model.fit(["fine tax", "bad tax", "fine"], ["a", "b", "a"])
    article = Article("1", "a fine, fine tax of Eve's")
    found = explain(model, Passage(article))
    names = model[0].vocabulary_
    row, weights = model[0].transform([article]).toarray()[0], -model[1].machine_.coef_[0]
    assert [item.span for item in found.evidence] == [Span(2, 6), Span(8, 12), Span(13, 16)]
    fine = row[names["fine"]] * weights[names["fine"]]
    tax = row[names["tax"]] * weights[names["tax"]]
    shares = [item.contribution for item in found.evidence]
    assert shares == pytest.approx([fine / 2, fine / 2, tax])
    assert found.elsewhere == pytest.approx(-model[1].machine_.intercept_[0])


@pytest.mark.parametrize("name", ["stance-linear", "stance-target-blind", "stance-news"])
def test_the_word_that_tells_the_labels_apart_counts_most(name, fitted):
    asked = passages(["The harbour plan is ruinous for all who live here."])[0]
    found = explain(fitted(name), asked)
    assert (found.label, found.over) != ("favor", "against")
    added = words(found, asked.article)
    assert found.label == "against"
    own = {word: share for word, share in added.items() if word not in TARGET.split()}
    assert max(own, key=own.get) == "ruinous"


def test_the_sentence_that_repeats_the_claim_makes_a_pair_related():
    claim = "Mayor opened the old bridge"
    other = "Cat found alive in Norway"
    texts = ["It rained all week. The mayor opened the old bridge. Few came to see it."] * 40
    pairs = [
        Passage(Article("1", text), target=(claim, other)[row % 2])
        for row, text in enumerate(texts)
    ]
    model = make_model("stance-pairs", n_votes=1).fit(pairs, ["agree", "unrelated"] * 20)
    found = explain(model, pairs[0])
    best = max(found.evidence, key=lambda item: item.contribution)
    assert best.span.of(texts[0]) == "The mayor opened the old bridge."
    assert (found.label, found.over) == ("agree", "unrelated")


def test_offsets_are_those_of_the_article(fitted):
    article = Article("1", "It rained. The harbour plan is ruinous.")
    asked = Passage(article, Span(11, 39), target="the harbour plan")
    found = explain(fitted("stance-target-blind"), asked)
    assert "ruinous" in words(found, article)
    assert all(item.span.start >= 11 for item in found.evidence)


def test_a_known_and_an_unknown_target_are_explained_by_the_model_that_decides(fitted):
    model = fitted("stance-linear")
    for target in ("the harbour plan", "the tram", None):
        asked = passages(["A ruinous step."], target)[0]
        found = explain(model, asked)
        assert found.label == model.predict([asked])[0]


def test_label_sets_and_unknown_pieces_are_refused(fitted):
    frames = make_model("frames-linear").fit(["tax", "sin"], [{"economic"}, {"morality"}])
    with pytest.raises(ValueError, match="frame_evidence"):
        explain(frames, Passage(Article("1", "tax")))
    with pytest.raises(ValueError, match="pieces is 'letters'"):
        explain(fitted("majority"), Passage(Article("1", "tax")), "letters")
