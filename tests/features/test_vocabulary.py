"""Vocabulary: shares of words in the categories of a list, each on its own text alone."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone

from stance.article import Article, Passage, Span
from stance.features.vocabulary import CodeStrength, Vocabulary, find_hits, word_spans
from stance.lexicon import Lexicon

MONEY = Lexicon("money", {"tax": {"fiscal": 1.0}, "tax cut*": {"fiscal": 2.0, "good": 1.0}})
NASTY = ["", "?", "“unclosed", "🙂 \u00a0", "a" * 3000]


def test_a_phrase_counts_its_weight_once():
    assert Vocabulary([MONEY]).names() == ["money_fiscal_share", "money_good_share"]
    row = Vocabulary([MONEY]).fit_transform(["The tax cuts raise no tax"])
    np.testing.assert_allclose(row, [[3 / 6, 1 / 6]])


def test_only_the_characters_of_the_passage_count():
    article = Article("1", "tax now, later nothing")
    assert Vocabulary([MONEY]).row(Passage(article, Span(9, 22))) == [0.0, 0.0]


def test_hits_point_at_the_words():
    text = "All “tax cuts” end."
    assert [hit.span.of(text) for hit in find_hits(text, MONEY)] == ["tax cuts"] * 2


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_give_finite_rows(text):
    assert np.isfinite(Vocabulary().fit_transform([text])).all()
    assert all(span.of(text).strip() for span in word_spans(text))


def test_a_row_depends_on_its_own_passage_alone():
    texts = ["Perhaps it is a disgrace.", "He clearly said no.", ""]
    vocabulary = Vocabulary()
    together = vocabulary.fit_transform(texts)
    np.testing.assert_array_equal(together[::-1], vocabulary.transform(texts[::-1]))
    np.testing.assert_array_equal(together[:1], vocabulary.transform(texts[:1]))


def test_it_survives_clone_and_pickle():
    vocabulary = pickle.loads(pickle.dumps(clone(Vocabulary(["moral"]))))
    assert len(vocabulary.get_feature_names_out()) == 10
    assert vocabulary.transform([]).shape == (0, 10)


def test_a_code_grows_with_the_log_of_its_word_and_shrinks_with_the_text(tmp_path):
    path = tmp_path / "roads.toml"
    path.write_text(
        'id="roads"\ntitle="Roads"\n[[code]]\nid="money"\nname="Money"\n'
        'definition="Cost."\nkeywords=["toll^2"]\n',
        "utf-8",
    )
    once, thrice, denied = CodeStrength(str(path)).fit_transform(
        ["a toll is due", "a toll a toll", "no toll is due"]
    )[:, 0]
    assert once == pytest.approx(2 / 4**0.5)
    assert thrice == pytest.approx(2 * (1 + np.log(2)) / 4**0.5)
    assert denied == 0


def test_an_edited_codebook_is_read_anew(tmp_path):
    path = tmp_path / "roads.toml"
    text = 'id="r"\ntitle="R"\n[[code]]\nid="m"\nname="M"\ndefinition="C."\nkeywords=["toll"]'
    path.write_text(text, "utf-8")
    assert CodeStrength(str(path)).fit_transform(["toll"]).sum() == 1
    path.write_text(text.replace("toll", "fare"), "utf-8")
    assert CodeStrength(str(path)).fit_transform(["toll"]).sum() == 0
