"""Where in an article a frame stands, by which words, and in whose voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stance.article import AnnotatedArticle, Passage
from stance.labelling.voices import Stretches, voice_ids
from stance.models.evidence import word_shares
from stance.models.shares import WordShares, hashed_shares, is_hashed
from stance.passages import Indices, PassageBatch, layer_spans

WORDS = 10
"""How many words at most are named for one frame."""

EVIDENCE = 3
"""How many passages at most are named for one label."""

DIGITS = 4
"""Of a probability, a contribution and a place: more would be noise."""

Numbers: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = list[dict[str, Any]]


def grounds_in(
    found: WordShares, annotated: AnnotatedArticle, voices: Sequence[str], spans: Indices
) -> list[dict[str, Rows]]:
    """The `evidence`, the `words` and the `profile` of each frame of an article.

    Parameters
    ----------
    found
        What each word adds to each frame.
    annotated
        The article.
    voices, spans
        Whose voice speaks from where to where in it, in text order.

    Examples
    --------
    >>> from stance.article import Article, Span
    >>> article = AnnotatedArticle(Article("1", "Taxes rose."), sentences=[(0, 11)])
    >>> found = WordShares([Span(0, 5)], np.array([[0.5]]))
    >>> [grounds] = grounds_in(found, article, ["author"], np.array([[0, 11]]))
    >>> grounds["evidence"], [row["contribution"] for row in grounds["profile"]]
    ([{'start': 0, 'end': 11}], [0.5])
    """
    words = np.asarray(found.spans, np.int64).reshape(-1, 2)
    sentences = layer_spans([annotated.sentences])
    up_to = np.zeros((len(words) + 1, found.shares.shape[1]))
    np.cumsum(found.shares, axis=0, out=up_to[1:])
    of_sentences, of_stretches = (
        np.diff(up_to[np.searchsorted(words[:, 0], parts)], axis=1)[:, 0]
        for parts in (sentences, spans)
    )
    columns = zip(
        _most(sentences, of_sentences, EVIDENCE),
        _most(words, found.shares, WORDS),
        frame_profiles(voices, spans, of_stretches, len(annotated.text)),
        strict=True,
    )
    return [
        {
            "evidence": [{"start": start, "end": end} for start, end, _ in evidence],
            "words": [{"start": s, "end": e, "contribution": c} for s, e, c in most],
            "profile": profile,
        }
        for evidence, most, profile in columns
    ]


def _most(spans: Indices, values: Numbers, n: int) -> Iterator[list[tuple[int, int, float]]]:
    """For each column the spans of the largest values and these, in order of place.

    Only of values above zero; of equal ones the first.
    """
    columns, rows = _largest(values, n)
    starts, ends = spans[rows].T.tolist()
    rounded = values[rows, columns].round(DIGITS).tolist()
    found = [*zip(starts, ends, rounded, strict=True)]
    bounds = np.searchsorted(columns, np.arange(values.shape[1] + 1)).tolist()
    for first, end in pairwise(bounds):
        yield [row for row in found[first:end] if row[2] > 0]


def _largest(values: Numbers, n: int) -> tuple[Indices, Indices]:
    """Column and row of the n largest values above zero of each column, in order."""
    kept = values.T > 0
    if len(values) > n:
        kept &= (values >= np.partition(values, -n, axis=0)[-n]).T
    columns, rows = np.nonzero(kept)
    if np.bincount(columns).max(initial=0) <= n:
        return columns, rows
    order = np.lexsort((-values[rows, columns], columns))  # there are equal ones
    rank = np.arange(len(order)) - np.searchsorted(columns, columns)
    chosen = np.sort(order[rank < n])
    return columns[chosen], rows[chosen]


def frame_profiles(
    voices: Sequence[str], spans: Indices, sums: Numbers, length: int
) -> list[Rows]:
    """The stretches of an article that speak for each frame, with their voice and place.

    Parameters
    ----------
    voices, spans
        Whose voice speaks from where to where, in text order: (n_stretches,), (n_stretches, 2).
    sums
        What the words that begin in each stretch add to the log odds of each frame: of shape
        (n_stretches, n_frames).
    length
        Of the text in characters.

    Returns
    -------
    list of list of dict
        For each frame `voice`, `start`, `end`, `position` (the middle of the stretch, from 0 at
        the article's beginning to 1 at its end) and `contribution`, where that is above zero.

    Notes
    -----
    When it misleads: words are counted where they stand. What a stretch adds is no
    probability of the frame in that stretch.

    Examples
    --------
    >>> spans, sums = np.array([[0, 10], [10, 20]]), np.array([[1.5], [-1.0]])
    >>> [rows] = frame_profiles(["author", "a1"], spans, sums, 20)
    >>> [(row["voice"], row["position"], row["contribution"]) for row in rows]
    [('author', 0.25, 1.5)]
    """
    positions = (spans.sum(axis=1) / 2 / max(length, 1)).round(DIGITS).tolist()
    starts, ends = spans.T.tolist()
    return [
        [
            {
                "voice": voice,
                "start": start,
                "end": end,
                "position": position,
                "contribution": contribution,
            }
            for voice, start, end, position, contribution in zip(
                voices, starts, ends, positions, column, strict=True
            )
            if contribution > 0
        ]
        for column in sums.T.round(DIGITS).tolist()
    ]


def word_grounds(
    model: Any,  # noqa: ANN401 - a fitted frame model
    articles: PassageBatch,
    stretches: Stretches,
    frames: Sequence[Sequence[int]],
) -> list[list[dict[str, Rows]]] | None:
    """The grounds of the frames of each article, of which the columns are given.

    None for a model whose words cannot be told apart.
    """
    found = _shares(model, articles, frames)
    if found is None:
        return None
    return [
        grounds_in(shares, annotated, voices, spans)
        for shares, annotated, (voices, spans) in zip(
            found, articles.articles, _by_article(articles.articles, stretches), strict=True
        )
    ]


def _shares(
    model: Any,  # noqa: ANN401 - a fitted frame model
    articles: PassageBatch,
    frames: Sequence[Sequence[int]],
) -> list[WordShares] | None:
    if is_hashed(model):
        return hashed_shares(model, articles, frames)
    try:
        found = [word_shares(model, Passage(one)) for one in articles.articles]
    except ValueError:
        return None
    return [
        WordShares(spans, shares[:, list(columns)])
        for (spans, shares), columns in zip(found, frames, strict=True)
    ]


def _by_article(
    articles: Sequence[AnnotatedArticle], stretches: Stretches
) -> Iterator[tuple[list[str], Indices]]:
    """The voice of each stretch of each article, and its span, in text order."""
    order = np.lexsort((stretches.spans[:, 1], stretches.spans[:, 0], stretches.owners))
    spans, voices = stretches.spans[order], stretches.voices[order].tolist()
    bounds = np.searchsorted(stretches.owners, np.arange(len(articles) + 1)).tolist()
    for one, (first, end) in zip(articles, pairwise(bounds), strict=True):
        ids = voice_ids(one)
        yield [ids[voice] for voice in voices[first:end]], spans[first:end]
