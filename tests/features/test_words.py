import pickle

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.article import Article, Passage, Span
from stance.features.words import WordTfidf

TEXTS = ["Taxes rose and wages fell.", "Wages rose."]


def test_it_is_scikit_learns_tf_idf():
    ours, theirs = WordTfidf(sublinear_tf=True), TfidfVectorizer(sublinear_tf=True)
    assert np.array_equal(
        ours.fit_transform(TEXTS).toarray(), theirs.fit_transform(TEXTS).toarray()
    )
    assert list(ours.get_feature_names_out()) == list(theirs.get_feature_names_out())


def test_only_the_passages_own_characters_are_counted():
    article = Article("1", TEXTS[0])
    words = WordTfidf().fit([Passage(article, Span(0, 10))])
    assert list(words.get_feature_names_out()) == ["rose", "taxes"]


def test_a_function_as_analyzer_is_given_the_passage():
    passage = Passage(Article("1", "Taxes rose."), target="war")
    words = WordTfidf(analyzer=lambda given: [given.target]).fit([passage])
    assert list(words.get_feature_names_out()) == ["war"]


def test_words_are_kept_in_order_through_pickle():
    words = WordTfidf(ngram_range=(1, 2)).fit(TEXTS)
    again = pickle.loads(pickle.dumps(words))
    assert list(again.vocabulary_.items()) == sorted(words.vocabulary_.items())
    assert np.array_equal(again.transform(TEXTS).toarray(), words.transform(TEXTS).toarray())


def test_a_single_string_is_refused():
    with pytest.raises(ValueError, match="wrap it in a list"):
        WordTfidf().fit("Taxes rose.")
