"""Who speaks of whom where: an annotated article → its passages by (voice, target)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from stance.article import AUTHOR, Actor, AnnotatedArticle, Passage, Span

UNKNOWN = "unknown"
"""The voice of a quotation whose speaker was not found."""


def voice_stretches(annotated: AnnotatedArticle) -> list[tuple[str, Span]]:
    """Who speaks from where to where: the author by sentences, then each quotation's content.

    A scare quote is the author's; a quotation without a known speaker is `UNKNOWN`'s.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate
    >>> from stance.article import Article
    >>> text = "The Senate failed. “The Senate is weak,” Ann Lee said."
    >>> found = voice_stretches(annotate(Article("1", text), attribution="rules"))
    >>> [text[slice(*span)] for voice, span in found if voice == "author"][0]
    'The Senate failed.'
    """
    spoken = [q for q in annotated.quotations if q.kind != "scare"]
    held = sorted(span for quotation in spoken for span in quotation.content)
    stretches = [(AUTHOR, s) for s in outside(annotated.sentences, held)]
    return stretches + [(q.speaker or UNKNOWN, s) for q in spoken for s in q.content]


def stance_passages(annotated: AnnotatedArticle) -> list[tuple[str, Passage]]:
    """Every passage in which a voice speaks of a target other than itself, with its target.

    The author's passages are the stretches of a sentence outside quotations (a scare quote is
    the author's); the content of a quotation with a known speaker is that speaker's. A
    passage holds at least one mention of its target.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate
    >>> from stance.article import Article
    >>> text = "The Senate failed. “The Senate is weak,” Ann Lee said."
    >>> found = stance_passages(annotate(Article("1", text), attribution="rules"))
    >>> [(p.voice, p.target, p.text) for _, p in found][:1]
    [('author', 'Senate', 'The Senate failed.')]
    """
    mentions = sorted(
        ((m, actor) for actor in annotated.actors for m in actor.mentions),
        key=lambda pair: pair[0],
    )
    starts = [mention.start for mention, _ in mentions]
    return [
        (actor.id, Passage(annotated, span, actor.name, inside, voice))
        for voice, span in voice_stretches(annotated)
        if voice != UNKNOWN
        for actor, inside in _mentioned(span, mentions, starts)
        if actor.id != voice
    ]


def outside(spans: Sequence[Span], held: Sequence[Span]) -> list[Span]:
    """What remains of `spans` when the spans `held` (both in text order) are taken out.

    Examples
    --------
    >>> outside([Span(0, 10)], [Span(2, 4), Span(3, 6)])
    [Span(start=0, end=2), Span(start=6, end=10)]
    """
    remaining, first = [], 0
    for span in spans:
        start = span.start
        while first < len(held) and held[first].end <= span.start:
            first += 1
        for index in range(first, len(held)):
            cut = held[index]
            if cut.start >= span.end:
                break
            if cut.start > start:
                remaining.append(Span(start, cut.start))
            start = max(start, cut.end)
        if start < span.end:
            remaining.append(Span(start, span.end))
    return remaining


def _mentioned(
    span: Span, mentions: Sequence[tuple[Span, Actor]], starts: Sequence[int]
) -> list[tuple[Actor, tuple[Span, ...]]]:
    """The actors mentioned inside `span`, each with the mentions."""
    found: dict[str, tuple[Actor, list[Span]]] = {}
    for index in range(bisect_left(starts, span.start), len(mentions)):
        mention, actor = mentions[index]
        if mention.start >= span.end:
            break
        if mention.end <= span.end:
            found.setdefault(actor.id, (actor, []))[1].append(mention)
    return [(actor, tuple(inside)) for actor, inside in found.values()]
