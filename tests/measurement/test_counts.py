import pytest
from sklearn.base import clone

from stance.article import Article, Passage, Span
from stance.measurement.counts import WordCounts


def test_only_the_passages_own_characters_are_counted():
    article = Article("1", "Taxes rose and wages fell.")
    counts = WordCounts().fit([Passage(article, Span(0, 10))])
    assert list(counts.get_feature_names_out()) == ["rose", "taxes"]


def test_new_words_are_not_counted():
    counts = WordCounts().fit([Article("1", "Taxes rose.")])
    assert counts.transform(["Taxes, taxes and wages."]).toarray().tolist() == [[0, 2]]


def test_it_keeps_scikit_learns_parameters():
    pairs = clone(WordCounts(ngram_range=(2, 2))).fit(["Taxes rose again."])
    assert list(pairs.get_feature_names_out()) == ["rose again", "taxes rose"]


def test_a_single_string_is_refused():
    with pytest.raises(ValueError, match="wrap it in a list"):
        WordCounts().fit_transform("Taxes rose.")
