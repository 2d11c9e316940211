"""What each word adds to the frames a hashed model gives, for many passages at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from stance.article import Span, Spans
from stance.features.keyword_counts import KeywordStrength, keywords_of
from stance.features.numbered import StemCounts
from stance.models.label_sets import coder_weights
from stance.passages import Indices, PassageBatch

Numbers: TypeAlias = NDArray[np.float64]


class WordShares(NamedTuple):
    """The words of a passage, in text order, and what each adds to the log odds of each code.

    `spans` are offsets of the article; `shares` is of shape (n_words, n_codes), the codes as in
    `classes_`, before calibration.
    """

    spans: Sequence[Span]
    shares: Numbers


def is_hashed(model: Any) -> bool:  # noqa: ANN401 - any model
    """Whether a model is a `frames-hashed`.

    Examples
    --------
    >>> is_hashed(None)
    False
    """
    columns = getattr(model, "named_steps", {}).get("columns")
    parts = dict(getattr(columns, "transformer_list", ()))
    return isinstance(parts.get("keywords"), KeywordStrength)


def hashed_shares(model: Pipeline, passages: PassageBatch) -> list[WordShares]:
    """`word_shares` of a `frames-hashed` for each passage of a batch, in a few calls.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate
    >>> from stance.article import Article
    >>> from stance.models.hashed import frames_hashed
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_hashed().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> article = annotate(Article("1", "They spoke of taxes."), layers=("tokens",))
    >>> [found] = hashed_shares(model, PassageBatch.wholes([article]))
    >>> [span for span, row in zip(*found, strict=True) if row[0] > 0]
    [Span(start=14, end=19)]
    """
    columns = model.named_steps["columns"]
    weights = coder_weights(model.named_steps["classify"].coders_)
    scale = (columns.transformer_weights or {}).get("keywords", 1.0)
    (_, strength), (_, words) = columns.transformer_list[:2]  # vectors may stand behind
    n_codes = len(strength.codes())
    rows, tokens = passages.tokens
    stems = words[0].token_columns(passages)[tokens]
    entries = strength.token_entries(passages)[tokens]
    told = np.flatnonzero((stems >= 0) | (entries > 0))
    rows, tokens, stems, entries = (part[told] for part in (rows, tokens, stems, entries))
    shares = np.zeros((len(told), weights.shape[1]))
    found = np.flatnonzero(stems >= 0)
    shares[found] = _of_stems(words, passages, rows[found], stems[found], weights[n_codes:])
    found = np.flatnonzero(entries > 0)
    shares[found] += _of_keywords(
        strength, passages, rows[found], entries[found], weights[:n_codes] * scale
    )
    spans = passages.token_spans[tokens]
    bounds = np.searchsorted(rows, np.arange(len(passages) + 1)).tolist()
    return [
        WordShares(Spans(*spans[first:end].T), shares[first:end])
        for first, end in pairwise(bounds)
    ]


def _of_stems(
    words: Pipeline, passages: PassageBatch, rows: Indices, columns: Indices, weights: Numbers
) -> Numbers:
    """A column's weight times its value, divided among the tokens that are counted in it."""
    counter: StemCounts = words[0]
    counts = counter.transform(passages)
    values = words[1:].transform(counts)
    parts = (values.data / counts.data, counts.indices, counts.indptr)
    each = _looked_up(csr_matrix(parts, shape=counts.shape), rows, columns)
    return np.asarray(each[:, None] * weights[columns])


def _of_keywords(
    strength: KeywordStrength,
    passages: PassageBatch,
    rows: Indices,
    entries: Indices,
    weights: Numbers,
) -> Numbers:
    """The column of each code, divided among its keywords as its strength is made of them."""
    counts = strength.counts(passages)
    totals, strengths = strength.sums(counts), strength.transform(passages)
    parts = ((1 + np.log(counts.data)) / counts.data, counts.indices, counts.indptr)
    worth = _looked_up(csr_matrix(parts, shape=counts.shape), rows, entries)
    own = keywords_of(strength.codebook).weights[entries] * worth[:, None]
    shared = np.divide(own, totals[rows], out=np.zeros_like(own), where=own > 0)
    return np.asarray(csr_matrix(shared * strengths[rows]) @ weights)


def _looked_up(matrix: csr_matrix, rows: Indices, columns: Indices) -> Numbers:
    """The values of a matrix with sorted rows at places where there is one."""
    width = matrix.shape[1]
    held = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) * width
    places = np.searchsorted(held + matrix.indices, rows * width + columns)
    return np.asarray(matrix.data[places])
