"""Who speaks of whom where: annotated articles → their passages by (voice, target)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from stance.article import AUTHOR, AnnotatedArticle, Passage, Span
from stance.passages import Indices, PassageBatch, keys, layer_spans, places_of

UNKNOWN = "unknown"
"""The voice of a quotation whose speaker was not found."""

LONGEST = 2000
"""Characters of a stretch; what is longer, a list without full stops, is cut at a space: each
stretch is read once for every target in it."""

_AUTHOR, _UNKNOWN = -1, -2  # as voices, beside the numbers of actors in their article


class Stretches(NamedTuple):
    """Who speaks from where to where in several articles.

    Attributes
    ----------
    owners
        The article of each stretch, ascending: its author's first, then the quotations.
    spans
        Where each begins and ends, of shape (n_stretches, 2).
    voices
        The number of the speaker among the actors of the article, or a negative one.
    """

    owners: Indices
    spans: Indices
    voices: Indices


class Spoken(NamedTuple):
    """Every passage in which a voice speaks of a target other than itself.

    `voices` and `targets` are numbers of actors in their article, the author's negative.
    """

    passages: PassageBatch
    voices: Indices
    targets: Indices


def voice_stretches(annotated: AnnotatedArticle) -> list[tuple[str, Span]]:
    """Who speaks from where to where: the author by sentences, then each quotation's content.

    A scare quote is the author's; a quotation without a known speaker is `UNKNOWN`'s. What
    is longer than `LONGEST` comes in pieces.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate
    >>> from stance.article import Article
    >>> text = "The Senate failed. “The Senate is weak,” Ann Lee said."
    >>> found = voice_stretches(annotate(Article("1", text), attribution="rules"))
    >>> [text[slice(*span)] for voice, span in found if voice == "author"][0]
    'The Senate failed.'
    """
    found, names = stretches_of([annotated]), voice_ids(annotated)
    return [
        (names[voice], Span(*span))
        for voice, span in zip(found.voices.tolist(), found.spans.tolist(), strict=True)
    ]


def voice_ids(annotated: AnnotatedArticle) -> list[str]:
    """The id of each actor by its number; at the end, where -1 and -2 look, the others'."""
    return [*(actor.id for actor in annotated.actors), UNKNOWN, AUTHOR]


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
    found, names = spoken_passages([annotated]), voice_ids(annotated)
    return [
        (names[target], passage)
        for target, passage in zip(found.targets.tolist(), found.passages, strict=True)
    ]


def spoken_passages(
    articles: Sequence[AnnotatedArticle], stretches: Stretches | None = None
) -> Spoken:
    """The passages of `stance_passages` in several articles, as arrays.

    `stretches` are those of `stretches_of`, where they are known.

    Examples
    --------
    >>> spoken_passages([]).targets.tolist()
    []
    """
    return _passages_in(articles, stretches_of(articles) if stretches is None else stretches)


def stretches_of(articles: Sequence[AnnotatedArticle]) -> Stretches:
    """The stretches of `voice_stretches` in several articles, as arrays.

    Examples
    --------
    >>> stretches_of([]).spans.shape
    (0, 2)
    """
    quoted = [
        (owner, *piece, number)
        for owner, one in enumerate(articles)
        for number, spans in _quoted(one)
        for span in spans
        for piece in _pieces(one.text, *span)
    ]
    owners, starts, ends, voices = np.asarray(quoted, np.int64).reshape(-1, 4).T
    held = np.stack([starts, ends], axis=1)
    counts = [len(one.sentences) for one in articles]
    sentences = layer_spans([one.sentences for one in articles])
    own, free = _outside(np.repeat(np.arange(len(articles)), counts), sentences, owners, held)
    own, free = _in_pieces(articles, own, free)
    owners = np.concatenate([own, owners])
    order = np.argsort(owners, kind="stable")
    voices = np.concatenate([np.full(len(own), _AUTHOR), voices])
    return Stretches(owners[order], np.concatenate([free, held])[order], voices[order])


def _quoted(annotated: AnnotatedArticle) -> Iterable[tuple[int, Sequence[Span]]]:
    """The speaker's number and the content of each quotation but scare quotes."""
    number = {actor.id: place for place, actor in enumerate(annotated.actors)}
    for quotation in annotated.quotations:
        if quotation.kind != "scare":
            yield number.get(quotation.speaker or "", _UNKNOWN), quotation.content


def _in_pieces(
    articles: Sequence[AnnotatedArticle], owners: Indices, spans: Indices
) -> tuple[Indices, Indices]:
    """The spans with those that are too long cut into pieces, and their articles."""
    if (spans[:, 1] - spans[:, 0]).max(initial=0) <= LONGEST:
        return owners, spans
    cut = [
        (owner, *piece)
        for owner, span in zip(owners.tolist(), spans.tolist(), strict=True)
        for piece in _pieces(articles[owner].text, *span)
    ]
    found = np.asarray(cut, np.int64)
    return found[:, 0], found[:, 1:]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span in pieces of at most `LONGEST` characters, cut at spaces where there are any."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        piece = space if space > start else start + LONGEST
        yield start, piece
        start = piece + (space > start)
    yield start, end


def outside(spans: Sequence[Span], held: Sequence[Span]) -> list[Span]:
    """What remains of `spans` when the spans `held` (both in text order) are taken out.

    Examples
    --------
    >>> outside([Span(0, 10)], [Span(2, 4), Span(3, 6)])
    [Span(start=0, end=2), Span(start=6, end=10)]
    """
    both = [np.asarray(some, np.int64).reshape(-1, 2) for some in (spans, held)]
    zeros = [np.zeros(len(some), np.int64) for some in both]
    _, found = _outside(zeros[0], both[0], zeros[1], both[1])
    return [Span(*span) for span in found.tolist()]


def _outside(
    owners: Indices, spans: Indices, held_owners: Indices, held: Indices
) -> tuple[Indices, Indices]:
    """The same for several articles; spans of one article touch at most."""
    begins, ends = keys(owners, spans[:, 0]), keys(owners, spans[:, 1])
    opens = np.sort(keys(held_owners, held[:, 0]))
    closes = np.sort(keys(held_owners, held[:, 1]))
    cuts = np.unique(np.concatenate([begins, ends, opens, closes]))
    starts, stops = cuts[:-1], cuts[1:]
    whose = np.searchsorted(begins, starts, side="right") - 1
    within = (whose >= 0) & (starts < np.append(ends, 0)[whose])
    depth = np.searchsorted(opens, starts, "right") - np.searchsorted(closes, starts, "right")
    free = within & (depth == 0)
    return owners[whose[free]], np.stack([places_of(starts[free]), places_of(stops[free])], 1)


def _passages_in(articles: Sequence[AnnotatedArticle], stretches: Stretches) -> Spoken:
    owners, mentions, actors = _mentions(articles)
    begins = keys(owners, mentions[:, 0])
    first, end = (
        np.searchsorted(begins, keys(stretches.owners, side)) for side in stretches.spans.T
    )
    sizes = np.where(stretches.voices == _UNKNOWN, 0, end - first)
    stretch = np.repeat(np.arange(len(sizes)), sizes)
    mention = np.arange(len(stretch)) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
    inside = mentions[mention, 1] <= stretches.spans[stretch, 1]
    inside &= actors[mention] != stretches.voices[stretch]
    stretch, mention = stretch[inside], mention[inside]
    passage, firsts = numbered_by_first(stretch * (actors.max(initial=0) + 1) + actors[mention])
    order = np.argsort(passage, kind="stable")
    own = stretch[firsts]
    voices, targets = stretches.voices[own], actors[mention[firsts]]

    def naming(row: int) -> tuple[str, str]:
        one = articles[stretches.owners[own[row]]]
        return one.actors[targets[row]].name, voice_ids(one)[voices[row]]

    batch = PassageBatch(
        articles,
        stretches.owners[own],
        stretches.spans[own],
        np.column_stack([passage, mentions[mention]])[order],
        naming,
    )
    return Spoken(batch, voices, targets)


def _mentions(articles: Sequence[AnnotatedArticle]) -> tuple[Indices, Indices, Indices]:
    """Article, span and actor of every mention, in text order."""
    actors = [actor for one in articles for actor in one.actors]
    counts = np.fromiter((len(actor.mentions) for actor in actors), np.int64, len(actors))
    flat = chain.from_iterable(chain.from_iterable(actor.mentions for actor in actors))
    spans = np.fromiter(flat, np.int64, 2 * int(counts.sum())).reshape(-1, 2)
    casts = [len(one.actors) for one in articles]
    owners = np.repeat(np.repeat(np.arange(len(articles)), casts), counts)
    numbers = np.repeat([place for size in casts for place in range(size)], counts)
    order = np.lexsort((spans[:, 1], keys(owners, spans[:, 0])))
    return owners[order], spans[order], numbers[order].astype(np.int64)


def numbered_by_first(values: Indices) -> tuple[Indices, Indices]:
    """The number of each value by when it is first seen, and where that is.

    Examples
    --------
    >>> numbers, firsts = numbered_by_first(np.array([7, 3, 7, 5]))
    >>> numbers.tolist(), firsts.tolist()
    ([0, 1, 0, 2], [0, 1, 3])
    """
    _, firsts, numbers = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[numbers], firsts[order]
