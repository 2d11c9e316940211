"""Names: the runs of capitalised words that name somebody, told from titles and headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stance.annotation.capital_runs import (
    LEADS,
    NEVER_ALONE,
    PARTICLES,
    TITLE,
    TITLES,
    WORDLIKE,
    CapitalRuns,
    traits_of,
)
from stance.annotation.headings import heading_tokens
from stance.annotation.name_forms import ADJECTIVES, ORGANISATIONS, is_known
from stance.annotation.page import Page
from stance.annotation.wording import countries, words_of

_PORTFOLIOS = words_of("names", "portfolios") | {"the", "and"}
_NO_ENDING = words_of("names", "adjectives") | {"american"}
_NO_NAME = (
    ADJECTIVES | words_of("abbreviations", "before_names") | words_of("abbreviations", "either")
)
_THINGS = words_of("names", "things")
_SPEECH = words_of("speech", "cues")
_PLAIN = tuple(words_of("names", "plain_endings"))
_NO_END = words_of("names", "weekdays") | {".", "&"}
_FOLLOWERS = frozenset(["administration", "campaign"])
_CLOSED = words_of("function_words", "words") | words_of("function_words", "between") | _SPEECH
_PECULIAR = LEADS | NEVER_ALONE | TITLE
_NO_PERSON = ORGANISATIONS | TITLES
_PARTISANS = frozenset(["Democrat", "Republican"])
_OPENS = frozenset('“"‘«„')
_CLOSES = frozenset('”"’»“')
_COMPANIES = frozenset(["Motors", "Electric", "Mills", "Assembly"])


class Chain(NamedTuple):
    """A run of capitalised words that may be a name, in token indices.

    `title` is what stood before it, from token `begin` on, in small letters; `initial`
    whether it begins a sentence.
    """

    first: int
    end: int
    words: tuple[str, ...]
    title: tuple[str, ...] = ()
    initial: bool = False
    begin: int = 0


_chain = partial(tuple.__new__, Chain)  # what Chain._make does, without its checks


def find_names(page: Page, taken: Collection[int] = ()) -> list[Chain]:
    """The names of a text in order, each with the title before it, without those of headings.

    A title that stands alone is a chain without words.

    Parameters
    ----------
    taken
        Tokens that belong to no name: others have spoken for them.
    """
    traits = page.known(traits_of)
    initial = _initial_tokens(page, (traits & WORDLIKE) > 0)
    runs = CapitalRuns(page, traits, initial, taken)
    named = (_named(run, page.words, runs.traits, runs.initial) for run in runs)
    chains = _without_headings([one for one in named if one is not None], page)
    return _credible(_with_followers(chains, page.words), page)


def _initial_tokens(page: Page, wordlike: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each token is a sentence's first word: its capital letter says nothing."""
    words = np.append(np.flatnonzero(wordlike), len(wordlike))
    coming = words[np.searchsorted(words, page.first)]
    initial = np.zeros(len(wordlike) + 1, np.bool_)
    initial[coming] = True
    return initial[:-1]


def _named(
    span: tuple[int, int], words: list[str], traits: list[int], initial: list[bool]
) -> Chain | None:
    """The name in a run of capitalised words: without what leads it, with its title."""
    first, end = span
    if end == first + 1 and not traits[first] & _PECULIAR and words[first - 1] != "of":
        return _chain((first, end, (words[first],), (), initial[first], first))
    first, end = _trimmed(first, end, words, traits)
    alone, titled = NEVER_ALONE, 0
    for index in range(first, end):
        alone &= traits[index] if words[index] != "." else NEVER_ALONE
        titled |= traits[index]
    if alone:
        return None
    run = tuple(words[first:end])
    after, title = _after_title(run) if titled & TITLE or run[0] in _PARTISANS else (0, ())
    starts = not title and first < end and initial[first]
    return _chain((first + after, end, run[after:], title, starts, first))


def _trimmed(first: int, end: int, words: list[str], traits: list[int]) -> tuple[int, int]:
    """A run without the words that lead it, a weekday at its end, the rest of a title."""
    while first < end and traits[first] & LEADS:
        first += 1
    while end > first and words[end - 1] in _NO_END:
        end -= 1
    if first > 1 and words[first - 1] == "of" and words[first - 2].lower() in TITLES:
        while first < end and words[first].lower() in _PORTFOLIOS:
            first += 1
    return first, end


@lru_cache(maxsize=20_000)
def _after_title(run: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Where in a run the name begins after its title, and the title, lower-cased."""
    lowered = [word.lower() for word in run]
    last = _last_title(run, lowered)
    after = _after_portfolio(run, last + 1) if last >= 0 else int(run[0] in _PARTISANS)
    broken = after < len(run) and run[after].islower() and run[after] not in PARTICLES
    if broken or not _NO_PERSON.isdisjoint(lowered[after:]):
        return 0, ()
    if after == len(run) and (last < 0 or not ORGANISATIONS.isdisjoint(lowered)):
        return 0, ()
    return after, tuple(word for word in lowered[:after] if word != ".") if last >= 0 else ()


def _last_title(run: tuple[str, ...], lowered: list[str]) -> int:
    last = -1
    for index, word in enumerate(lowered):
        if word in TITLES and not (word == "general" and _is_company(run, index)):
            last = index
    return last


def _is_company(run: tuple[str, ...], index: int) -> bool:
    return not _COMPANIES.isdisjoint(run[index + 1 : index + 2])


def _after_portfolio(run: tuple[str, ...], after: int) -> int:
    """Past “of State” or “of Homeland Security” of a title."""
    if run[after : after + 1] == (".",):
        after += 1
    if run[after : after + 1] == ("of",):
        after += 1
        while after < len(run) and run[after].lower() in _PORTFOLIOS:
            after += 1
    return after


def _with_followers(chains: list[Chain], words: list[str]) -> list[Chain]:
    """The chains, those of a name and “administration” or “campaign” with this word."""
    for number, chain in enumerate(chains):
        following = words[chain.end : chain.end + 1]
        if following and following[0] in _FOLLOWERS and _leads_followers(chain, words):
            chains[number] = chain._replace(
                end=chain.end + 1, words=(*chain.words, following[0])
            )
    return chains


def _leads_followers(chain: Chain, words: list[str]) -> bool:
    """Whether a name owns the word after it: “the Ruiz campaign said”; not in “… ads”."""
    if chain.title or not chain.words or chain.words[-1].lower() in ADJECTIVES:
        return False
    after = "".join(words[chain.end + 1 : chain.end + 2]).lower()
    ends = not after[:1].isalpha() or after in _CLOSED
    return ends or words[chain.end] == "administration"


def _without_headings(chains: list[Chain], page: Page) -> list[Chain]:
    """Without the runs of a heading that are neither well known nor named in the text below."""
    heading = heading_tokens(page)
    if not heading:
        return chains
    below = {chain.words for chain in chains if chain.first not in heading}
    return [
        chain
        for chain in chains
        if chain.first not in heading
        or chain.words in below
        or chain.words[-1:] in below
        or is_known(chain.words)
    ]


def _credible(chains: Sequence[Chain], page: Page) -> list[Chain]:
    """The chains that are more than a capital at the start of a sentence."""
    inside = {word for chain in chains if not chain.initial for word in chain.words}
    inside |= {word for chain in chains if len(chain.words) > 1 for word in chain.words[1:]}
    present = set(page.numbers.tolist())
    titles = _titles_of_works(chains, page)
    return [
        chain
        for chain in chains
        if _is_credible(chain, inside, present, page) and chain.words not in titles
    ]


def _titles_of_works(chains: Sequence[Chain], page: Page) -> set[tuple[str, ...]]:
    """Names that always stand between marks of their own, as “The Long Road” does."""
    marked = [chain for chain in chains if _is_marked(chain, page)]
    titles = {chain.words for chain in marked}
    if titles:
        titles -= {chain.words for chain in chains if chain not in marked}
    return titles


def _is_marked(chain: Chain, page: Page) -> bool:
    """Whether quotation marks stand around a name and nothing else."""
    start = page.starts[chain.begin]
    if page.text[start - 1 : start] not in _OPENS:
        return False
    end = page.ends[chain.end - 1]
    return page.text[end : end + 2].lstrip(",.")[:1] in _CLOSES


def _is_credible(chain: Chain, inside: set[str], present: set[int], page: Page) -> bool:
    if chain.title:
        return True
    credible = _by_itself(chain.words)
    if credible is not None:
        return credible
    single, first = len(chain.words) == 1, chain.words[0]
    if not chain.initial and not (single and first.isupper()):
        return True
    if single and first.isupper() and first.capitalize() in inside:
        return True
    small = first.lower()
    if small.islower() and page.types.get(small, -1) in present:
        return chain.initial and first in inside
    if not chain.initial or first in inside or is_known(chain.words) or not single:
        return True
    return _acts(page.words[chain.end : chain.end + 1]) and not small.endswith(_PLAIN)


@lru_cache(maxsize=20_000)
def _by_itself(words: tuple[str, ...]) -> bool | None:
    """Whether words are a name wherever they stand; None if it depends."""
    last = words[-1].lower()
    if last in (_NO_ENDING if len(words) > 1 else _NO_NAME) or last in _THINGS:
        return False
    shouted = sum(len(word) > 3 and word.isupper() for word in words) > 1
    if shouted or len(last) == 1:
        return False
    return True if " ".join(words) in countries() else None


def _acts(following: list[str]) -> bool:
    """Whether what follows a word shows that the word is a name: it speaks or owns."""
    return bool(following) and (following[0] in _SPEECH or following[0] in {"'s", "’s"})
