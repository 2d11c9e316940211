"""Speakers: which actor a quotation's source stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stance.annotation.page import Page
from stance.annotation.wording import words_of
from stance.article import Actor, Quotation, Span

_PERSONAL = frozenset(["he", "she", "i", "who"])
_PLURAL = frozenset(["they", "it", "we"])
_PRESS = words_of("names", "press")
_ROLES = words_of("names", "roles")
_VOICES_OF = words_of("names", "voices_of")
_PORTFOLIOS = words_of("names", "portfolios")
_PREPOSITIONS = frozenset(["of", "for", "in", "at", "from", "with", "to", "on", "by"])
_DEFINITE = frozenset(["the", "this", "that"])
_FAR = 4
"""How many sentences back a pronoun may look."""


def resolve_speakers(
    page: Page, quotations: Iterable[Quotation]
) -> tuple[tuple[Quotation, ...], tuple[Actor, ...]]:
    """The quotations with their speakers, and the actors with the unnamed ones that speak.

    A name in the source decides; “he” and “the paper” mean the nearest actor before them that
    can be meant, the first named of its sentence before all others. A source that names
    nobody (“officials”) becomes an unnamed actor. Where nobody fits, the speaker is None.

    Notes
    -----
    When it misleads: gender is not assumed, so “she” may be given to the man named last.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> annotated = annotate(Article("1", "Ana Ruiz came. “We stay,” she said."))
    >>> annotated.quotations[0].speaker == annotated.actors[0].id
    True
    """
    cast = _Stage(page)
    resolved = [
        quotation
        if quotation.speaker is not None or quotation.source is None
        else replace(quotation, speaker=cast.speaker(quotation.source))
        for quotation in quotations
    ]
    return tuple(_inherited(resolved)), tuple(cast.everybody())


def _inherited(quotations: Sequence[Quotation]) -> list[Quotation]:
    """A quotation that goes on without cue or source is spoken by the one before it."""
    found: list[Quotation] = []
    for quotation in quotations:
        if quotation.speaker == "" and found:
            quotation = replace(quotation, speaker=found[-1].speaker)
        found.append(replace(quotation, speaker=quotation.speaker or None))
    return found


class _Stage:
    """The mentions of a text in order, and who was last on stage at any place."""

    def __init__(self, page: Page) -> None:
        self.page, self.text, self.actors = page, page.text, list(page.actors)
        pairs = sorted((m, i) for i, actor in enumerate(self.actors) for m in actor.mentions)
        self.spans = [span for span, _ in pairs]
        self.who = [self.actors[i] for _, i in pairs]
        self.starts = [span.start for span in self.spans]
        self.unnamed: dict[str, tuple[str, str, list[Span]]] = {}

    def speaker(self, source: Span) -> str | None:
        """The id of the actor a source means."""
        words = self._words(source)
        if named := self._named(source):
            return named
        head = words[-1].lower() if words else ""
        if len(words) == 1 and head in _PERSONAL | _PLURAL:
            return self._before(source, head)
        if words and words[0].lower() in _DEFINITE and head in _ROLES:
            return self._before(source, head) or self._unnamed(source)
        return self._unnamed(source) if words else None

    def _words(self, span: Span) -> list[str]:
        first, last = self.page.token(span.start), self.page.token(span.end)
        found = self.page.words[first : min(last, first + 40)]
        return [word for word in found if word[0].isalnum()]

    def _named(self, source: Span) -> str | None:
        """The actor at the head of a source: none in “an aide to Ruiz” or “Ruiz aides”.

        A spokesman without a name speaks for whom he is spokesman of.
        """
        first = bisect_left(self.starts, source.start)
        speaks_for = not _VOICES_OF.isdisjoint(map(str.lower, self._words(source)))
        named = None
        for index in range(first, min(first + 20, len(self.spans))):
            mention = self.spans[index]
            if mention.start >= source.end:
                break
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

    def _before(self, source: Span, head: str) -> str | None:
        """The nearest sentence with an actor that can be meant; in it, the first named."""
        here = bisect_right(self.page.sentence_starts, source.start) - 1
        for number in range(here, max(here - _FAR, -1), -1):
            sentence = self.page.sentences[number]
            first = bisect_left(self.starts, sentence.start)
            last = bisect_left(self.starts, min(sentence.end, source.start))
            for index in range(first, min(last, first + 50)):
                if _may_mean(head, self.who[index]) and not self._possesses(self.spans[index]):
                    return self.who[index].id
        return None

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
    persons = words_of("names", "titles") | {"candidate", "nominee", "lawmaker", "businessman"}
    return (actor.kind == "person") == (head in persons)
