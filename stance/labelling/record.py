"""An annotated article and its probabilities → the record `stance label --json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import AUTHOR, Actor, AnnotatedArticle, Passage, Quotation, Span

EVIDENCE = 3
"""How many passages at most are named for one label."""

DIGITS = 4
"""Of a probability: more would be noise, and would differ between machines."""

Spans = list[dict[str, int]]


def article_record(annotated: AnnotatedArticle) -> dict[str, Any]:
    """What the article holds whatever the models say: quotations and actors."""
    names = actor_names(annotated)
    return {
        "id": annotated.article.id,
        "title": annotated.article.title,
        "frames": [],
        "quotations": [_quotation(quotation, names) for quotation in annotated.quotations],
        "actors": [_actor(actor) for actor in annotated.actors],
        "stances": [],
    }


def actor_names(annotated: AnnotatedArticle) -> dict[str, str]:
    """The name of every voice and target by its id, the author's included."""
    return {actor.id: actor.name for actor in annotated.actors} | {AUTHOR: AUTHOR}


def frame_records(
    codes: Sequence[tuple[str, str]],
    found: frozenset[str],
    whole: NDArray[np.float64],
    sentences: Sequence[Span],
    parts: NDArray[np.float64],
    grounds: Callable[[int], dict[str, Any]],
) -> list[dict[str, Any]]:
    """The frames found, the most probable first, with the sentences that speak for them most.

    Parameters
    ----------
    codes
        The id and the name of each column.
    whole, parts
        Probabilities of the article, of shape (n_codes,), and of its sentences.
    grounds
        The words and the profile of a column; see `stance.labelling.profile`.
    """
    order = [i for i in np.argsort(-whole, kind="stable") if codes[i][0] in found]
    return [
        {
            "code": codes[i][0],
            "name": codes[i][1],
            "probability": round(float(whole[i]), DIGITS),
            "primary": rank == 0,
            "evidence": _strongest(sentences, parts[:, i]),
            **grounds(i),
        }
        for rank, i in enumerate(order)
    ]


def stance_records(
    passages: Sequence[tuple[str, Passage]],
    probabilities: NDArray[np.float64],
    classes: Sequence[str],
    names: dict[str, str],
) -> list[dict[str, Any]]:
    """One row for every voice and target; a voice's stance is the mean over its passages."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for row, (target, passage) in enumerate(passages):
        pairs.setdefault((passage.voice, target), []).append(row)
    return [
        _stance(pair, [passages[row][1] for row in rows], probabilities[rows], classes, names)
        for pair, rows in pairs.items()
    ]


def _stance(
    pair: tuple[str, str],
    passages: Sequence[Passage],
    probabilities: NDArray[np.float64],
    classes: Sequence[str],
    names: dict[str, str],
) -> dict[str, Any]:
    voice, target = pair
    pooled = probabilities.mean(axis=0)
    best = int(pooled.argmax())
    spans = [passage.span for passage in passages if passage.span is not None]
    return {
        "voice": voice,
        "voice_name": names[voice],
        "target": target,
        "target_name": names[target],
        "label": str(classes[best]),
        "probability": round(float(pooled[best]), DIGITS),
        "passages": len(passages),
        "evidence": _strongest(spans, probabilities[:, best]),
    }


def _strongest(spans: Sequence[Span], scores: NDArray[np.float64]) -> Spans:
    chosen = np.argsort(-scores, kind="stable")[:EVIDENCE]
    return _spans(sorted(spans[i] for i in chosen))


def _spans(spans: Iterable[Span]) -> Spans:
    return [{"start": span.start, "end": span.end} for span in spans]


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
