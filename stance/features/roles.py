"""What the target does, is, has and undergoes, guessed from the words right beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nltk.stem.snowball import SnowballStemmer

from stance.article import Passage
from stance.features.mentions import (
    NAME,
    TARGET,
    TargetWords,
    cuts_clause,
    find_mentions,
    target_words,
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BEING = _set("is are was were be been being am 's 're get gets got gotten")
_AUXILIARIES = _BEING | _set(
    "has have had having do does did will would can could may might must shall should to"
)
_NEGATIONS = _set("not n't no never neither nor hardly cannot")
_PREPOSITIONS = _set(
    "of by for against with to from on at in over about after like toward towards than behind "
    "between before into under during despite via among around through without as"
)
_BEFORE_NAME = _set(
    "the a an this that these those his her its their our my your former president mr mrs ms "
    "sen rep gov ."
)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_REACH = 6  # auxiliaries and adverbs between the target and its verb
_stem = lru_cache(maxsize=200_000)(SnowballStemmer("english").stem)


def stems_with_target(found: TargetWords) -> list[str]:
    """The stem of each word; the target and every other name stay one word each.

    Examples
    --------
    >>> from stance.article import Article
    >>> passage = Passage(Article("1", "How Eve blamed Ode"), target="Ode")
    >>> stems_with_target(target_words(passage))
    ['how', 'NAME', 'blame', 'TARGET']
    """
    names = [
        capital and place > 0 and word.isalpha() and word not in {TARGET, "i"}
        for place, (word, capital) in enumerate(zip(found.words, found.capital, strict=True))
    ]
    return [
        NAME if is_name else word if word == TARGET else _stem(word)
        for word, is_name in zip(found.words, names, strict=True)
    ]


def roles_of_target(passage: Passage) -> list[str]:
    """The target's part in what happens, each with the stem of the word it hangs on.

    `does:` the verb after it, `is:` what it is or has done to it, `has:` what it owns, `meets:`
    the word before it, or the preposition before it with the word that one hangs on. Terms for
    `WordTfidf(analyzer=roles_of_target)`.

    Notes
    -----
    When it misleads: it reads no grammar. A clause between the target and its verb hides the
    verb, and *is:* does not tell *was blamed* from *was kind*.

    Examples
    --------
    >>> from stance.article import Article
    >>> def roles(text):
    ...     return roles_of_target(Passage(Article("1", text), target="Ode"))
    >>> roles("Ode has never blamed critics")
    ['does', 'does:not blame', 'does:not blame critic', 'first']
    >>> roles("critics of Ode's plan")
    ['has', 'has:plan', 'of', 'of:critic']
    """
    found = target_words(passage)
    stems, owners = stems_with_target(found), _owners(passage, found.places)
    terms: list[str] = []
    for place in found.places:
        if place in owners:
            terms += ["has", *(f"has:{stem}" for stem in stems[place + 1 : place + 4])]
        else:
            terms += _after(found.words, stems, place)
        terms += _before(found.words, stems, place)
    return terms


def _owners(passage: Passage, places: Sequence[int]) -> set[int]:
    """The places where the target stands in the genitive: *Ode's plan*."""
    mentions = find_mentions(passage)
    if len(mentions) != len(places):  # two mentions in one word
        return set()
    text, pairs = passage.text, zip(mentions, places, strict=True)
    return {place for mention, place in pairs if _POSSESSIVE.match(text, mention.end)}


def _after(words: Sequence[str], stems: Sequence[str], place: int) -> list[str]:
    """What the target does or is, by the first word of content after it."""
    head = place + 1
    while head < min(len(words), place + 1 + _REACH) and _may_stand_between(words, stems, head):
        head += 1
    if head >= len(words):
        return []
    if cuts_clause(words[head]):
        return [f"ends{words[head]}"]
    between = words[place + 1 : head]
    role = "is" if _BEING.intersection(between) else "does"
    turned = "not " if _NEGATIONS.intersection(between) else ""
    return [role, *(f"{role}:{turned}{run}" for run in _growing(stems[head : head + 2]))]


def _may_stand_between(words: Sequence[str], stems: Sequence[str], place: int) -> bool:
    word = words[place]
    return (
        word in _AUXILIARIES
        or word in _NEGATIONS
        or word.endswith("ly")
        or stems[place] == NAME
    )


def _before(words: Sequence[str], stems: Sequence[str], place: int) -> list[str]:
    """What the target meets, or the preposition before it with the word that one hangs on."""
    last = _skip_back(words, stems, place - 1)
    if last < 0:
        return ["first"]
    if cuts_clause(words[last]) or stems[last] == TARGET:
        return [f"begins{words[last]}"]
    if words[last] not in _PREPOSITIONS:
        return ["meets", *(f"meets:{run}" for run in _growing(stems[last::-1][:2]))]
    head = _skip_back(words, stems, last - 1)
    return [words[last], f"{words[last]}:{stems[head]}"] if head >= 0 else [words[last]]


def _skip_back(words: Sequence[str], stems: Sequence[str], place: int) -> int:
    while place >= 0 and (words[place] in _BEFORE_NAME or stems[place] == NAME):
        place -= 1
    return place


def _growing(stems: Sequence[str]) -> list[str]:
    return [" ".join(stems[: size + 1]) for size in range(len(stems))]
