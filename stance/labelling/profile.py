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
    >>> grounds = WordGrounds(found, article, ["author"], np.array([[0, 11]]))(0)
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

    def __call__(self, column: int) -> dict[str, Rows]:
        """The `evidence`, the `words` and the `profile` of the frame of a column."""
        shares = self._shares[:, column]
        up_to = np.concatenate([[0.0], np.cumsum(shares)])
        of_sentences, of_stretches = (
            up_to[bounds[:, 1]] - up_to[bounds[:, 0]]
            for bounds in (self._of_sentences, self._of_stretches)
        )
        evidence = self._sentences[_most(of_sentences, EVIDENCE)]
        return {
            "evidence": [{"start": start, "end": end} for start, end in evidence.tolist()],
            "words": self._strongest(shares),
            "profile": frame_profile(self._voices, self._spans, of_stretches, self._length),
        }

    def _strongest(self, shares: Numbers) -> Rows:
        most = _most(shares, WORDS)
        rows = zip(self._words[most].tolist(), shares[most].round(DIGITS).tolist(), strict=True)
        return [{"start": s, "end": e, "contribution": share} for (s, e), share in rows]


def _most(values: Numbers, n: int) -> Indices:
    """The places of the largest values, in order of place; only of those above zero."""
    most = np.sort(np.argsort(-values, kind="stable")[:n])
    return most[values[most] > 0]


def frame_profile(voices: Sequence[str], spans: Indices, sums: Numbers, length: int) -> Rows:
    """The stretches of an article that speak for a frame, each with its voice and its place.

    Parameters
    ----------
    voices, spans
        Whose voice speaks from where to where, in text order: (n_stretches,), (n_stretches, 2).
    sums
        What the words that begin in each stretch add to the log odds of the frame.
    length
        Of the text in characters.

    Returns
    -------
    list of dict
        `voice`, `start`, `end`, `position` (the middle of the stretch, from 0 at the article's
        beginning to 1 at its end) and `contribution`, where that is above zero.

    Notes
    -----
    When it misleads: words are counted where they stand. What a stretch adds is no
    probability of the frame in that stretch.

    Examples
    --------
    >>> spans = np.array([[0, 10], [10, 20]])
    >>> rows = frame_profile(["author", "a1"], spans, np.array([1.5, -1.0]), 20)
    >>> [(row["voice"], row["position"], row["contribution"]) for row in rows]
    [('author', 0.25, 1.5)]
    """
    rounded = sums.round(DIGITS)
    kept = np.flatnonzero(rounded > 0)
    positions = (spans[kept].sum(axis=1) / 2 / max(length, 1)).round(DIGITS)
    numbers = (kept, *spans[kept].T, positions, rounded[kept])
    return [
        {
            "voice": voices[stretch],
            "start": start,
            "end": end,
            "position": position,
            "contribution": contribution,
        }
        for stretch, start, end, position, contribution in zip(
            *(part.tolist() for part in numbers), strict=True
        )
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
