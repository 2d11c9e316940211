"""Evidence: a word's contribution is its exact share of the log odds, at its offsets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.article import Article, Passage, Span
from stance.models import make_model
from stance.models.evidence import frame_evidence, word_shares

TEXTS = ["The tax rose.", "Taxes and wages.", "The court ruled.", "A judge ruled."]
LEGAL = "legality-constitutionality-jurisdiction"
SETS = [frozenset({"economic"})] * 2 + [frozenset({LEGAL})] * 2
MODEL = make_model("frames-linear").fit(TEXTS, SETS)


def test_offsets_are_those_of_the_article():
    article = Article("1", "It rained. Then wages and the tax rose.")
    found = frame_evidence(MODEL, Passage(article, Span(11, 39)), "economic")
    words = [item.span.of(article.text) for item in found]
    assert words == ["wages", "tax", "rose"]
    assert all(item.contribution > 0 for item in found)


@pytest.mark.parametrize("hashed", [0, 2**10, 4])
def test_shares_of_all_words_are_what_the_words_and_keywords_add(hashed):
    model = make_model("frames-linear", hashed=hashed).fit(TEXTS, SETS)
    text = "tax tax wages, no court: the judge ruled"
    passage = Passage(Article("1", text), Span(0, len(text)))
    columns, classify = model.named_steps["columns"], model.named_steps["classify"]
    names = columns.get_feature_names_out()
    own = np.asarray([not name.startswith("headline__") for name in names])
    row = np.asarray(columns.transform([passage]).todense())[0] * own
    found = word_shares(model, passage)
    assert [span.of(text) for span in found.spans][:3] == ["tax", "tax", "wages"]
    assert found.shares[0].tolist() == found.shares[1].tolist()
    for column, coder in enumerate(classify.coders_):
        assert found.shares[:, column].sum() == pytest.approx(row @ np.ravel(coder.coef_))


def test_a_passage_without_words_has_no_shares():
    found = word_shares(MODEL, Passage(Article("1", " … ")))
    assert (found.spans, found.shares.shape) == ((), (0, 2))


def test_an_unknown_code_and_another_kind_of_model_are_refused():
    passage = Passage(Article("1", "tax"))
    with pytest.raises(ValueError, match="'weather' is no code of this model"):
        frame_evidence(MODEL, passage, "weather")
    with pytest.raises(ValueError, match="frames-hierarchical alone"):
        word_shares(make_model("majority").fit(TEXTS, SETS), passage)


@given(st.text(alphabet="tax wages court.“ \n", max_size=60))
def test_every_share_stands_at_a_word_of_the_text(text):
    spans, shares = word_shares(MODEL, Passage(Article("1", text)))
    assert list(spans) == sorted(set(spans))
    assert all(span.of(text).strip() for span in spans)
    assert np.isfinite(shares).all()
