"""Names: the runs of capitalised words that name somebody, told from titles and headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.annotation.page import Page
from stance.annotation.wording import countries, words_of

PARTICLES = words_of("names", "particles")
TITLES = words_of("names", "titles")
ORGANISATIONS = words_of("names", "organisations")
ADJECTIVES = words_of("names", "adjectives") | words_of("countries", "demonyms") - {
    "us",
    "u.s.",
}
_FUNCTION_WORDS = words_of("function_words", "words")
_CALENDAR = words_of("names", "calendar")
_OF_HEADS = words_of("names", "of_heads")
_PORTFOLIOS = words_of("names", "portfolios")
_THINGS = words_of("names", "things")
_SPEECH = words_of("speech", "cues")
_ALSO_WORDS = frozenset(["may", "march", "april", "june", "august"])
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z]")
_FIRST_LINE = re.compile(r"[^\n]{1,200}(?=\n)")
_HEADING = re.compile(r"^# [^\n]{1,200}$", re.MULTILINE)
_ALWAYS_CAPITAL = frozenset(["I", "OK", "TV", "PM", "AM"])
_COMPANIES = frozenset(["Motors", "Electric", "Mills", "Assembly"])

_CAPITAL, _LEADS, _LINKS, _NEVER_ALONE, _WORDLIKE, _TITLE = (1 << bit for bit in range(6))


@dataclass(slots=True)
class Chain:
    """A run of capitalised words that may be a name, in token indices.

    `title` is what stood before it, in small letters; `initial` whether it begins a sentence.
    """

    first: int
    end: int
    words: tuple[str, ...]
    title: tuple[str, ...] = ()
    initial: bool = False


def find_names(page: Page, taken: Collection[int] = ()) -> list[Chain]:
    """The names of a text in order, each with the title before it, without those of headings.

    Parameters
    ----------
    taken
        Tokens that belong to no name: others have spoken for them.
    """
    traits = page.known(_traits)
    initial = _initial_tokens(page, (traits & _WORDLIKE) > 0)
    marked: list[int] = traits.tolist()
    runs = _Runs(page, traits, marked, frozenset(taken))
    named = (_named(run, page.words, marked, initial) for run in runs)
    chains = _without_headings([one for one in named if one is not None], page)
    return _credible(chains, page)


def _traits(word: str) -> int:
    """What a word can be to a name, as bits."""
    lower = word.lower()
    links = word in {".", "of", "for", "&"} or word in PARTICLES or _is_arabic(word)
    return (
        _CAPITAL * _is_capital(word)
        | _LEADS * _leads(word, lower)
        | _LINKS * links
        | _NEVER_ALONE * (lower in _CALENDAR or word in _ALWAYS_CAPITAL)
        | _WORDLIKE * word[0].isalnum()
        | _TITLE * (lower in TITLES)
    )


def _is_capital(word: str) -> bool:
    """Whether a word may stand in a name: “Al-Thani” may, “US-backed” and “R-Ariz” not."""
    if not word[0].isupper() or word in _ALWAYS_CAPITAL or _PARTY_AND_STATE.match(word):
        return False
    return "-" not in word or not word.rsplit("-", 1)[1].islower()


def _leads(word: str, lower: str) -> bool:
    if lower in _CALENDAR and lower not in _ALSO_WORDS:
        return True
    return lower in _FUNCTION_WORDS and lower not in TITLES and not word.isupper()


def _is_arabic(word: str) -> bool:
    return word[:3] in {"al-", "el-"} and word[3:4].isupper()


def _initial_tokens(page: Page, wordlike: NDArray[np.bool_]) -> set[int]:
    """The first word of each sentence: its capital letter says nothing."""
    n = len(wordlike)
    coming = np.append(np.where(wordlike, np.arange(n), n), n)
    coming = np.minimum.accumulate(coming[::-1])[::-1]
    return set(coming[np.array(page.first, dtype=np.int64)].tolist())


class _Runs:
    """Every maximal run of capitalised words, with the small words names hold inside."""

    def __init__(
        self, page: Page, traits: NDArray[np.int64], marked: list[int], taken: frozenset[int]
    ) -> None:
        self.page, self.words, self.marked, self.taken = page, page.words, marked, taken
        capital = (traits & _CAPITAL) > 0
        capital[list(taken)] = False
        follows = np.append(False, capital)[:-1] & capital
        for index in np.flatnonzero(follows).tolist():
            follows[index] = self._is_gap(index)
        firsts = np.flatnonzero(capital & ~follows)
        ends = np.flatnonzero(capital & ~np.append(follows, False)[1:]) + 1
        self.ends = dict(zip(firsts.tolist(), ends.tolist(), strict=True))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        done = 0
        for first, end in self.ends.items():
            if first < done or (end == first + 1 and self._only_leads(first)):
                continue
            while (longer := self._extended(end)) and not self._is_taken(end, longer):
                end = self.ends.get(longer - 1, longer)
            done = end
            yield first, end

    def _only_leads(self, index: int) -> bool:
        """Whether a lone capital word leads a sentence and no name goes on from it."""
        after = self.marked[index + 1] if index + 1 < len(self.marked) else 0
        return bool(self.marked[index] & _LEADS) and not after & (_LINKS | _CAPITAL)

    def _is_taken(self, first: int, end: int) -> bool:
        return bool(self.taken) and not self.taken.isdisjoint(range(first, end))

    def _between(self, index: int) -> str:
        """What stands between a word and the one before it."""
        return self.page.text[self.page.ends[index - 1] : self.page.starts[index]]

    def _is_gap(self, index: int) -> bool:
        return self._between(index) in _GAPS

    def _extended(self, end: int) -> int:
        """The end of the run if the next word carries it on, else 0."""
        if end >= len(self.words) or not self.marked[end] & (_LINKS | _CAPITAL):
            return 0
        if self.words[end] != ".":
            return self._next_capital(end)
        before = self.words[end - 1]
        if self._between(end) or (len(before) > 1 and before.lower() not in TITLES):
            return 0
        return self._next_capital(end + 1)

    def _next_capital(self, end: int) -> int:
        for at in range(end, min(end + 3, len(self.words))):
            if not self._is_gap(at):
                return 0
            if self.marked[at] & _CAPITAL or _is_arabic(self.words[at]):
                return at + 1
            if not self._may_link(at, end):
                return 0
        return 0

    def _may_link(self, at: int, end: int) -> bool:
        """Whether a small word may stand inside a name that goes on after it."""
        word, before = self.words[at], self.words[at - 1]
        opens = at == end and before.lower() in _OF_HEADS and word in {"of", "for"}
        follows = at == end + 1 and before in {"of", "for"} and word == "the"
        return opens or follows or word in PARTICLES or word == "&"


_GAPS = frozenset([" ", "\n", "\u00a0", "  ", " \n", "\r\n"])


def _named(
    span: tuple[int, int], words: list[str], marked: list[int], initial: Collection[int]
) -> Chain | None:
    """The name in a run of capitalised words: without what leads it, with its title."""
    first, end = span
    while first < end and marked[first] & _LEADS:
        first += 1
    while end > first and words[end - 1] in {".", "&"}:
        end -= 1
    if all(marked[i] & _NEVER_ALONE for i in range(first, end) if words[i] != "."):
        return None
    title: tuple[str, ...] = ()
    if any(marks & _TITLE for marks in marked[first:end]):
        first, title = _after_title(words, first, end)
    starts = not title and first in initial
    return Chain(first, end, tuple(words[first:end]), title, initial=starts)


def _after_title(words: list[str], first: int, end: int) -> tuple[int, tuple[str, ...]]:
    """Where the name begins after its title, and the title, lower-cased."""
    last = _last_title(words, first, end)
    if last < 0:
        return first, ()
    after = _after_portfolio(words, last + 1, end)
    rest = {word.lower() for word in words[after:end]}
    broken = after < end and words[after].islower() and words[after] not in PARTICLES
    if broken or rest & (ORGANISATIONS | TITLES):
        return first, ()
    return after, tuple(word.lower() for word in words[first:after] if word != ".")


def _last_title(words: list[str], first: int, end: int) -> int:
    last = -1
    for index in range(first, end):
        lowered = words[index].lower()
        if lowered in ORGANISATIONS:
            break
        if lowered in TITLES and not (lowered == "general" and _is_company(words, index)):
            last = index
    return last


def _is_company(words: list[str], index: int) -> bool:
    return not _COMPANIES.isdisjoint(words[index + 1 : index + 2])


def _after_portfolio(words: list[str], after: int, end: int) -> int:
    """Past “of State” or “of Homeland Security” of a title."""
    if after < end and words[after] == ".":
        after += 1
    if after < end and words[after] == "of":
        after += 1
        while after < end and words[after].lower() in _PORTFOLIOS | {"the", "and"}:
            after += 1
    return after


def _without_headings(chains: Sequence[Chain], page: Page) -> list[Chain]:
    """Without the runs of a heading that are neither countries nor names of the text below."""
    heading = _heading_tokens(page)
    below = {chain.words for chain in chains if chain.first not in heading}
    return [
        chain
        for chain in chains
        if chain.first not in heading
        or chain.words in below
        or " ".join(chain.words) in countries()
    ]


def _heading_tokens(page: Page) -> set[int]:
    """The tokens of lines in title case: the first of several, and those after a `#`."""
    first = _FIRST_LINE.match(page.text)
    lines = [first] if first else []
    if "# " in page.text:
        lines += _HEADING.finditer(page.text, first.end() if first else 0)
    found: set[int] = set()
    for match in lines:
        if _is_title_case(match.group().split()):
            start, end = (bisect_left(page.starts, place) for place in match.span())
            found.update(range(start, end))
    return found


def _is_title_case(words: list[str]) -> bool:
    """Whether every word but the small ones has a capital, as no sentence has."""
    bare = [word for word in words if word[0].isalpha()]
    small = [word for word in bare if not word[0].isupper()]
    ends = bool(words) and words[-1][-1] in ".!?"
    return len(bare) > 3 and not ends and all(w in _FUNCTION_WORDS for w in small)


def _credible(chains: Sequence[Chain], page: Page) -> list[Chain]:
    """The chains that are more than a capital at the start of a sentence."""
    inside = {word for chain in chains if not chain.initial for word in chain.words}
    inside |= {word for chain in chains if len(chain.words) > 1 for word in chain.words[1:]}
    present = set(page.numbers.tolist())
    return [chain for chain in chains if _is_credible(chain, inside, present, page)]


def _is_credible(chain: Chain, inside: set[str], present: set[int], page: Page) -> bool:
    if chain.title:
        return True
    single = len(chain.words) == 1
    last = chain.words[-1].lower()
    if last in _THINGS or (single and (last in ADJECTIVES or len(last) == 1)):
        return False
    if not chain.initial or " ".join(chain.words) in countries():
        return True
    first = chain.words[0]
    small = first.lower()
    if first in inside or (small.islower() and page.types.get(small, -1) in present):
        return first in inside
    return not single or _acts(page.words[chain.end : chain.end + 1])


def _acts(following: list[str]) -> bool:
    """Whether what follows a word shows that the word is a name: it speaks or owns."""
    return bool(following) and (following[0] in _SPEECH or following[0] in {"'s", "’s"})
