"""Runs of capitalised words: where a name may stand, and what each word can be to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from stance.annotation.page import Page
from stance.annotation.wording import words_of

PARTICLES = words_of("names", "particles")
TITLES = words_of("names", "titles")
_FUNCTION_WORDS = words_of("function_words", "words")
_CALENDAR = words_of("names", "calendar")
_OF_HEADS = words_of("names", "of_heads")
_ALSO_WORDS = frozenset(["may", "march", "april", "june", "august"])
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z]")
_ALWAYS_CAPITAL = frozenset(["I", "OK", "TV", "PM", "AM"])
_GAPS = frozenset([" ", "\n", "\u00a0", "  ", " \n", "\r\n"])

CAPITAL, LEADS, LINKS, NEVER_ALONE, WORDLIKE, TITLE = (1 << bit for bit in range(6))
"""What a word can be to a name, as bits: capitalised; a sentence's first word only; a small
word inside a name; no name by itself; no mark; a title."""


def traits_of(word: str) -> int:
    """What a word can be to a name, as the bits above.

    Examples
    --------
    >>> traits_of("Senator") == CAPITAL | WORDLIKE | TITLE, traits_of("bin") == LINKS | WORDLIKE
    (True, True)
    """
    lower = word.lower()
    links = word in {".", "of", "for", "&"} or word in PARTICLES or _is_arabic(word)
    return (
        CAPITAL * _is_capital(word)
        | LEADS * _leads(word, lower)
        | LINKS * links
        | NEVER_ALONE * (lower in _CALENDAR or word in _ALWAYS_CAPITAL)
        | WORDLIKE * word[0].isalnum()
        | TITLE * (lower in TITLES)
    )


def _is_capital(word: str) -> bool:
    """Whether a word may stand in a name: “al-Thani” may, “US-backed” and “R-Ariz” not."""
    if _is_arabic(word):
        return True
    if not word[0].isupper() or word in _ALWAYS_CAPITAL or _PARTY_AND_STATE.match(word):
        return False
    return "-" not in word or not word.rsplit("-", 1)[1].islower()


def _leads(word: str, lower: str) -> bool:
    if lower in _CALENDAR and lower not in _ALSO_WORDS:
        return True
    shouted = len(word) > 1 and word.isupper()
    return lower in _FUNCTION_WORDS and lower not in TITLES and not shouted


def _is_arabic(word: str) -> bool:
    return word[:3] in {"al-", "el-"} and word[3:4].isupper()


class CapitalRuns:
    """Every maximal run of capitalised words, with the small words names hold inside.

    Iterating yields the first token of each run and the one after its last.

    Parameters
    ----------
    traits
        Of each token, see `traits_of`.
    initial
        Whether each token is the first word of a sentence: no run goes on to it.
    taken
        Tokens that belong to no run.
    """

    def __init__(
        self,
        page: Page,
        traits: NDArray[np.int64],
        initial: NDArray[np.bool_],
        taken: Collection[int] = (),
    ) -> None:
        self.page, self.words, self.taken = page, page.words, frozenset(taken)
        self.initial: list[bool] = initial.tolist()
        self.traits: list[int] = traits.tolist()
        capital = (traits & CAPITAL) > 0
        capital[list(taken)] = False
        follows = self._follows(capital) & ~initial
        firsts = np.flatnonzero(capital & ~follows)
        ends = np.flatnonzero(capital & ~np.append(follows, False)[1:]) + 1
        carries = np.append(traits & (LINKS | CAPITAL), 0)[ends] > 0
        # a lone capital word that leads a sentence, where no name goes on from it, is none
        names = carries | (ends > firsts + 1) | (traits[firsts] & LEADS == 0)
        firsts, ends, carries = firsts[names], ends[names], carries[names]
        self.ends = dict(zip(firsts.tolist(), ends.tolist(), strict=True))
        self.carries: list[bool] = carries.tolist()

    def _follows(self, capital: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether each capital word goes on with the run of the one before it."""
        follows = np.append(False, capital)[:-1] & capital
        places = np.flatnonzero(follows)
        tokens, text = self.page.tokens, self.page.text
        gaps = zip(
            tokens.ends[places - 1].tolist(), tokens.starts[places].tolist(), strict=True
        )
        follows[places] = [text[end:start] in _GAPS for end, start in gaps]
        return follows

    def __iter__(self) -> Iterator[tuple[int, int]]:
        done = 0
        for (first, end), carries in zip(self.ends.items(), self.carries, strict=True):
            if first < done:
                continue
            if carries:
                end = self._whole(end)
            done = end
            yield first, end

    def _whole(self, end: int) -> int:
        """The end of a run with all that carries it on."""
        while (longer := self._extended(end)) and not self._is_taken(end, longer):
            end = self.ends.get(longer - 1, longer)
        return end

    def _is_taken(self, first: int, end: int) -> bool:
        return bool(self.taken) and not self.taken.isdisjoint(range(first, end))

    def _between(self, index: int) -> str:
        """What stands between a word and the one before it."""
        return self.page.text[self.page.ends[index - 1] : self.page.starts[index]]

    def _is_gap(self, index: int) -> bool:
        return self._between(index) in _GAPS

    def _extended(self, end: int) -> int:
        """The end of the run if the next word carries it on, else 0."""
        if end >= len(self.words) or not self.traits[end] & (LINKS | CAPITAL):
            return 0
        if self.words[end] != ".":
            return self._next_capital(end)
        before = self.words[end - 1]
        if self._between(end) or (len(before) > 1 and before.lower() not in TITLES):
            return 0
        return self._next_capital(end + 1)

    def _next_capital(self, end: int) -> int:
        for at in range(end, min(end + 3, len(self.words))):
            if not self._is_gap(at) or self.initial[at]:
                return 0
            if self.traits[at] & CAPITAL or _is_arabic(self.words[at]):
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
