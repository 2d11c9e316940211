"""Words around a target, counted with arrays, against the same counted word by word."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.article import Article, Passage
from stance.features import around_target, numbered
from stance.features.around_target import NAME, TARGET, WordsAroundTarget
from stance.features.lexicons_around_target import LexiconsAroundTarget
from stance.features.targeting import LEXICONS, TargetLexicons
from stance.lexicon import Lexicon

WORDS = st.sampled_from(
    ["Ode", "Ada", "Eve", "Marsh", "blamed", "they", "not", "and", ",", ".", "corrupt"]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


def passage(text, target="Ode"):
    return Passage(Article("1", text), target=target)


def terms_of(family, text):
    """Row by row what a family counts, as hashes."""
    reading = around_target.read_around(numbered.batch_of([passage(text)]))
    return Counter(around_target.FAMILIES[family](reading)[1].tolist())


def stem(word):
    return np.array([TARGET if word == "Ode" else around_target._traits(word)[0]], np.uint64)


def clause_of(words, place):
    start, end = place, place + 1
    while start and words[start - 1].lower() not in {"and", ",", "."}:
        start -= 1
    while end < len(words) and words[end].lower() not in {"and", ",", "."}:
        end += 1
    return range(start, place), range(place + 1, end)


@given(TEXTS)
def test_words_by_side_are_those_of_the_clauses_that_hold_the_target(text):
    words = text.split()
    places = [place for place, word in enumerate(words) if word == "Ode"]
    sides = [set(), set()]
    for place in places:
        for side, found in zip(sides, clause_of(words, place), strict=True):
            side.update(p for p in found if words[p] != "Ode")
    expected = Counter(
        int(numbered.mixed(stem(words[place]), seed)[0])
        for seed, side in enumerate(sides)
        for place in side
    )
    assert terms_of("words_by_side", text) == expected


@given(TEXTS)
def test_phrases_are_the_runs_that_hold_the_target(text):
    words = []
    for place, word in enumerate(text.split()):
        is_name = place and word[0].isupper() and word != "Ode"
        if not (is_name and words and words[-1][0] == NAME):
            words.append(np.array([NAME]) if is_name else stem(word))
    expected = Counter()
    for size in (2, 3, 4):
        for start in range(len(words) - size + 1):
            run = words[start : start + size]
            found = run[0]
            for word in run[1:]:
                found = numbered.joined(found, word)
            expected[int(found[0])] += sum(int(word[0] == TARGET) for word in run)
    assert terms_of("phrases", text) == +expected


@given(TEXTS)
def test_lists_by_place_are_those_of_the_slow_form(text):
    fast, slow = LexiconsAroundTarget(("valence",)), TargetLexicons(("valence",))
    given_ = [passage(text)]
    row = np.asarray(fast.transform(given_).todense())[0]
    values = dict(zip(slow.names(), slow.transform(given_)[0], strict=True))
    for name, value in zip(fast.get_feature_names_out(), row, strict=True):
        if "Ode" in text.split():
            assert value == pytest.approx(values[name])


def entries_in_other_forms():
    for name in LEXICONS:
        for entry in Lexicon.read(name).entries:
            for ending in ("", "s", "ING", "é"):
                yield entry.replace("*", ending)


def test_a_word_is_in_the_categories_that_its_lists_give_it_one_by_one():
    measure = LexiconsAroundTarget()
    names = measure.get_feature_names_out()
    lexicons = [Lexicon.read(name) for name in LEXICONS]
    words = [word for word in entries_in_other_forms() if word.isalpha()]
    rows = measure.transform([Passage(Article(str(n), word)) for n, word in enumerate(words)])
    for word, row in zip(words, rows, strict=True):
        found = {name.rsplit("_", 1)[0] for name in names[row.indices] if "_any" in name}
        assert found == {category for lexicon in lexicons for category in lexicon(word)}


def test_a_mention_of_several_words_is_one_word():
    one, other = (
        WordsAroundTarget().transform([passage("They blamed Ada Ode.", name)])
        for name in ("Ada Ode", "Ada Ode.")
    )
    short = WordsAroundTarget().transform([passage("They blamed Ode.", "Ode")])
    assert (one != short).nnz == 0
    assert other.shape == one.shape


def test_all_passages_of_one_article_are_read_as_each_alone():
    text = "Ode blamed Marsh. Marsh, they say, is corrupt and Ode brilliant."
    article = Article("1", text)
    passages = [Passage(article, target=name) for name in ("Ode", "Marsh", "Hill", "")]
    together = WordsAroundTarget(2**10).transform(passages)
    for row, one in enumerate(passages):
        assert (together[row] != WordsAroundTarget(2**10).transform([one])).nnz == 0
