"""Evidence: a word's contribution is its exact share of the log odds, at its offsets."""

import numpy as np
import pytest

from stance.article import Article, Passage, Span
from stance.models import make_model
from stance.models.evidence import frame_evidence

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


def test_contributions_of_all_words_are_what_the_words_add():
    passage = Passage(Article("1", "tax tax wages"), Span(0, 13))
    found = frame_evidence(MODEL, passage, "economic")
    columns, classify = MODEL.named_steps["columns"], MODEL.named_steps["classify"]
    coder = classify.coders_[0]
    names = list(columns.get_feature_names_out())
    row = np.asarray(columns.transform([passage]).todense())[0]
    whole = sum(
        row[i] * coder.coef_[0, i] for i, name in enumerate(names) if name.startswith("words__")
    )
    assert sum(item.contribution for item in found) == pytest.approx(whole)
    assert found[0].contribution == found[1].contribution


def test_an_unknown_code_and_a_hashed_model_are_refused():
    passage = Passage(Article("1", "tax"))
    with pytest.raises(ValueError, match="'weather' is no code of this model"):
        frame_evidence(MODEL, passage, "weather")
    hashed = make_model("frames-linear", hashed=2**10).fit(TEXTS, SETS)
    with pytest.raises(ValueError, match="keeps no words"):
        frame_evidence(hashed, passage, "economic")
