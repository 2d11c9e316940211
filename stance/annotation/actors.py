"""Actors: the people, organisations, groups and countries an article names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stance.annotation.wording import countries, words_of
from stance.article import Actor, Sentence, Span, Token

_FUNCTION_WORDS = words_of("function_words", "words")
_CALENDAR = words_of("names", "calendar")
_PARTICLES = words_of("names", "particles")
_OF_HEADS = words_of("names", "of_heads")
_TITLES = words_of("names", "titles")
_BEFORE_TITLES = words_of("names", "before_titles") | words_of("countries", "demonyms")
_PORTFOLIOS = words_of("names", "portfolios")
_ORGANISATIONS = words_of("names", "organisations")
_PLACES = words_of("names", "places")
_GROUPS = words_of("names", "groups") | {f"{w}s" for w in words_of("countries", "demonyms")}
_THINGS = words_of("names", "things")
_ADJECTIVES = words_of("names", "adjectives") | words_of("countries", "demonyms") - {
    "us",
    "u.s.",
}
_SPEECH = words_of("speech", "cues")
_LOCATIVE = frozenset(["in", "at", "near", "outside", "across", "around"])
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z]")
_HEADING = re.compile(r"\A[^\n]{1,200}(?=\n)|^# [^\n]{1,200}$", re.MULTILINE)
_ALWAYS_CAPITAL = frozenset(["I", "OK", "TV", "PM", "AM"])


@dataclass
class _Chain:
    """A run of capitalised words that may be a name, in token indices."""

    first: int
    end: int
    words: tuple[str, ...]
    title: tuple[str, ...] = ()
    initial: bool = False


@dataclass
class _Found:
    """An actor in the making."""

    name: str
    kind: str
    id: str = ""
    title: tuple[str, ...] = ()
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Span] = field(default_factory=list)


def find_actors(
    text: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[Token],
    known: Iterable[Actor] = (),
) -> tuple[Actor, ...]:
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
    words = [text[start:end] for start, end in tokens]
    listed = _ListedActors(known, text, words, tokens)
    initial = _initial_tokens(words, sentences, tokens)
    chains = [
        named
        for chain in _chains(text, words, tokens, listed.taken)
        if (named := _named(chain, words, initial)) is not None
    ]
    casts = _Cast(words, tokens)
    chains = _without_headings(chains, _heading_tokens(text, tokens))
    casts.add_all(_credible(chains, words))
    found = sorted([*listed.found, *casts.found], key=lambda one: one.mentions[0])
    return tuple(_numbered(_located(found, words, tokens)))


class _ListedActors:
    """The mentions of the user's own actors; `taken` are the tokens they cover."""

    def __init__(
        self, known: Iterable[Actor], text: str, words: list[str], tokens: Sequence[Token]
    ) -> None:
        self.taken: set[int] = set()
        self.found: list[_Found] = []
        forms: dict[str, list[tuple[str, _Found]]] = defaultdict(list)
        for actor in known:
            one = _Found(actor.name, actor.kind, actor.id, forms=Counter(actor.aliases))
            self.found.append(one)
            for form in {actor.name, *actor.aliases}:
                forms[form.split(" ")[0].split("'")[0].split("’")[0]].append((form, one))
        self._search(forms, text, words, tokens)
        self.found = [one for one in self.found if one.mentions]

    def _search(
        self,
        forms: dict[str, list[tuple[str, _Found]]],
        text: str,
        words: list[str],
        tokens: Sequence[Token],
    ) -> None:
        if not forms:
            return
        ends = {token.end: index for index, token in enumerate(tokens)}
        end = 0
        for index, word in enumerate(words):
            start = tokens[index].start
            if start < end or word not in forms:
                continue
            fitting = [
                (form, one)
                for form, one in forms[word]
                if text.startswith(form, start) and start + len(form) in ends
            ]
            if fitting:
                form, one = max(fitting, key=lambda pair: len(pair[0]))
                end = start + len(form)
                one.mentions.append(Span(start, end))
                self.taken.update(range(index, ends[end] + 1))


def _initial_tokens(
    words: list[str], sentences: Sequence[Sentence], tokens: Sequence[Token]
) -> set[int]:
    """The first word of each sentence: its capital letter says nothing."""
    found, index = set(), 0
    for sentence in sentences:
        while index < len(tokens) and (
            tokens[index].start < sentence.start or not words[index][0].isalnum()
        ):
            index += 1
        found.add(index)
    return found


def _heading_tokens(text: str, tokens: Sequence[Token]) -> set[int]:
    """The tokens of lines in title case: the first of several, and those after a `#`."""
    starts = [token.start for token in tokens]
    found: set[int] = set()
    for match in _HEADING.finditer(text):
        if _is_title_case(match.group().split()):
            found.update(
                range(bisect_left(starts, match.start()), bisect_left(starts, match.end()))
            )
    return found


def _is_title_case(words: list[str]) -> bool:
    """Whether every word but the small ones has a capital, as no sentence has."""
    bare = [word for word in words if word[0].isalpha()]
    small = [word for word in bare if not word[0].isupper()]
    ends = bool(words) and words[-1][-1] in ".!?"
    return len(bare) > 3 and not ends and all(w in _FUNCTION_WORDS for w in small)


def _without_headings(chains: Sequence[_Chain], heading: set[int]) -> list[_Chain]:
    """Without the runs of a heading that are neither countries nor names of the text below."""
    below = {chain.words for chain in chains if chain.first not in heading}
    return [
        chain
        for chain in chains
        if chain.first not in heading
        or chain.words in below
        or " ".join(chain.words) in countries()
    ]


def _chains(
    text: str, words: list[str], tokens: Sequence[Token], taken: set[int]
) -> Iterator[tuple[int, int]]:
    """Every maximal run of capitalised words, with the small words names hold inside."""
    index, count = 0, len(words)
    while index < count:
        if not _is_capital(words[index]) or index in taken:
            index += 1
            continue
        end = index + 1
        while (longer := _extended(text, words, tokens, end)) and not taken.intersection(
            range(end, longer)
        ):
            end = longer
        yield index, end
        index = end


def _is_capital(word: str) -> bool:
    """Whether a word may stand in a name: “Al-Thani” may, “US-backed” and “R-Ariz” not."""
    if not word[0].isupper() or word in _ALWAYS_CAPITAL or _PARTY_AND_STATE.match(word):
        return False
    return "-" not in word or not word.rsplit("-", 1)[1].islower()


def _extended(text: str, words: list[str], tokens: Sequence[Token], end: int) -> int:
    """The end of the run if the next word carries it on, else 0."""
    before = words[end - 1]
    if end < len(words) and words[end] == "." and tokens[end].start == tokens[end - 1].end:
        if len(before) > 1 and before.lower() not in _TITLES:
            return 0
        return _next_capital(text, words, tokens, end + 1)
    return _next_capital(text, words, tokens, end)


def _next_capital(text: str, words: list[str], tokens: Sequence[Token], end: int) -> int:
    for step in range(3):
        at = end + step
        if at >= len(words) or text[tokens[at - 1].end : tokens[at].start] not in _GAPS:
            return 0
        word = words[at]
        if _is_capital(word):
            return at + 1
        opens = step == 0 and words[end - 1].lower() in _OF_HEADS and word in {"of", "for"}
        follows = step == 1 and words[at - 1] in {"of", "for"} and word == "the"
        arabic = word[:3] in {"al-", "el-"} and word[3:4].isupper()
        if arabic:
            return at + 1
        if not (opens or follows or word in _PARTICLES or word == "&"):
            return 0
    return 0


_GAPS = frozenset([" ", "\n", "\u00a0", "  ", " \n", "\r\n"])


def _named(span: tuple[int, int], words: list[str], initial: set[int]) -> _Chain | None:
    """The name in a run of capitalised words: without what leads it, with its title."""
    first, end = span
    while first < end and _leads(words[first], first in initial):
        first += 1
    while end > first and words[end - 1] in {".", "&"}:
        end -= 1
    own = [word for word in words[first:end] if word != "."]
    if not own or all(word.lower() in _CALENDAR or word in _ALWAYS_CAPITAL for word in own):
        return None
    first, title = _after_title(words, first, end)
    return _Chain(
        first, end, tuple(words[first:end]), title, initial=not title and first in initial
    )


def _leads(word: str, is_initial: bool) -> bool:
    lowered = word.lower()
    if lowered in _CALENDAR and lowered not in {"may", "march", "april", "june", "august"}:
        return True
    return lowered in _FUNCTION_WORDS and lowered not in _TITLES and not word.isupper()


def _after_title(words: list[str], first: int, end: int) -> tuple[int, tuple[str, ...]]:
    """Where the name begins after its title, and the title, lower-cased."""
    last = _last_title(words, first, end)
    if last < 0:
        return first, ()
    after = _after_portfolio(words, last + 1, end)
    rest = {word.lower() for word in words[after:end]}
    broken = after < end and words[after].islower() and words[after] not in _PARTICLES
    if broken or rest & (_ORGANISATIONS | _TITLES):
        return first, ()
    return after, tuple(word.lower() for word in words[first:after] if word != ".")


def _last_title(words: list[str], first: int, end: int) -> int:
    last = -1
    for index in range(first, end):
        lowered = words[index].lower()
        if lowered in _ORGANISATIONS:
            break
        if lowered in _TITLES and not (lowered == "general" and _is_company(words, index)):
            last = index
    return last


def _is_company(words: list[str], index: int) -> bool:
    return words[index + 1 : index + 2] in (["Motors"], ["Electric"], ["Mills"], ["Assembly"])


def _after_portfolio(words: list[str], after: int, end: int) -> int:
    """Past “of State” or “of Homeland Security” of a title."""
    if after < end and words[after] == ".":
        after += 1
    if after < end and words[after] == "of":
        after += 1
        while after < end and words[after].lower() in _PORTFOLIOS | {"the", "and"}:
            after += 1
    return after


def _credible(chains: Sequence[_Chain], words: list[str]) -> list[_Chain]:
    """The chains that are more than a capital at the start of a sentence."""
    inside = {word for chain in chains if not chain.initial for word in chain.words}
    inside |= {word for chain in chains if len(chain.words) > 1 for word in chain.words[1:]}
    small = {word for word in words if word.islower()}
    return [chain for chain in chains if _is_credible(chain, inside, small, words)]


def _is_credible(chain: _Chain, inside: set[str], small: set[str], words: list[str]) -> bool:
    if chain.title:
        return True
    single = len(chain.words) == 1
    last = chain.words[-1].lower()
    if last in _THINGS or (single and (last in _ADJECTIVES or len(last) == 1)):
        return False
    if not chain.initial or " ".join(chain.words) in countries():
        return True
    first = chain.words[0]
    if first in inside or first.lower() in small:
        return first in inside
    return not single or _acts(words[chain.end : chain.end + 1])


def _acts(following: list[str]) -> bool:
    """Whether what follows a word shows that the word is a name: it speaks or owns."""
    return bool(following) and (following[0] in _SPEECH or following[0] in {"'s", "’s"})


class _Cast:
    """Chains gathered into actors: who is meant by a surname, an acronym, a title."""

    def __init__(self, words: list[str], tokens: Sequence[Token]) -> None:
        self.words, self.tokens = words, tokens
        self.found: list[_Found] = []
        self.by_key: dict[str, _Found] = {}
        self.by_surname: dict[str, list[_Found]] = defaultdict(list)
        self.by_acronym: dict[str, _Found] = {}
        self.by_title: dict[tuple[str, ...], list[_Found]] = defaultdict(list)

    def add_all(self, chains: Sequence[_Chain]) -> None:
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

    def _add(self, chain: _Chain) -> None:
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

    def _new(self, name: str, kind: str, key: str) -> _Found:
        one = _Found(name, kind)
        self.found.append(one)
        self.by_key[key] = one
        return one

    def _learn_acronyms(self, one: _Found, chain: _Chain) -> None:
        initials = "".join(word[0] for word in chain.words if word[0].isupper())
        if len(initials) > 2:
            self.by_acronym.setdefault(initials, one)
        after = self.words[chain.end : chain.end + 3]
        if len(after) == 3 and after[0] == "(" and after[2] == ")" and after[1].isupper():
            self.by_acronym[after[1]] = one

    def _add_single(self, chain: _Chain) -> None:
        word = chain.words[0]
        key = countries().get(word, word).lower()
        owner = self.by_key.get(key) or self.by_acronym.get(word) or self._owner(chain)
        if owner is None:
            owner = self._new(countries().get(word, word), _kind(chain), key)
        self._mention(owner, chain)

    def _owner(self, chain: _Chain) -> _Found | None:
        """The person of that surname: named in full most often, or last before this place."""
        people = [
            one for one in self.by_surname.get(chain.words[0], ()) if one.kind == "person"
        ]
        if not people:
            return None
        here = self.tokens[chain.first].start
        return max(people, key=lambda one: (one.forms[one.name], one.mentions[0].start < here))

    def _add_role(self, chain: _Chain) -> None:
        """A title alone means the one person who bore it, if there is one."""
        wanted = chain.title[-2:] if len(chain.title) > 1 else chain.title
        bearers = self.by_title.get(wanted, [])
        if len({id(one) for one in bearers}) == 1:
            span = self._span(chain.first - len(chain.title), chain.end)
            bearers[0].mentions.append(span)

    def _mention(self, one: _Found, chain: _Chain) -> None:
        one.mentions.append(self._span(chain.first, chain.end))
        one.forms[" ".join(chain.words).replace(" .", ".")] += 1
        if chain.title and one.kind in {"", "person"}:
            one.kind = "person"
            for length in (1, 2):
                self.by_title[chain.title[-length:]].append(one)

    def _span(self, first: int, end: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[end - 1].end)


def _kind(chain: _Chain) -> str:
    """What a name most likely stands for; empty where nothing tells."""
    lowered = [word.lower() for word in chain.words]
    if chain.title:
        return "person"
    if " ".join(chain.words) in countries():
        return "country"
    if lowered[-1] in _GROUPS:
        return "group"
    if any(word in _ORGANISATIONS for word in lowered) or chain.words[0].isupper():
        return "organisation"
    if len(lowered) == 1 or any(
        word in _PLACES or word in {"of", "for", "&"} for word in lowered
    ):
        return ""
    return "person" if len(lowered) < 6 and lowered[0] not in _ADJECTIVES else ""


def _located(
    found: Iterable[_Found], words: list[str], tokens: Sequence[Token]
) -> list[_Found]:
    """Without the names that only ever say where something happens."""
    at = {token.start: index for index, token in enumerate(tokens)}

    def only_a_place(one: _Found) -> bool:
        if one.kind or one.id:
            return False
        before = (at.get(mention.start, 0) - 1 for mention in one.mentions)
        return all(index >= 0 and words[index].lower() in _LOCATIVE for index in before)

    return [one for one in found if not only_a_place(one)]


def _numbered(found: Sequence[_Found]) -> Iterator[Actor]:
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
