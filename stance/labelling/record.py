"""Annotated articles and their probabilities → the records `stance label --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import Actor, AnnotatedArticle, Quotation, Span
from stance.labelling.profile import DIGITS, EVIDENCE
from stance.labelling.voices import Spoken, numbered_by_first, voice_ids
from stance.passages import Indices

NOT_ENOUGH = "not enough evidence"
"""The answer where no label is more probable than all others together."""

_EVEN = 0.5

Spans = list[dict[str, int]]
Numbers = NDArray[np.float64]


def article_record(annotated: AnnotatedArticle) -> dict[str, Any]:
    """What the article holds whatever the models say: quotations and actors."""
    names = {actor.id: actor.name for actor in annotated.actors}
    return {
        "id": annotated.article.id,
        "title": annotated.article.title,
        "frames": [],
        "quotations": [_quotation(quotation, names) for quotation in annotated.quotations],
        "actors": [_actor(actor) for actor in annotated.actors],
        "stances": [],
    }


def ranked(
    codes: Sequence[tuple[str, str]], found: frozenset[str], chances: Numbers
) -> list[int]:
    """The columns of the frames found, the most probable first.

    Examples
    --------
    >>> ranked([("a", "A"), ("b", "B")], frozenset({"a", "b"}), np.array([0.6, 0.7]))
    [1, 0]
    """
    return [i for i in np.argsort(-chances, kind="stable").tolist() if codes[i][0] in found]


def frame_records(
    codes: Sequence[tuple[str, str]],
    columns: Sequence[int],
    chances: Numbers,
    grounds: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """The frames found, with what speaks for them.

    Parameters
    ----------
    codes
        The id and the name of each column.
    columns
        Those of the frames found, the most probable first.
    chances
        Probabilities of the article, of shape (n_codes,).
    grounds
        The evidence, the words and the profile of each frame found; see
        `stance.labelling.profile`.
    """
    return [
        {
            "code": codes[i][0],
            "name": codes[i][1],
            "probability": round(float(chances[i]), DIGITS),
            "primary": rank == 0,
            **ground,
        }
        for rank, (i, ground) in enumerate(zip(columns, grounds, strict=True))
    ]


def likely_grounds(sentences: Sequence[Span], parts: Numbers) -> list[dict[str, Any]]:
    """The grounds of a model whose words cannot be told apart: the likeliest sentences.

    Examples
    --------
    >>> likely_grounds([Span(0, 4), Span(5, 9)], np.array([[0.9], [0.2]]))[0]["evidence"]
    [{'start': 0, 'end': 4}, {'start': 5, 'end': 9}]
    """
    chosen = np.sort(np.argsort(-parts, axis=0, kind="stable")[:EVIDENCE], 0)
    return [
        {"evidence": _spans(sentences[i] for i in column), "words": [], "profile": []}
        for column in chosen.T.tolist()
    ]


def stance_records(
    spoken: Spoken, chances: Numbers, classes: Sequence[str]
) -> list[list[dict[str, Any]]]:
    """For each article one row for every voice and target, in the order they are met.

    A voice's stance is the mean over its passages. Where no label is more probable than all
    others together the answer is `NOT_ENOUGH`; the probability is that of the likeliest. The
    evidence are the passages in which that label is likeliest.

    Parameters
    ----------
    spoken
        The passages.
    chances
        Probabilities of each passage, of shape (n_passages, n_classes).
    """
    articles = spoken.passages.articles
    pair, firsts = numbered_by_first(_pairs(spoken))
    sizes = np.bincount(pair, minlength=len(firsts))
    sums = [np.bincount(pair, column, minlength=len(firsts)) for column in chances.T]
    pooled = np.stack(sums, axis=1) / sizes[:, None]
    best = pooled.argmax(axis=1)
    chance = pooled[np.arange(len(firsts)), best]
    own = chances[np.arange(len(pair)), best[pair]]
    names = [_names(one) for one in articles]
    records: list[list[dict[str, Any]]] = [[] for _ in articles]
    for owner, voice, target, label, probability, passages, spans in zip(
        spoken.passages.owners[firsts].tolist(),
        spoken.voices[firsts].tolist(),
        spoken.targets[firsts].tolist(),
        np.where(chance < _EVEN, NOT_ENOUGH, np.asarray(classes)[best]).tolist(),
        chance.round(DIGITS).tolist(),
        sizes.tolist(),
        _evidence(spoken.passages.spans, pair, own, len(firsts)),
        strict=True,
    ):
        row = _stance(names[owner], voice, target, label, probability)
        records[owner].append(row | {"passages": passages, "evidence": spans})
    return records


def _pairs(spoken: Spoken) -> Indices:
    """One number for the article, voice and target of each passage."""
    articles = spoken.passages.articles
    most = max((len(one.actors) for one in articles), default=0) + 2
    return (spoken.passages.owners * most + spoken.voices + 2) * most + spoken.targets


def _stance(
    names: tuple[list[str], list[str]], voice: int, target: int, label: str, chance: float
) -> dict[str, Any]:
    ids, called = names
    return {
        "voice": ids[voice],
        "voice_name": called[voice],
        "target": ids[target],
        "target_name": called[target],
        "label": label,
        "probability": chance,
    }


def _names(annotated: AnnotatedArticle) -> tuple[list[str], list[str]]:
    """The ids and the names of actors by number; -1 finds the author."""
    ids = voice_ids(annotated)
    return ids, [*(actor.name for actor in annotated.actors), *ids[-2:]]


def _evidence(spans: Indices, pair: Indices, own: Numbers, n: int) -> Iterator[Spans]:
    """The spans of the likeliest passages of each pair, in text order."""
    order = np.lexsort((-own, pair))
    starts = np.searchsorted(pair[order], np.arange(n))
    rank = np.arange(len(order)) - starts[pair[order]]
    kept = order[rank < EVIDENCE]
    kept = kept[np.lexsort((spans[kept, 1], spans[kept, 0], pair[kept]))]
    rows = [{"start": start, "end": end} for start, end in spans[kept].tolist()]
    bounds = np.searchsorted(pair[kept], np.arange(n + 1)).tolist()
    return (rows[first:end] for first, end in pairwise(bounds))


def _spans(spans: Iterable[Span]) -> Spans:
    return [{"start": start, "end": end} for start, end in spans]


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _quotation(quotation: Quotation, names: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": quotation.kind,
        "content": _spans(quotation.content),
        "cue": _span(quotation.cue),
        "source": _span(quotation.source),
        "speaker": quotation.speaker,
        "speaker_name": names.get(quotation.speaker or ""),
        "speaker_probability": quotation.speaker_probability,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "mentions": _spans(actor.mentions),
    }
