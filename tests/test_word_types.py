import pickle
import weakref

import pytest

from stance import word_types
from stance.annotation.tokens import Stretches, number_tokens
from stance.labelling.garbage import collector_paused
from stance.word_types import WordTypes, current_types

CALLS = []


def length(word):
    CALLS.append(word)
    return len(word)


def pair(word):
    return len(word), word == "the"


def test_a_word_is_asked_about_once_however_often_it_comes():
    CALLS.clear()
    types = WordTypes()
    first = types.numbers(["the", "cat", "the"])
    assert types.known(length)[first].tolist() == [3, 3, 3]
    second = types.numbers(["a", "the"])
    assert types.known(length)[second].tolist() == [1, 3]
    assert CALLS == ["the", "cat", "a"]


def test_several_numbers_a_word_are_columns():
    types = WordTypes()
    numbers = types.numbers([f"w{i}" for i in range(3000)] + ["the"])
    assert types.known(pair).take(numbers, axis=0)[-1].tolist() == [3, 1]
    assert types.known(str.upper, object)[numbers[0]] == "W0"


def test_a_full_table_is_followed_by_a_new_one(monkeypatch):
    monkeypatch.setattr(word_types, "MOST_WORDS", 1)
    types = current_types()
    numbers = types.numbers(["one", "two"])
    assert current_types() is not types
    assert [types.words[number] for number in numbers] == ["one", "two"]


def test_a_table_given_up_is_gone_with_all_beside_it_though_nobody_looks_for_circles():
    types = WordTypes()
    number_tokens("a cat", types)
    gone = [weakref.ref(types), weakref.ref(types.beside(Stretches))]
    with collector_paused():
        del types
        assert [one() for one in gone] == [None, None]


@pytest.mark.parametrize("words", [[], ["a", "B", "a"]])
def test_a_table_survives_pickling(words):
    types = WordTypes()
    numbers = types.numbers(words)
    again = pickle.loads(pickle.dumps(types))
    assert again.numbers(words).tolist() == numbers.tolist()
    assert again.words == types.words
