import pytest

from stance.article import Article, Passage
from stance.features.voice import NOBODY, roles_of_voice, voice_names, words_between

TEXT = "Marsh bitterly blamed Ada Ode for what Bo Hill did."


def passage(voice="Eve Marsh", target="Ada Ode", text=TEXT):
    return Passage(Article("1", text), target=target, voice=voice)


def test_the_words_between_know_who_comes_first():
    assert words_between(passage()) == [
        "VOICE…TARGET",
        "VOICE…bitter…TARGET",
        "VOICE…blame…TARGET",
        "VOICE…bitter blame…TARGET",
    ]
    turned = words_between(passage("Ada Ode", "Eve Marsh"))
    assert "TARGET…blame…VOICE" in turned


def test_the_nearest_mentions_are_taken():
    text = "Ode met Hill. Then Marsh praised Ode."
    assert "VOICE…prais…TARGET" in words_between(passage(text=text, target="Ode"))


def test_a_voice_or_target_that_is_not_there_is_said_so():
    assert words_between(passage("Nobody")) == ["no VOICE"]
    assert words_between(passage(target="Nobody")) == ["far VOICE"]
    assert words_between(passage("Ada Ode")) == ["far VOICE"]  # of itself


def test_the_part_of_the_voice_is_told_as_the_targets_is():
    assert "does:blame" in roles_of_voice(passage())
    assert "meets:blame" in roles_of_voice(passage("Ada Ode", "Eve Marsh"))


def test_names_make_a_pair():
    assert "eve marsh→ada ode" in voice_names(passage())


@pytest.mark.parametrize("terms", [words_between, roles_of_voice, voice_names])
def test_the_author_is_nobody_in_the_sentence(terms):
    assert terms(passage("author")) == [NOBODY]


@pytest.mark.parametrize("terms", [words_between, roles_of_voice, voice_names])
@pytest.mark.parametrize("odd", ["", " ", "(", "Ode " * 50])
def test_odd_names_are_no_error(terms, odd):
    assert isinstance(terms(passage(odd, odd)), list)
    assert isinstance(terms(passage(odd, None, "")), list)
