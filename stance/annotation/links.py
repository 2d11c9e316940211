"""Links: which cue a content or a source belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression

from stance.annotation.columns import Columns
from stance.annotation.word_columns import MARK, PREPOSITION

Integers: TypeAlias = NDArray[np.integer[Any]]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
_Known: TypeAlias = tuple[NDArray[Any], ...]

SOURCE, CUE, CONTENT = 1, 3, 5
"""The kinds of tagged spans; also the tags their first tokens carry."""


@dataclass(frozen=True)
class TaggedSpans:
    """Sources, cues and contents of one text in order, as token indices."""

    kind: Integers
    first: Integers
    end: Integers

    @classmethod
    def of(cls, tags: Integers) -> TaggedSpans:
        """The spans that tags spell: odd ones begin a span, even ones go on with it.

        Examples
        --------
        >>> spans = TaggedSpans.of(np.array([1, 2, 3, 0, 6, 6, 5]))
        >>> spans.kind.tolist(), spans.first.tolist(), spans.end.tolist()
        ([1, 3, 5, 5], [0, 2, 4, 6], [2, 3, 6, 7])
        """
        kind = np.where(tags > 0, (tags + 1) // 2 * 2 - 1, 0)
        before = np.append(0, kind)[:-1]
        first = np.flatnonzero((kind > 0) & ((kind != before) | (tags % 2 == 1)))
        after = np.append(kind, 0)[1:]
        begins = np.append(tags % 2 == 1, True)[1:]
        last = np.flatnonzero((kind > 0) & ((kind != after) | begins))
        return cls(kind[first], first, last + 1)


class Linker(BaseEstimator):
    """Each content and each source goes to the cue before or after it in its paragraph.

    A logistic regression over distance, order and what stands near decides, also that a span
    belongs to neither.

    Attributes
    ----------
    weights_ : array of shape (n_features,)

    Notes
    -----
    When it misleads: a quotation whose cue stands in another paragraph finds none, or a
    wrong one.
    """

    def __init__(self, C: float = 1.0) -> None:
        self.C = C

    def fit(
        self,
        columns: Sequence[Columns],
        spans: Sequence[TaggedSpans],
        relations: Sequence[Integers],
    ) -> Self:
        """Learn from texts whose spans carry the number of their relation, -1 for none."""
        rows, labels = [], []
        for text, found, relation in zip(columns, spans, relations, strict=True):
            span, cue, features = pairs(text, found)
            rows.append(features)
            labels.append((relation[span] == relation[cue]) & (relation[span] >= 0))
        features, label = np.concatenate(rows), np.concatenate(labels)
        self.weights_ = np.zeros(features.shape[1] + 1)
        self.weights_[-1] = 1.0 if label.all() else -1.0
        if len(np.unique(label)) > 1:
            model = LogisticRegression(C=self.C, max_iter=2000).fit(features, label)
            self.weights_ = np.append(model.coef_[0], model.intercept_)
        return self

    def link(self, columns: Columns, spans: TaggedSpans) -> Integers:
        """For each span the number of its cue's span, -1 where it has none; a cue is its own.

        Of several sources that want one cue the most probable one has it.
        """
        span, cue, features = pairs(columns, spans)
        score = features @ self.weights_[:-1] + self.weights_[-1]
        score[(spans.kind[span] == CONTENT) & (score <= 0)] = -np.inf
        owner = np.full(len(spans.kind), -1)
        by_score = np.argsort(-score, kind="stable")
        by_score = by_score[score[by_score] > -np.inf]
        of_span = _firsts_of(span[by_score])
        best = by_score[np.sort(of_span)]
        sources = best[spans.kind[span[best]] == SOURCE]
        held = sources[_firsts_of(cue[sources])]
        for chosen in (best[spans.kind[span[best]] == CONTENT], held):
            owner[span[chosen]] = cue[chosen]
        cues = np.flatnonzero(spans.kind == CUE)
        owner[cues] = cues
        return owner


def _firsts_of(values: Integers) -> Integers:
    """Where each value stands first."""
    return np.unique(values, return_index=True)[1]


def pairs(columns: Columns, spans: TaggedSpans) -> tuple[Integers, Integers, Floats]:
    """Every source and content with the cues next to it in its paragraph: pairs, features."""
    cues = np.flatnonzero(spans.kind == CUE)
    others = np.flatnonzero(spans.kind != CUE)
    place = np.searchsorted(cues, others)
    before = np.append(cues, -1)[place - 1]
    after = np.append(cues, -1)[place]
    span = np.concatenate([others, others])
    cue = np.concatenate([np.where(place > 0, before, -1), after])
    paragraph = np.searchsorted(columns.strip.paragraphs, spans.first, side="right")
    near = (cue >= 0) & (paragraph[span] == paragraph[cue])
    span, cue = span[near], cue[near]
    order = np.lexsort((cue, span))
    span, cue = span[order], cue[order]
    return span, cue, _features(columns, spans, span, cue)


def _features(columns: Columns, spans: TaggedSpans, span: Integers, cue: Integers) -> Floats:
    """What is known of a pair, and every product of two of it."""
    leads = spans.first[cue] < spans.first[span]
    length = np.log1p(spans.end[span] - spans.first[span])
    parts = (
        *_way(columns, spans, span, cue, leads),
        *_between(spans, span, cue, leads),
        *_themselves(columns, spans, span, cue),
        *_beyond(columns, spans, cue, leads),
        length,
    )
    known = np.column_stack(parts).astype(float)
    one, other = np.triu_indices(known.shape[1])
    products: Floats = known[:, one] * known[:, other]
    return products


def _way(
    columns: Columns, spans: TaggedSpans, span: Integers, cue: Integers, leads: Flags
) -> _Known:
    """Which comes first, and how far it is from the one to the other."""
    left = np.where(leads, spans.end[cue], spans.end[span])
    right = np.where(leads, spans.first[span], spans.first[cue])
    gap = np.maximum(right - left, 0)
    commas = columns.commas[right] - columns.commas[left] > 0
    apart = columns.floor[spans.first[span]] != columns.floor[spans.first[cue]]
    return leads, np.log1p(gap), gap == 0, commas, apart


def _between(spans: TaggedSpans, span: Integers, cue: Integers, leads: Flags) -> _Known:
    """Whether other spans stand between the two, and what the nearest to the span is."""
    between = np.abs(span - cue) - 1
    nearest = spans.kind[np.where(leads, span - 1, span + 1).clip(0, len(spans.kind) - 1)]
    some = between > 0
    return some, between > 1, some & (nearest == SOURCE), some & (nearest == CONTENT)


def _themselves(columns: Columns, spans: TaggedSpans, span: Integers, cue: Integers) -> _Known:
    """What the span and the cue are made of: marks, classes of words, a sentence's start."""
    kind, opens = columns.named["class"], spans.first[cue]
    last = np.maximum(spans.end[cue] - 1, 0)
    return (
        spans.kind[span] == SOURCE,
        columns.inside[spans.first[span]],
        columns.inside[spans.end[span] - 1],
        columns.is_cue[opens],
        kind[opens] >= MARK,
        kind[last] == PREPOSITION,
        columns.floor[opens] == opens,
        columns.floor[spans.first[span]] == spans.first[span],
    )


def _beyond(columns: Columns, spans: TaggedSpans, cue: Integers, leads: Flags) -> _Known:
    """Whether a content, or one in marks, stands on the other side of the cue."""
    across = np.where(leads, cue - 1, cue + 1)
    last = len(spans.kind) - 1
    edge = (across < 0) | (across > last)
    across = across.clip(0, last)
    excerpt = np.searchsorted(columns.strip.first, spans.first, side="right")
    edge |= excerpt[across] != excerpt[cue]
    content = (spans.kind[across] == CONTENT) & ~edge
    return content, content & columns.inside[spans.first[across]]
