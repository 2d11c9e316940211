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


class WordGrounds:
    """What in an article speaks for each frame: words, sentences, and stretches by voice.

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
    >>> grounds = WordGrounds(found, article, ["author"], np.array([[0, 11]]))
    >>> [grounds] = grounds([0])
    >>> grounds["evidence"], [row["contribution"] for row in grounds["profile"]]
    ([{'start': 0, 'end': 11}], [0.5])
    """

    def __init__(
        self,
        found: WordShares,
        annotated: AnnotatedArticle,
        voices: Sequence[str],
        spans: Indices,
    ) -> None:
        self._shares = found.shares
        self._words = np.asarray(found.spans, np.int64).reshape(-1, 2)
        self._sentences = layer_spans([annotated.sentences])
        self._voices, self._spans = voices, spans
        starts = self._words[:, 0]
        self._of_sentences = np.searchsorted(starts, self._sentences)
        self._of_stretches = np.searchsorted(starts, spans)
        self._length = len(annotated.text)

    def __call__(self, columns: Sequence[int]) -> list[dict[str, Rows]]:
        """The `evidence`, the `words` and the `profile` of the frame of each column."""
        shares = self._shares[:, columns]
        up_to = np.zeros((len(shares) + 1, len(columns)))
        np.cumsum(shares, axis=0, out=up_to[1:])
        of_sentences, of_stretches = (
            up_to[bounds[:, 1]] - up_to[bounds[:, 0]]
            for bounds in (self._of_sentences, self._of_stretches)
        )
        found = zip(
            _most(self._sentences, of_sentences, EVIDENCE),
            _most(self._words, shares, WORDS),
            frame_profiles(self._voices, self._spans, of_stretches, self._length),
            strict=True,
        )
        return [
            {
                "evidence": [{"start": start, "end": end} for start, end, _ in evidence],
                "words": [{"start": s, "end": e, "contribution": c} for s, e, c in words],
                "profile": profile,
            }
            for evidence, words, profile in found
        ]


def _most(spans: Indices, values: Numbers, n: int) -> Iterator[list[tuple[int, int, float]]]:
    """For each column the spans of the largest values and these, in order of place.

    Only of values above zero.
    """
    most = np.sort(np.argsort(-values, axis=0, kind="stable")[:n], axis=0)
    starts, ends = spans[most].transpose(2, 1, 0).tolist()
    rounded = np.take_along_axis(values, most, axis=0).round(DIGITS).T.tolist()
    for column in zip(starts, ends, rounded, strict=True):
        yield [row for row in zip(*column, strict=True) if row[2] > 0]


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
) -> list[WordGrounds] | None:
    """The grounds of each article; None for a model whose words cannot be told apart."""
    found = _shares(model, articles)
    if found is None:
        return None
    return [
        WordGrounds(shares, annotated, voices, spans)
        for shares, annotated, (voices, spans) in zip(
            found, articles.articles, _by_article(articles.articles, stretches), strict=True
        )
    ]


def _shares(model: Any, articles: PassageBatch) -> list[WordShares] | None:  # noqa: ANN401
    if is_hashed(model):
        return hashed_shares(model, articles)
    try:
        return [word_shares(model, Passage(one)) for one in articles.articles]
    except ValueError:
        return None


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
