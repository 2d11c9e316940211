"""Speakers: which actor a quotation's source stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from stance.annotation.page import Page
from stance.annotation.wording import words_of
from stance.article import Actor, Quotation, Span

_PERSONAL = frozenset(["he", "she", "i", "who"])
_PLURAL = frozenset(["they", "it", "we"])
_PRESS = words_of("names", "press")
_ROLES = words_of("names", "roles")
_OFFICES = words_of("names", "titles") | {"candidate", "nominee", "lawmaker", "businessman"}
_VOICES_OF = words_of("names", "voices_of")
_PORTFOLIOS = words_of("names", "portfolios")
_PREPOSITIONS = frozenset(["of", "for", "in", "at", "from", "with", "to", "on", "by"])
_DEFINITE = frozenset(["the", "this", "that"])
_FAR = 4
"""How many sentences back a pronoun may look."""
NEAR = 3
"""How many sentences after he spoke “he” still means the last speaker."""
GOES_ON = ""
"""The speaker of a quotation that is spoken by whoever spoke before it."""
SURE: dict[str, tuple[float, ...]] = {
    "named": (0.85,),
    "again": (0.88, 0.88, 0.8, 0.67),
    "person": (0.6, 0.6, 0.5),
    "group": (0.5,),
    "role": (0.67,),
    "unnamed": (0.5,),
    "goes on": (0.88, 0.6),
}
"""How a speaker was told → the share that is right, by how many sentences away he was named.

For a quotation that goes on: after one with a cue, and after one that goes on itself; its share
is of those whose quotation before is right."""


class Meant(NamedTuple):
    """Whom a source means, how that was told, and from how many sentences away."""

    speaker: str | None
    way: str
    far: int = 0


def resolve_speakers(
    page: Page, quotations: Iterable[Quotation]
) -> tuple[tuple[Quotation, ...], tuple[Actor, ...]]:
    """The quotations with their speakers, and the actors with the unnamed ones that speak.

    A name in the source decides; “he” and “the paper” mean the nearest actor before them that
    can be meant, of one sentence the first whom the text names more than once. A source that
    names nobody (“officials”) becomes an unnamed actor. Where nobody fits, or whoever fits is
    more probably wrong than right, the speaker is None: unknown.

    Notes
    -----
    When it misleads: gender is not assumed, so “she” may be given to the man named last. The
    probability is the share of speakers told in the same way that are right in BASIL's quoted
    spans of one person (`experiments/attribution.py`), news of the United States of 2010–2019.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> annotated = annotate(Article("1", "Ana Ruiz came. “We stay,” she said."))
    >>> annotated.quotations[0].speaker == annotated.actors[0].id
    True
    """
    stage = _Stage(page)
    found: list[Quotation] = []
    for quotation in quotations:
        if quotation.source is not None and quotation.speaker is None:
            quotation = _spoken(quotation, stage.meant(quotation.source, _last(found)))
        elif (last := stage.of_the_same_subject(quotation, _last(found))) is not None:
            quotation = _by(quotation, last.speaker, last.speaker_probability)
        elif quotation.speaker == GOES_ON:
            quotation = _gone_on(quotation, found)
        found.append(quotation)
    return tuple(found), tuple(stage.everybody())


def _last(found: Sequence[Quotation]) -> Quotation | None:
    """The last quotation with a source and a speaker."""
    return next((one for one in reversed(found[-3:]) if one.source and one.speaker), None)


def _spoken(quotation: Quotation, meant: Meant) -> Quotation:
    sure = probability_of(meant)
    if meant.speaker is None or sure < 0.5:
        return quotation
    return _by(quotation, meant.speaker, sure)


def _gone_on(quotation: Quotation, before: Sequence[Quotation]) -> Quotation:
    """A quotation that goes on without cue or source is spoken by the one before it."""
    last = before[-1] if before else None
    if last is None or last.speaker is None:
        return replace(quotation, speaker=None)
    told = 1.0 if last.speaker_probability is None else last.speaker_probability
    sure = told * SURE["goes on"][last.cue is None]
    if sure < 0.5:
        return replace(quotation, speaker=None)
    return _by(quotation, last.speaker, sure)


def _by(quotation: Quotation, speaker: str | None, sure: float | None) -> Quotation:
    """The quotation with its speaker (`replace`, in a fifth of its time)."""
    q = quotation
    return Quotation(q.content, q.kind, q.cue, q.source, speaker, sure)


def probability_of(meant: Meant) -> float:
    """How often a speaker told in this way is the right one."""
    shares = SURE[meant.way]
    return shares[min(meant.far, len(shares) - 1)]


class _Stage:
    """The mentions of a text in order, and who was last on stage at any place."""

    def __init__(self, page: Page) -> None:
        self.page, self.text, self.actors = page, page.text, list(page.actors)
        pairs = sorted((m, i) for i, actor in enumerate(self.actors) for m in actor.mentions)
        self.spans = [span for span, _ in pairs]
        self.who = [self.actors[i] for _, i in pairs]
        self.starts = [span.start for span in self.spans]
        self.unnamed: dict[str, tuple[str, str, list[Span]]] = {}

    def meant(self, source: Span, last: Quotation | None = None) -> Meant:
        """Whom a source means, if `last` is the quotation spoken last."""
        words = self._words(source)
        if named := self._named(source, words):
            return Meant(named, "named")
        head = words[-1].lower() if words else ""
        if len(words) == 1 and head in _PERSONAL | _PLURAL:
            return self._goes_on_speaking(source, head, last) or self._before(source, head)
        if words and words[0].lower() in _DEFINITE and head in _ROLES:
            meant = self._before(source, head)
            return meant if meant.speaker else Meant(self._unnamed(source), "unnamed")
        return Meant(self._unnamed(source) if words else None, "unnamed")

    def of_the_same_subject(
        self, quotation: Quotation, last: Quotation | None
    ) -> Quotation | None:
        """The quotation whose speaker this one, without a source, shares in its sentence.

        “Ruiz denied it, saying …”, “and also indicated …”.
        """
        if last is None or last.cue is None or quotation.cue is None or quotation.source:
            return None
        before, here = last.cue.start, quotation.cue.start
        same = before < here and self.page.sentence(before) == self.page.sentence(here)
        return last if same else None

    def _words(self, span: Span) -> list[str]:
        first, last = self.page.token(span.start), self.page.token(span.end)
        found = self.page.words[first : min(last, first + 40)]
        return [word for word in found if word[0].isalnum()]

    def _named(self, source: Span, words: Sequence[str]) -> str | None:
        """The actor at the head of a source: none in “an aide to Ruiz” or “Ruiz aides”.

        A spokesman without a name speaks for whom he is spokesman of.
        """
        first = bisect_left(self.starts, source.start)
        last = bisect_left(self.starts, source.end, first)
        if first == last:
            return None
        speaks_for = not _VOICES_OF.isdisjoint(map(str.lower, words))
        named = None
        for index in range(first, min(first + 20, last)):
            mention = self.spans[index]
            depends = self._depends(source, mention) and not speaks_for
            if not depends and not self._modifies(source, mention):
                named = self.who[index].id
        return named

    def _depends(self, source: Span, mention: Span) -> bool:
        """Whether a preposition comes before the name, unless it is a title's: “of State”."""
        before = self._words(Span(source.start, mention.start))
        if before and before[-1].lower() in _PORTFOLIOS:
            return False
        return any(word in _PREPOSITIONS for word in before)

    def _modifies(self, source: Span, mention: Span) -> bool:
        """Whether a common noun follows the name at once, as in “Ruiz aides”."""
        if self.text[mention.end : source.end].lstrip()[:1] in {",", "(", "—", "–"}:
            return False
        after = self._words(Span(mention.end, source.end))
        return bool(after) and after[0] not in _PREPOSITIONS | {"and", "who"}

    def _goes_on_speaking(
        self, source: Span, head: str, last: Quotation | None
    ) -> Meant | None:
        """Who spoke in the sentence before speaks on, if no other is named since."""
        if last is None or last.source is None or last.source.start >= source.start:
            return None
        far = self.page.sentence(source.start) - self.page.sentence(last.source.start)
        actor = next((one for one in self.actors if one.id == last.speaker), None)
        if actor is None or far > NEAR or not _may_mean(head, actor):
            return None
        if self._other_subject(last, source, head):
            return None
        return Meant(actor.id, "again", far)

    def _other_subject(self, last: Quotation, source: Span, head: str) -> bool:
        """Whether a sentence since, before this one, speaks of somebody else first."""
        told = max(last.source.end if last.source else 0, *(part.end for part in last.content))
        first = self.page.sentence(told) + 1
        for number in range(first, self.page.sentence(source.start)):
            start, end = self.page.sentences[number]
            index = bisect_left(self.starts, start)
            if index < len(self.spans) and self.starts[index] < end:
                actor = self.who[index]
                if actor.id != last.speaker and _may_mean(head, actor):
                    return True
        return False

    def _before(self, source: Span, head: str) -> Meant:
        """The nearest sentence with an actor that can be meant; in it, the first one.

        Of several, the first that the text names more than once.
        """
        way = "person" if head in _PERSONAL else "group" if head in _PLURAL else "role"
        here = bisect_right(self.page.sentence_starts, source.start) - 1
        for number in range(here, max(here - _FAR, -1), -1):
            sentence = self.page.sentences[number]
            first = bisect_left(self.starts, sentence.start)
            last = bisect_left(self.starts, min(sentence.end, source.start))
            named = [
                self.who[index]
                for index in range(first, min(last, first + 50))
                if _may_mean(head, self.who[index]) and not self._possesses(self.spans[index])
            ]
            if named:
                often = (one for one in named if len(one.mentions) > 1)
                return Meant(next(often, named[0]).id, way, here - number)
        return Meant(None, way)

    def _possesses(self, mention: Span) -> bool:
        return self.text[mention.end : mention.end + 2] in {"'s", "’s"}

    def _unnamed(self, source: Span) -> str:
        name = " ".join(source.of(self.text).split())
        key = name.lower().removeprefix("the ")
        if key not in self.unnamed:
            self.unnamed[key] = (f"unnamed-{len(self.unnamed) + 1}", name, [])
        identifier, _, mentions = self.unnamed[key]
        mentions.append(source)
        return identifier

    def everybody(self) -> list[Actor]:
        """All actors, the unnamed ones that speak after the named ones."""
        others = [
            Actor(identifier, name, (), tuple(sorted(mentions)), "unnamed")
            for identifier, name, mentions in self.unnamed.values()
        ]
        return [*self.actors, *others]


def _may_mean(head: str, actor: Actor) -> bool:
    if head in _PERSONAL:
        return actor.kind == "person" or (actor.kind == "" and actor.name.isalpha())
    if head in _PRESS:
        return actor.kind == "organisation" or actor.name.split()[0] in {"The", "Daily"}
    if head in _PLURAL:
        return actor.kind in {"group", "organisation", "country"}
    return (actor.kind == "person") == (head in _OFFICES)
