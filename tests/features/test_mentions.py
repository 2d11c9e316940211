from stance.article import Article, Passage, Span
from stance.features.mentions import TARGET, clause_around, find_mentions, target_words

TEXT = "Critics, who never liked Ada Ode, said the honest Ode lied."


def passage(text=TEXT, target="Ada Ode", spans=(), span=None):
    return Passage(Article("1", text), span, target, spans)


def test_all_mentions_are_found_by_name_where_none_are_given():
    assert find_mentions(passage()) == [Span(25, 32), Span(50, 53)]
    assert find_mentions(passage(target="Senator Ode")) == [Span(29, 32), Span(50, 53)]
    assert find_mentions(passage(target="ada ode")) == [Span(25, 32)]
    assert find_mentions(passage(target="Eve")) == find_mentions(passage(target="")) == []


def test_given_mentions_are_moved_into_the_passage_and_those_outside_left_out():
    given = passage(spans=(Span(50, 53), Span(25, 32)), span=Span(34, 58))
    assert [span.of(given.text) for span in find_mentions(given)] == ["Ode"]


def test_the_target_becomes_one_word():
    words, places, _ = target_words(passage(spans=(Span(25, 32), Span(50, 53))))
    assert [words[place] for place in places] == [TARGET, TARGET]
    assert "ada" not in words
    assert words[:3] == ["critics", ",", "who"]


def test_a_clause_lies_between_marks_and_conjunctions():
    words = target_words(passage()).words
    assert [words[slice(*clause_around(words, place))] for place in (0, 5)] == [
        ["critics"],
        ["never", "liked", TARGET],
    ]
