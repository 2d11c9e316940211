import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from stance.article import Article, Passage, Span
from stance.features.characters import CharacterCounts

TEXTS = ["No new  taxes!\n", "Taxes, taxes ... a tax", "", "Ça va? 🗳️ naïve İstanbul"]


def scikit(texts, ngram_range):
    """The reference: scikit-learn's counts and the n-gram of each column."""
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=ngram_range)
    return vectorizer.fit_transform(texts).toarray(), list(vectorizer.get_feature_names_out())


def in_order(counts, names, order):
    places = {name: column for column, name in enumerate(names)}
    assert len(places) == len(names)
    return counts[:, [places[name] for name in order]].toarray()


@pytest.mark.parametrize("ngram_range", [(1, 1), (1, 3), (2, 5), (4, 6), (5, 5)])
def test_counts_are_those_of_scikit_learn(ngram_range):
    expected, names = scikit(TEXTS, ngram_range)
    counter = CharacterCounts(ngram_range=ngram_range)
    counts = counter.fit_transform(TEXTS)
    assert counts.shape == expected.shape
    assert np.array_equal(in_order(counts, counter.get_feature_names_out(), names), expected)
    assert np.array_equal(counter.transform(TEXTS).toarray(), counts.toarray())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_counts_are_those_of_scikit_learn_on_any_text(texts):
    if not any(text.lower().split() for text in texts):
        return  # scikit-learn refuses an empty vocabulary, we give no column
    expected, names = scikit(texts, (2, 4))
    counter = CharacterCounts(ngram_range=(2, 4))
    counts = counter.fit_transform(texts)
    assert np.array_equal(in_order(counts, counter.get_feature_names_out(), names), expected)


def test_unknown_n_grams_of_new_texts_are_left_out():
    counter = CharacterCounts(ngram_range=(3, 3)).fit(["tax"])
    assert sorted(counter.get_feature_names_out()) == [" ta", "ax ", "tax"]
    found = in_order(counter.transform(["zebra taxi"]), counter.grams_, [" ta", "tax", "ax "])
    assert found.tolist() == [[1, 1, 0]]


def test_rare_n_grams_get_no_column():
    counter = CharacterCounts(ngram_range=(3, 3), min_df=2)
    counts = counter.fit_transform(["tax tax", "tan"])
    assert list(counter.grams_) == [" ta"]
    assert counts.toarray().tolist() == [[2], [1]]


def test_only_the_passage_is_counted_and_case_can_be_kept():
    passage = Passage(Article("1", "Tax cut"), Span(4, 7))
    assert sorted(CharacterCounts((3, 3)).fit([passage]).grams_) == [" cu", "cut", "ut "]
    assert "Tax" in CharacterCounts((3, 3), lowercase=False).fit(["Tax"]).grams_


def test_texts_without_letters_give_no_columns():
    assert CharacterCounts().fit_transform(["", " "]).shape == (2, 0)


def test_an_impossible_range_is_named():
    with pytest.raises(ValueError, match="shortest <= longest"):
        CharacterCounts(ngram_range=(3, 2)).fit(["a"])


def test_it_is_several_times_as_fast_as_scikit_learn():
    """Ten times on articles and sentences; the bound leaves room for a busy machine."""
    words = [
        f"{stem}{ending}"
        for stem in ["harbour", "council", "clinic", "vote"]
        for ending in ("", "s", "ed", "ing", "er", "ers")
    ]
    shuffled = np.random.default_rng(0).choice(words, size=(400, 300))
    texts = [" ".join(row) for row in shuffled]
    started = time.perf_counter()
    CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit_transform(texts)
    middle = time.perf_counter()
    CharacterCounts(ngram_range=(2, 5)).fit_transform(texts)
    assert middle - started > 3 * (time.perf_counter() - middle)
