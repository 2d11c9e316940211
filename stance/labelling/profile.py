"""Where in an article a frame stands, and in whose voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import AnnotatedArticle, Passage, Span
from stance.labelling.voices import voice_stretches
from stance.models.evidence import WordShares, strongest_words, word_shares

WORDS = 10
"""How many words at most are named for one frame."""

DIGITS = 4
"""Of a contribution and a place."""


class Grounds:
    """What in an article speaks for each frame of a model: words, and stretches by voice.

    A model whose words cannot be told apart (any but `frames-linear`) gives neither.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate
    >>> from stance.article import Article
    >>> from stance.models import make_model
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = make_model("frames-linear").fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> grounds = Grounds(model, annotate(Article("1", "Taxes rose.")))
    >>> [(row["voice"], row["start"], row["end"]) for row in grounds(0)["profile"]]
    [('author', 0, 11)]
    """

    def __init__(self, model: Any, annotated: AnnotatedArticle) -> None:  # noqa: ANN401
        self._found = _shares(model, annotated)
        self._starts = np.asarray([span.start for span in self._found.spans], np.int64)
        self._stretches = voice_stretches(annotated)
        self._length = len(annotated.text)

    def __call__(self, column: int) -> dict[str, Any]:
        """The `words` and the `profile` of the frame of a column."""
        if not self._found.spans:
            return {"words": [], "profile": []}
        shares = self._found.shares[:, column]
        return {
            "words": [
                {"start": s.start, "end": s.end, "contribution": round(share, DIGITS)}
                for s, share in strongest_words(self._found, column, WORDS)
            ],
            "profile": frame_profile(self._stretches, self._starts, shares, self._length),
        }


def _shares(model: Any, annotated: AnnotatedArticle) -> WordShares:  # noqa: ANN401
    try:
        return word_shares(model, Passage(annotated))
    except ValueError:
        return WordShares((), np.zeros((0, 0)))


def frame_profile(
    stretches: Sequence[tuple[str, Span]],
    starts: NDArray[np.integer[Any]],
    shares: NDArray[np.float64],
    length: int,
) -> list[dict[str, Any]]:
    """The stretches of an article that speak for a frame, each with its voice and its place.

    Parameters
    ----------
    stretches
        Whose voice speaks from where to where; see `voice_stretches`.
    starts, shares
        Where each word begins, ascending, and what it adds to the log odds of the frame:
        both (n_words,).
    length
        Of the text in characters.

    Returns
    -------
    list of dict
        `voice`, `start`, `end`, `position` (the middle of the stretch, from 0 at the article's
        beginning to 1 at its end) and `contribution` (the sum over the words of the stretch),
        in text order; only where the contribution is above zero.

    Notes
    -----
    When it misleads: words are counted where they stand. What a stretch adds is no
    probability of the frame in that stretch.

    Examples
    --------
    >>> stretches = [("author", Span(0, 10)), ("a1", Span(10, 20))]
    >>> rows = frame_profile(stretches, np.array([0, 5, 12]), np.array([1.0, 0.5, -1.0]), 20)
    >>> [(row["voice"], row["position"], row["contribution"]) for row in rows]
    [('author', 0.25, 1.5)]
    """
    sums = _sums([span for _, span in stretches], starts, shares).round(DIGITS)
    return [
        {
            "voice": voice,
            "start": span.start,
            "end": span.end,
            "position": round((span.start + span.end) / 2 / max(length, 1), DIGITS),
            "contribution": float(total),
        }
        for (voice, span), total in sorted(
            zip(stretches, sums, strict=True), key=lambda pair: pair[0][1]
        )
        if total > 0
    ]


def _sums(
    spans: Sequence[Span], starts: NDArray[np.integer[Any]], shares: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What the words that begin in each span add together; shape (n_spans,)."""
    up_to = np.concatenate([[0.0], np.cumsum(shares)])
    bounds = np.asarray([(span.start, span.end) for span in spans], np.int64).reshape(-1, 2)
    first, end = np.searchsorted(starts, bounds).T
    return np.asarray(up_to[end] - up_to[first])
