"""Actors: the people, organisations, groups and countries an article names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stance.annotation.names import ADJECTIVES, ORGANISATIONS, Chain, find_names
from stance.annotation.page import Page
from stance.annotation.wording import countries, words_of
from stance.article import Actor, Span

_PLACES = words_of("names", "places")
_GROUPS = words_of("names", "groups") | {f"{w}s" for w in words_of("countries", "demonyms")}
_LOCATIVE = frozenset(["in", "at", "near", "outside", "across", "around"])


@dataclass
class Found:
    """An actor in the making."""

    name: str
    kind: str
    id: str = ""
    title: tuple[str, ...] = ()
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Span] = field(default_factory=list)


def find_actors(page: Page, known: Iterable[Actor] = ()) -> tuple[Actor, ...]:
    """Who a text names, in the order of first mention, with every mention's offsets.

    Names are chains of capitalised words; titles before them are not part of them. A surname
    alone, an acronym introduced in brackets and the other names of a country mean the actor
    they stand for.

    Parameters
    ----------
    known
        Actors you know of: their names and aliases, in this very spelling, come first.

    Notes
    -----
    When it misleads: two people of one surname are told apart by who is named in full more
    often; a place counts as an actor unless it is only ever a place (“in Doha”); a name
    that the text only uses at the start of a sentence may be missed.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> text = "Gov. Ana Ruiz met the National Farm Board (NFB). The NFB thanked Ruiz."
    >>> [(a.name, len(a.mentions)) for a in annotate(Article("1", text)).actors]
    [('Ana Ruiz', 2), ('National Farm Board', 3)]
    """
    listed = _ListedActors(known, page)
    cast = _Cast(page)
    cast.add_all(find_names(page, listed.taken))
    found = sorted([*listed.found, *cast.found], key=lambda one: one.mentions[0])
    return tuple(_numbered(_located(found, page)))


class _ListedActors:
    """The mentions of the user's own actors; `taken` are the tokens they cover."""

    def __init__(self, known: Iterable[Actor], page: Page) -> None:
        self.taken: set[int] = set()
        self.found: list[Found] = []
        forms: dict[str, list[tuple[str, Found]]] = defaultdict(list)
        for actor in known:
            one = Found(actor.name, actor.kind, actor.id, forms=Counter(actor.aliases))
            self.found.append(one)
            for form in {actor.name, *actor.aliases}:
                forms[form.split(" ")[0].split("'")[0].split("’")[0]].append((form, one))
        if forms:
            self._search(forms, page)
        self.found = [one for one in self.found if one.mentions]

    def _search(self, forms: dict[str, list[tuple[str, Found]]], page: Page) -> None:
        ends = {end: index for index, end in enumerate(page.ends)}
        end = 0
        for index, word in enumerate(page.words):
            start = page.starts[index]
            if start < end or word not in forms:
                continue
            fitting = [
                (form, one)
                for form, one in forms[word]
                if page.text.startswith(form, start) and start + len(form) in ends
            ]
            if fitting:
                form, one = max(fitting, key=lambda pair: len(pair[0]))
                end = start + len(form)
                one.mentions.append(Span(start, end))
                self.taken.update(range(index, ends[end] + 1))


class _Cast:
    """Chains gathered into actors: who is meant by a surname, an acronym, a title."""

    def __init__(self, page: Page) -> None:
        self.page, self.words = page, page.words
        self.found: list[Found] = []
        self.by_key: dict[str, Found] = {}
        self.by_surname: dict[str, list[Found]] = defaultdict(list)
        self.by_acronym: dict[str, Found] = {}
        self.by_title: dict[tuple[str, ...], list[Found]] = defaultdict(list)

    def add_all(self, chains: Sequence[Chain]) -> None:
        """Full names first, so that a surname finds its owner; then all the others."""
        full = [chain for chain in chains if len(chain.words) > 1]
        for chain in full:
            self._add(chain)
        for chain in chains:
            if len(chain.words) == 1:
                self._add_single(chain)
        for chain in chains:
            if not chain.words:
                self._add_role(chain)
        for one in self.found:
            one.mentions.sort()
        self.found = [one for one in self.found if one.mentions]

    def _add(self, chain: Chain) -> None:
        name = " ".join(chain.words).replace(" . ", ". ").replace(" .", ".")
        kind = _kind(chain)
        key = countries().get(name, name).lower()
        if kind == "person":
            key = f"{chain.words[0]} {chain.words[-1]}".lower()
        one = self.by_key.get(key)
        if one is None:
            one = self._new(countries().get(name, name), kind, key)
            self.by_surname[chain.words[-1]].append(one)
            self._learn_acronyms(one, chain)
        if len(name) > len(one.name) and kind == "person":
            one.name = name
        self._mention(one, chain)

    def _new(self, name: str, kind: str, key: str) -> Found:
        one = Found(name, kind)
        self.found.append(one)
        self.by_key[key] = one
        return one

    def _learn_acronyms(self, one: Found, chain: Chain) -> None:
        initials = "".join(word[0] for word in chain.words if word[0].isupper())
        if len(initials) > 2:
            self.by_acronym.setdefault(initials, one)
        after = self.words[chain.end : chain.end + 3]
        if len(after) == 3 and after[0] == "(" and after[2] == ")" and after[1].isupper():
            self.by_acronym[after[1]] = one

    def _add_single(self, chain: Chain) -> None:
        word = chain.words[0]
        key = countries().get(word, word).lower()
        owner = self.by_key.get(key) or self.by_acronym.get(word) or self._owner(chain)
        if owner is None:
            owner = self._new(countries().get(word, word), _kind(chain), key)
        self._mention(owner, chain)

    def _owner(self, chain: Chain) -> Found | None:
        """The person of that surname: named in full most often, or last before this place."""
        people = [
            one for one in self.by_surname.get(chain.words[0], ()) if one.kind == "person"
        ]
        if not people:
            return None
        here = self.page.starts[chain.first]
        return max(people, key=lambda one: (one.forms[one.name], one.mentions[0].start < here))

    def _add_role(self, chain: Chain) -> None:
        """A title alone means the one person who bore it, if there is one."""
        wanted = chain.title[-2:] if len(chain.title) > 1 else chain.title
        bearers = self.by_title.get(wanted, [])
        if len({id(one) for one in bearers}) == 1:
            span = self._span(chain.first - len(chain.title), chain.end)
            bearers[0].mentions.append(span)

    def _mention(self, one: Found, chain: Chain) -> None:
        one.mentions.append(self._span(chain.first, chain.end))
        one.forms[" ".join(chain.words).replace(" .", ".")] += 1
        if chain.title and one.kind in {"", "person"}:
            one.kind = "person"
            for length in (1, 2):
                self.by_title[chain.title[-length:]].append(one)

    def _span(self, first: int, end: int) -> Span:
        return Span(self.page.starts[first], self.page.ends[end - 1])


def _kind(chain: Chain) -> str:
    """What a name most likely stands for; empty where nothing tells."""
    lowered = [word.lower() for word in chain.words]
    if chain.title:
        return "person"
    if " ".join(chain.words) in countries():
        return "country"
    if lowered[-1] in _GROUPS:
        return "group"
    if any(word in ORGANISATIONS for word in lowered) or chain.words[0].isupper():
        return "organisation"
    if len(lowered) == 1 or any(
        word in _PLACES or word in {"of", "for", "&"} for word in lowered
    ):
        return ""
    return "person" if len(lowered) < 6 and lowered[0] not in ADJECTIVES else ""


def _located(found: Iterable[Found], page: Page) -> list[Found]:
    """Without the names that only ever say where something happens."""

    def only_a_place(one: Found) -> bool:
        if one.kind or one.id:
            return False
        before = (page.token(mention.start) - 1 for mention in one.mentions)
        return all(index >= 0 and page.lower[index] in _LOCATIVE for index in before)

    return [one for one in found if not only_a_place(one)]


def _numbered(found: Sequence[Found]) -> Iterator[Actor]:
    used = {one.id for one in found}
    number = 0
    for one in found:
        if not one.id:
            number += 1
            while f"actor-{number}" in used:
                number += 1
            one.id = f"actor-{number}"
        aliases = tuple(sorted(form for form in one.forms if form != one.name))
        yield Actor(one.id, one.name, aliases, tuple(one.mentions), one.kind)
