"""Hierarchical frames: articles are coded, sentences are named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.annotation.annotate import annotate
from stance.article import Article, Passage, Span
from stance.labelling.labeller import Labeller
from stance.models import make_model
from stance.models.evidence import frame_evidence, passage_evidence
from stance.models.hierarchical import POOLS, sentences_of
from stance.models.pretrained import save_model

LEGAL = "legality-constitutionality-jurisdiction"
IDLE = ["It rained in the valley.", "They met again in May.", "The dog slept well."]
MONEY = ["Wages and prices rose.", "The tax on wages fell.", "Prices and the tax rose."]
LAW = ["The judge heard the case.", "The court will rule.", "A judge of the court ruled."]
TEXTS = [
    " ".join([idle, carrier, other])
    for carriers in (MONEY, LAW)
    for carrier in carriers
    for idle, other in zip(IDLE, IDLE[1:] + IDLE[:1], strict=True)
]
SETS = [frozenset({"economic"})] * 9 + [frozenset({LEGAL})] * 9
MODEL = make_model("frames-hierarchical").fit(TEXTS, SETS)


def test_the_sentence_that_carries_the_frame_is_named_though_only_articles_were_coded():
    text = "The dog slept. It rained in May. The court heard the judge. They met."
    (found,) = passage_evidence(MODEL, Passage(Article("1", text)), LEGAL, n=1)
    assert found.span.of(text) == "The court heard the judge."
    assert found.contribution > 0
    assert MODEL.predict([text]) == [frozenset({LEGAL})]


def test_the_sentences_are_those_of_the_passage_in_offsets_of_its_article():
    text = "Wages rose. It rained. The tax on prices fell. The dog slept."
    passage = Passage(Article("1", text), Span(12, len(text)))
    found = passage_evidence(MODEL, passage, "economic")
    assert [item.span.of(text) for item in found] == ["The tax on prices fell."]
    assert [item.span.of(text) for item in frame_evidence(MODEL, passage, "economic")][:1] == [
        "tax"
    ]


def test_an_article_with_layers_gets_the_answer_it_gets_without():
    article = Article("1", TEXTS[0])
    bare, full = Passage(article), Passage(annotate(article, layers=("sentences",)))
    assert sentences_of(bare) == sentences_of(full)
    assert np.array_equal(MODEL.predict_proba([bare]), MODEL.predict_proba([full]))


def test_a_score_is_that_of_the_sentence_as_a_text_of_its_own():
    articles = MODEL[-1]
    text = "It rained. The tax on wages rose."
    _, scores = articles.sentence_scores(Passage(Article("1", text)))
    _, alone = articles.sentence_scores(Passage(Article("2", "The tax on wages rose.")))
    assert np.allclose(scores[1], alone[0])


def test_what_too_few_articles_carry_is_left_to_the_article_model():
    model = make_model("frames-hierarchical").fit(TEXTS, [{"economic", "rare"}, *SETS[1:]])
    judges = dict(zip(model.classes_.tolist(), model[-1].judges_, strict=True))
    assert judges["rare"] is None
    assert judges["economic"] is not None
    assert model[-1].centres_.shape == (3, len(POOLS))


def test_no_passage_no_rows_and_other_models_have_no_sentences():
    assert MODEL.predict_proba([]).shape == (0, 2)
    passage = Passage(Article("1", "tax"))
    with pytest.raises(ValueError, match="'weather' is no code of this model"):
        passage_evidence(MODEL, passage, "weather")
    with pytest.raises(ValueError, match="frames-hierarchical alone"):
        passage_evidence(make_model("majority").fit(TEXTS, SETS), passage, "economic")


@given(st.text(alphabet="tax wages court. “”\n", max_size=60))
def test_sentences_stand_in_text_order_inside_the_passage(text):
    article = Article("1", "Head. " + text + " End.")
    passage = Passage(article, Span(6, 6 + len(text)))
    spans = sentences_of(passage)
    assert spans == sorted(spans)
    assert all(6 <= span.start < span.end <= 6 + len(text) for span in spans)
    assert np.isfinite(MODEL.predict_proba([passage])).all()


def test_a_labelled_article_names_the_sentences_words_and_voices_of_its_frames(tmp_path):
    save_model(MODEL, tmp_path / "mine.skops")
    text = "The dog slept. The court heard the judge. “The tax on wages rose,” Ann Lee said."
    record = Labeller(frames=str(tmp_path / "mine.skops")).label([Article("1", text)])[0].record
    frames = {row["code"]: row for row in record["frames"]}
    assert frames
    for row in frames.values():
        assert row["evidence"]
        assert row["words"]
        assert row["profile"]
        assert all(0 <= at["start"] < at["end"] <= len(text) for at in row["evidence"])
