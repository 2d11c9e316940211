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


def hashed_shares(
    model: Pipeline, passages: PassageBatch, codes: Sequence[Sequence[int]] | None = None
) -> list[WordShares]:
    """`word_shares` of a `frames-hashed` for each passage of a batch, in a few calls.

    Parameters
    ----------
    codes
        The columns of the codes that are asked for, passage by passage; all if None.

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
    told = _told(words[0], strength, passages)
    key = np.flatnonzero(told.entries)
    of_stems = _of_stems(words, passages, told)
    of_keywords = _of_keywords(strength, passages, told, key, weights[:n_codes] * scale)
    spans = passages.token_spans[told.tokens]
    bounds = np.searchsorted(told.rows, np.arange(len(passages) + 1))
    found = []
    for row, (first, end) in enumerate(pairwise(bounds.tolist())):
        asked = slice(None) if codes is None else list(codes[row])
        own = weights[n_codes + told.stems[first:end]]
        shares = own[:, asked] * of_stems[first:end, None]
        low, high = np.searchsorted(key, (first, end))
        shares[key[low:high] - first] += of_keywords[low:high][:, asked]
        found.append(WordShares(Spans(*spans[first:end].T), shares))
    return found


class _Told(NamedTuple):
    """The tokens of passages that a model counts, passage by passage.

    Whose passage and which token each is; the column of its stem, the first where it has none;
    the number of the keyword that it is, 0 where it is none.
    """

    rows: Indices
    tokens: Indices
    stems: Indices
    entries: Indices
    is_stem: NDArray[np.bool_]


def _told(counter: StemCounts, strength: KeywordStrength, passages: PassageBatch) -> _Told:
    rows, tokens = passages.tokens
    stems = counter.token_columns(passages)[tokens]
    entries = strength.token_entries(passages)[tokens]
    told = np.flatnonzero((stems >= 0) | (entries > 0))
    rows, tokens, stems, entries = (part[told] for part in (rows, tokens, stems, entries))
    return _Told(rows, tokens, np.maximum(stems, 0), entries, stems >= 0)


def _of_stems(words: Pipeline, passages: PassageBatch, told: _Told) -> Numbers:
    """The value of the column of each token, divided among those that are counted in it."""
    counts = words[0].transform(passages)
    values = words[1:].transform(counts)
    parts = (values.data / counts.data, counts.indices, counts.indptr)
    each = csr_matrix(parts, shape=counts.shape)
    return np.where(told.is_stem, _looked_up(each, told.rows, told.stems), 0.0)


def _of_keywords(
    strength: KeywordStrength,
    passages: PassageBatch,
    told: _Told,
    key: Indices,
    weights: Numbers,
) -> Numbers:
    """The column of each code, divided among its keywords as its strength is made of them."""
    rows, entries = told.rows[key], told.entries[key]
    counts = strength.counts(passages)
    totals, strengths = strength.sums(counts), strength.transform(passages)
    parts = ((1 + np.log(counts.data)) / counts.data, counts.indices, counts.indptr)
    worth = _looked_up(csr_matrix(parts, shape=counts.shape), rows, entries)
    own = keywords_of(strength.codebook).weights[entries] * worth[:, None]
    shared = np.divide(own, totals[rows], out=np.zeros_like(own), where=own > 0)
    return np.asarray(csr_matrix(shared * strengths[rows]) @ weights)


def _looked_up(matrix: csr_matrix, rows: Indices, columns: Indices) -> Numbers:
    """The values at these places, whose rows ascend: one row at a time lies open."""
    found, row = np.empty(len(rows)), np.zeros(matrix.shape[1])
    wanted = np.searchsorted(rows, np.arange(matrix.shape[0] + 1)).tolist()
    held = pairwise(matrix.indptr.tolist())
    for (first, end), (low, high) in zip(pairwise(wanted), held, strict=True):
        own = matrix.indices[low:high]
        row[own] = matrix.data[low:high]
        found[first:end] = row[columns[first:end]]
        row[own] = 0.0
    return found
