"""The cast of a text: names gathered into actors, each name with whom it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from stance.annotation.capital_runs import CAPITAL, TITLE, traits_of
from stance.annotation.name_forms import ORGANISATIONS, NameForm, form_of
from stance.annotation.names import Chain
from stance.annotation.page import Page
from stance.annotation.wording import names_in
from stance.article import Span

_MOST_NAMESAKES = 50
_IN_FULL = names_in("titles")


@dataclass(slots=True)
class Found:
    """An actor in the making.

    `full` counts the times it is named by more than one word; `own` says that it is one of
    the user's.
    """

    name: str
    kind: str
    id: str = ""
    own: bool = False
    full: int = 0
    forms: dict[str, int] = field(default_factory=dict)
    mentions: list[Span] = field(default_factory=list)


class Cast:
    """Chains gathered into actors: who is meant by a surname, an acronym, a title.

    Parameters
    ----------
    own
        The user's own actors; a name that can mean one of them does.
    own_at
        The first token of each place where one of them is named already → which one.
    """

    def __init__(
        self, page: Page, own: Sequence[Found] = (), own_at: Mapping[int, Found] | None = None
    ) -> None:
        self.page, self.words = page, page.words
        self.own_at = own_at or {}
        self.found: list[Found] = []
        self.by_key: dict[str, Found] = {}
        self.by_surname: dict[str, list[Found]] = defaultdict(list)
        self.by_given_name: dict[str, list[Found]] = defaultdict(list)
        self.by_head: dict[str, list[Found]] = defaultdict(list)
        self.by_acronym: dict[str, Found] = {}
        self.by_title: dict[tuple[str, ...], Found | None] = {}
        for one in own:
            self._enter(one)

    def _enter(self, one: Found) -> None:
        """Let the names of the user's actor be found in other forms."""
        for name in (one.name, *one.forms):
            if words := tuple(name.replace(". ", " . ").split()):
                form = form_of(words)
                self._learn(one, form, len(words) > 1)

    def add_all(self, chains: Sequence[Chain]) -> list[Found]:
        """Full names first, so that a surname finds its owner; then all the others."""
        for chain in chains:
            if len(chain.words) > 1:
                self._add(chain)
        singles = [chain for chain in chains if len(chain.words) == 1]
        for chain in sorted(singles, key=_is_shouted):
            self._add_single(chain)
        for chain in chains:
            if not chain.words:
                self._add_role(chain)
        self._add_offices()
        return self.found

    def _add(self, chain: Chain) -> None:
        form = form_of(chain.words, bool(chain.title))
        one = self.by_key.get(form.key)
        if one is None:
            one = self._new(form)
            self._learn(one, form, is_full=True)
        if form.kind == "person" and len(form.name) > len(one.name) and not one.own:
            one.name = form.name
        one.full += 1
        self._learn_bracket(one, chain.end)
        self._mention(one, chain, form)

    def _new(self, form: NameForm) -> Found:
        one = Found(form.name, form.kind)
        self.found.append(one)
        self.by_key[form.key] = one
        return one

    def _learn(self, one: Found, form: NameForm, is_full: bool) -> None:
        """The keys under which other names of the same actor may come."""
        self.by_key.setdefault(form.key, one)
        if not is_full:
            return
        if form.kind == "person":
            self.by_surname[form.surname].append(one)
            self.by_given_name[form.spelled.split(" ", 1)[0]].append(one)
        elif form.surname.lower() in ORGANISATIONS:
            self.by_head[form.surname].append(one)
        if len(form.initials) > 2:
            self.by_acronym.setdefault(form.initials, one)

    def _learn_bracket(self, one: Found, end: int) -> None:
        """“National Farm Board (NFB)”."""
        if self.words[end : end + 1] == ["("] and self.words[end + 2 : end + 3] == [")"]:
            acronym = self.words[end + 1]
            if acronym.isupper():
                self.by_acronym[acronym] = one

    def _add_single(self, chain: Chain) -> None:
        form = form_of(chain.words, bool(chain.title))
        owner = (
            self.by_key.get(form.key)
            or self.by_acronym.get(form.spelled)
            or (self._owner(chain) if form.name == form.spelled else None)
            or (self._heard(chain) if _is_shouted(chain) else None)
            or self._new(form)
        )
        self._mention(owner, chain, form)

    def _heard(self, chain: Chain) -> Found | None:
        """Whom a name in capitals means: “RUIZ” in a transcript is “Ruiz” elsewhere."""
        spoken = chain._replace(words=(chain.words[0].capitalize(),))
        return self.by_key.get(form_of(spoken.words).key) or self._owner(spoken)

    def _owner(self, chain: Chain) -> Found | None:
        """The person of that surname: named in full, then the user's own, then the frequent."""
        name = chain.words[0]
        people = self.by_surname.get(name) or self.by_head.get(name)
        if not people and not chain.title:
            people = self.by_given_name.get(name)
        if not people:
            return None
        here = self.page.starts[chain.first]

        def rank(one: Found) -> tuple[bool, bool, int, bool]:
            before = bool(one.mentions) and one.mentions[0].start < here
            return one.full > 0, one.own, one.full, before

        return max(people[:_MOST_NAMESAKES], key=rank)

    def _add_role(self, chain: Chain) -> None:
        """A title alone means the one person who bore it, if there is one."""
        after = chain.end + (self.words[chain.end : chain.end + 1] == ["."])
        if (own := self.own_at.get(after)) is not None:
            self._bears(own, chain.title)
            return
        wanted = chain.title[-2:] if len(chain.title) > 1 else chain.title
        self._add_bearer(wanted, chain.begin, chain.end)

    def _add_offices(self) -> None:
        """“The governor”, in small letters, means the one person who bore the title."""
        if not self.by_title:
            return
        traits = self.page.known(traits_of)
        office = ((traits & TITLE) > 0) & ((traits & CAPITAL) == 0)
        for index in np.flatnonzero(office[1:]).tolist():
            following = self.words[index + 2 : index + 3]
            if self.page.lower[index] == "the" and not _goes_on(following):
                self._add_bearer((self.words[index + 1],), index + 1, index + 2)

    def _add_bearer(self, title: tuple[str, ...], begin: int, end: int) -> None:
        bearer = self.by_title.get(_spelled_out(title))
        if bearer is not None:
            bearer.mentions.append(self._span(begin, end))

    def _mention(self, one: Found, chain: Chain, form: NameForm) -> None:
        one.mentions.append(self._span(chain.first, chain.end))
        one.forms[form.spelled] = one.forms.get(form.spelled, 0) + 1
        if chain.title and one.kind in {"", "person"}:
            one.kind = "person"
            self._bears(one, chain.title)

    def _bears(self, one: Found, title: tuple[str, ...]) -> None:
        """Keep who bears a title; nobody where two do."""
        for length in (1, 2):
            key = _spelled_out(title[-length:])
            self.by_title[key] = one if self.by_title.get(key, one) is one else None

    def _span(self, first: int, end: int) -> Span:
        return Span(self.page.starts[first], self.page.ends[end - 1])


def _is_shouted(chain: Chain) -> bool:
    return len(chain.words[0]) > 3 and chain.words[0].isupper()


def _goes_on(following: list[str]) -> bool:
    """Whether a title goes on after its first word: “the president of”."""
    return bool(following) and (
        following[0] in {"of", "for", "-", "and"}
        or bool(traits_of(following[0]) & (TITLE | CAPITAL))
    )


@cache
def _spelled_out(title: tuple[str, ...]) -> tuple[str, ...]:
    """A title without abbreviations: “gov” is “governor”."""
    return tuple(_IN_FULL.get(word, word) for word in title)
