"""Why a frame was given: the words of a text that speak for it, with what each adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from stance.article import Passage, Span
from stance.codebook import Codebook
from stance.features.numbered import batch_of
from stance.features.stems import stem_spans
from stance.features.vocabulary import Hit, find_with_negation, keyword_lexicon
from stance.models.label_sets import coder_weights
from stance.models.shares import WordShares, hashed_shares, is_hashed

Share = tuple[Span, NDArray[np.float64]]


class Evidence(NamedTuple):
    """A word of an article and what it adds to the log odds of a code, before calibration."""

    span: Span
    contribution: float


def word_shares(model: Pipeline, passage: Passage) -> WordShares:
    """What each word of a passage adds to the log odds of each code of a frame model.

    For `frames-linear`, `frames-hashed` and `frames-hierarchical`, of which the last is asked
    for the log odds of the article alone, before its sentences are weighed. The model is linear
    in its columns, so the shares are exact: the column of a stem is divided among the places
    where words of that stem stand, that of a code's keywords among the keywords found, by their
    weights. In a hashed model stems that share a column share what it adds. The headline's own
    columns are left out: its words count once more there.

    Raises
    ------
    ValueError
        For a model that is not made of words and the keywords of a codebook.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.models.frames import frames_linear
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_linear(hashed=1024).fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> found = word_shares(model, Passage(Article("1", "They spoke of taxes.")))
    >>> [span for span, row in zip(*found, strict=True) if row[0] > 0]
    [Span(start=14, end=19)]
    """
    if is_hashed(model):
        return hashed_shares(model, batch_of([passage]))[0]
    columns, coders = _columns_and_coders(model)
    values = [csr_matrix(part.transform([passage])) for _, part in columns.transformer_list]
    weights = coder_weights(coders)
    scales = columns.transformer_weights or {}
    rows: dict[Span, NDArray[np.float64]] = {}
    first = 0
    for (name, part), value in zip(columns.transformer_list, values, strict=True):
        own = scales.get(name, 1.0) * weights[first : first + value.shape[1]]
        for span, share in _SHARES[name](part, passage, value, own) if name in _SHARES else ():
            rows[span] = rows[span] + share if span in rows else share
        first += value.shape[1]
    start = passage.span.start if passage.span is not None else 0
    order = sorted(rows)
    shares = np.asarray([rows[span] for span in order]).reshape(-1, weights.shape[1])
    return WordShares(tuple(Span(s.start + start, s.end + start) for s in order), shares)


def frame_evidence(model: Pipeline, passage: Passage, code: str, n: int = 10) -> list[Evidence]:
    """The words of a passage that speak most for a code, in text order; see `word_shares`.

    Parameters
    ----------
    model
        A fitted `frames-linear`, `frames-hashed` or `frames-hierarchical`.
    passage
        What was labelled; the spans are offsets of its article.
    code
        One of the model's classes.
    n
        How many words at most; only those that speak for the code.

    Raises
    ------
    ValueError
        For a code that is none of the model's, or a model of another kind.

    Notes
    -----
    When it misleads: that is what moved the model, and no proof that the frame is there.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.models.frames import frames_linear
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_linear().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> passage = Passage(Article("1", "They spoke of taxes."))
    >>> [item.span for item in frame_evidence(model, passage, "economic")]
    [Span(start=14, end=19)]
    """
    found = word_shares(model, passage)
    return strongest_words(found, _column(model[-1], code), n)


def strongest_words(found: WordShares, column: int, n: int) -> list[Evidence]:
    """The words that add most to the code of a column, in text order; only those that add.

    Examples
    --------
    >>> found = WordShares((Span(0, 3), Span(4, 7)), np.array([[0.5], [-1.0]]))
    >>> strongest_words(found, 0, n=2)
    [Evidence(span=Span(start=0, end=3), contribution=0.5)]
    """
    shares = found.shares[:, column]
    chosen = np.sort(np.argsort(-shares, kind="stable")[:n])
    return [Evidence(found.spans[i], float(shares[i])) for i in chosen if shares[i] > 0]


def passage_evidence(
    model: Pipeline, passage: Passage, code: str, n: int = 3
) -> list[Evidence]:
    """The sentences of a passage that carry a code most, in text order.

    Parameters
    ----------
    model
        A fitted `frames-hierarchical`.
    passage, code
        What was labelled, and one of the model's classes.
    n
        How many sentences at most; only those that speak for the code.

    Raises
    ------
    ValueError
        For a code that is none of the model's, or a model of another kind.

    Notes
    -----
    When it misleads: no coder marked sentences; the score is that of words that tell articles
    apart.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.models.hierarchical import frames_hierarchical
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_hierarchical().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> passage = Passage(Article("1", "It rained. They spoke of taxes."))
    >>> [item.span for item in passage_evidence(model, passage, "economic")]
    [Span(start=11, end=31)]
    """
    judge = model[-1]
    if not hasattr(judge, "sentence_scores"):
        raise ValueError("sentences are scored by frames-hierarchical alone")
    found = WordShares(*judge.sentence_scores(passage))
    return strongest_words(found, _column(judge, code), n)


def _column(classify: Any, code: str) -> int:  # noqa: ANN401
    codes = [str(label) for label in classify.classes_]
    if code not in codes:
        raise ValueError(f"{code!r} is no code of this model; it has {', '.join(codes)}")
    return codes.index(code)


def _columns_and_coders(model: Any) -> tuple[Any, list[Any]]:  # noqa: ANN401
    steps = getattr(model, "named_steps", {})
    if (articles := steps.get("hierarchical")) is not None:
        return articles.columns_, articles.coders_
    columns, coders = steps.get("columns"), getattr(steps.get("classify"), "coders_", None)
    parts = {name for name, _ in getattr(columns, "transformer_list", ())}
    if coders is None or not parts or parts - {"headline"} - set(_SHARES):
        raise ValueError(
            "words can be named for frames-linear, frames-hashed and frames-hierarchical "
            "alone: this model has other columns"
        )
    return columns, coders


def _stem_shares(
    part: Any,  # noqa: ANN401
    passage: Passage,
    values: csr_matrix,
    weights: NDArray[np.float64],
) -> Iterator[Share]:
    """A column's weight times its value, divided among the words that are counted in it."""
    words = stem_spans(passage.text)
    places = _stem_columns(part, sorted({stem for stem, _ in words}))
    value_of = dict(zip(values.indices.tolist(), values.data.tolist(), strict=True))
    counts = Counter(places.get(stem) for stem, _ in words)
    for stem, span in words:
        column = places.get(stem)
        if column is not None and column in value_of:
            yield span, weights[column] * (value_of[column] / counts[column])


def _stem_columns(part: Any, stems: list[str]) -> dict[str, int]:  # noqa: ANN401
    if hasattr(part, "vocabulary_"):
        return {stem: part.vocabulary_[stem] for stem in stems if stem in part.vocabulary_}
    return part[0].columns_of(stems)  # type: ignore[no-any-return]


def _keyword_shares(
    part: Any,  # noqa: ANN401
    passage: Passage,
    values: csr_matrix,
    weights: NDArray[np.float64],
) -> Iterator[Share]:
    """The column of each code, divided among its keywords as its strength is made of them."""
    strength = part[0]
    lexicon = keyword_lexicon(Codebook.read(strength.codebook))
    hits = [hit for hit, negated in find_with_negation(passage.text, lexicon) if not negated]
    worth = _worth(hits)
    totals: dict[str, float] = {}
    for hit, value in zip(hits, worth, strict=True):
        totals[hit.category] = totals.get(hit.category, 0.0) + value
    strengths = dict(zip(strength.codes(), values.toarray()[0][:, None] * weights, strict=True))
    for hit, value in zip(hits, worth, strict=True):
        yield hit.span, strengths[hit.category] * (value / totals[hit.category])


def _worth(hits: list[Hit]) -> list[float]:
    """What each hit adds to the strength of its code, but for the length of the text."""
    counts = Counter((hit.category, hit.entry) for hit in hits)
    times = [counts[hit.category, hit.entry] for hit in hits]
    return [hit.weight * (1 + log(n)) / n for hit, n in zip(hits, times, strict=True)]


_SHARES = {"words": _stem_shares, "keywords": _keyword_shares}
"""How the columns of each part are divided among the words of a passage."""
