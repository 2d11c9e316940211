"""Scores of spans: quotations with cue, source and content, and plain stretches of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from stance.article import Quotation, Span
from stance.evaluation.answers import Answers, Array

ENOUGH = 0.3
"""The share of characters two contents must have in common to be matched leniently."""


def exact_counts(part: Callable[[Quotation], Hashable]) -> Callable[[Answers], Array]:
    """Per item: hits, guessed, gold of one part of its quotations, equal to the character."""

    def tally(answers: Answers) -> Array:
        return _counted(answers, lambda gold, guess: _equal(map(part, gold), map(part, guess)))

    return tally


def overlap_counts(kinds: tuple[str, ...] = ()) -> Callable[[Answers], Array]:
    """Per item: hits, guessed, gold where contents share enough; of these kinds, or all."""

    def some(quotations: Sequence[Quotation]) -> list[Quotation]:
        return [one for one in quotations if not kinds or one.kind in kinds]

    def tally(answers: Answers) -> Array:
        return _counted(answers, lambda gold, guess: _overlapping(some(gold), some(guess)))

    return tally


def partial_counts(answers: Answers) -> Array:
    """Per article: shares of guessed and of gold spans that are covered, how many of each.

    The article's spans are merged first on both sides where they touch or overlap.
    """
    return _counted(answers, _covered)


def partial_f1(counts: Array) -> Array:
    """Harmonic mean of the mean covered shares of guessed and of gold spans."""
    precision = _over(counts[..., 0], counts[..., 2])
    recall = _over(counts[..., 1], counts[..., 3])
    return _over(2 * precision * recall, precision + recall)


def cue(quotation: Quotation) -> Hashable:
    """The cue's span, or None."""
    return quotation.cue


def source(quotation: Quotation) -> Hashable:
    """The source's span, or None."""
    return quotation.source


def content(quotation: Quotation) -> Hashable:
    """All spans of the content."""
    return quotation.content


def content_begin(quotation: Quotation) -> Hashable:
    """Where the content begins."""
    return quotation.content[0].start if quotation.content else None


def _counted(answers: Answers, count: Callable[[Any, Any], tuple[float, ...]]) -> Array:
    pairs = zip(answers.gold, answers.guess, strict=True)
    if not isinstance(answers.gold[0], tuple):
        raise ValueError("this metric scores spans: give a tuple of quotations for each item")
    return np.asarray([count(gold, guess) for gold, guess in pairs], dtype=float)


def _equal(gold: Iterable[Hashable], guess: Iterable[Hashable]) -> tuple[float, ...]:
    true = Counter(one for one in gold if one is not None)
    said = Counter(one for one in guess if one is not None)
    return (true & said).total(), said.total(), true.total()


def _overlapping(gold: Sequence[Quotation], guess: Sequence[Quotation]) -> tuple[float, ...]:
    """Each gold quotation is matched with at most one guess, as many as can be."""
    if not gold or not guess:
        return 0, len(guess), len(gold)
    alike = [[_jaccard(one.content, two.content) >= ENOUGH for two in guess] for one in gold]
    matched = maximum_bipartite_matching(csr_array(np.asarray(alike, dtype=np.int8)))
    return int((matched >= 0).sum()), len(guess), len(gold)


def _jaccard(one: Sequence[Span], two: Sequence[Span]) -> float:
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in two)
    total = sum(span.end - span.start for span in (*one, *two)) - shared
    return shared / total if total else 0.0


def _covered(gold: Sequence[Span], guess: Sequence[Span]) -> tuple[float, ...]:
    true, said = _merged(gold), _merged(guess)
    shared = np.asarray(
        [[max(0, min(b, d) - max(a, c)) for c, d in true] for a, b in said], dtype=float
    ).reshape(len(said), len(true))
    lengths = [np.asarray([end - start for start, end in side]) for side in (said, true)]
    precision = (shared.sum(axis=1) / lengths[0]).sum() if said else 0.0
    recall = (shared.sum(axis=0) / lengths[1]).sum() if true else 0.0
    return precision, recall, len(said), len(true)


def _merged(spans: Sequence[Span]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans if span.end > span.start):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _over(top: Array, bottom: Array) -> Array:
    return np.divide(top, bottom, out=np.zeros(np.shape(top)), where=np.asarray(bottom) > 0)
