"""Votes of a codebook's words on each code of each passage, before anybody has coded one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import Article, Passage, Span
from stance.features.stems import headline
from stance.features.vocabulary import CodeStrength, Vocabulary

LEXICONS = {
    "economic": "economy",
    "legality-constitutionality-jurisdiction": "legality",
    "morality": "moral",
}
"""Codes that a shipped lexicon of another make speaks for too."""

FUNCTIONS = ("keywords", "headline", "opening", "lexicon")
"""Who votes on each code of each passage."""

Votes = NDArray[np.int8]


def code_strengths(
    codebook: str, codes: Sequence[str], passages: Sequence[Passage]
) -> NDArray[np.float64]:
    """How strongly each passage speaks in the keywords of each code: (n_passages, n_codes).

    A code without keywords is never spoken for.

    Examples
    --------
    >>> passage = Passage(Article("1", "The court upheld the tax."))
    >>> (code_strengths("policy-frames", ["economic", "morality"], [passage]) > 0).tolist()
    [[True, False]]
    """
    strength = CodeStrength(codebook).fit(passages)
    found, place = strength.transform(passages), strength.codes()
    chosen = [place.index(code) if code in place else -1 for code in codes]
    return np.column_stack([found, np.zeros(len(found))])[:, chosen]


def cast_votes(
    codebook: str,
    codes: Sequence[str],
    passages: Sequence[Passage],
    strengths: NDArray[np.float64],
    yardsticks: NDArray[np.float64],
) -> Votes:
    """The votes of `FUNCTIONS`: for (+1), against (-1) or none (0) of each code.

    Of shape (n_functions, n_passages, n_codes); `strengths` are those of the whole passages,
    `yardsticks` what is usual of each code.
    """
    ratios = strengths / yardsticks
    heads = code_strengths(codebook, codes, [_bare(headline(p)) for p in passages]) > 0
    starts = code_strengths(codebook, codes, [_opening(p) for p in passages])
    keywords = (ratios >= 1.5).astype(np.int8) - (ratios <= 0.5).astype(np.int8)
    opening = (starts > 1.5 * yardsticks).astype(np.int8)
    return np.stack([keywords, heads.astype(np.int8), opening, _lexicons(codes, passages)])


def _lexicons(codes: Sequence[str], passages: Sequence[Passage]) -> Votes:
    votes = np.zeros((len(passages), len(codes)), np.int8)
    for column, code in enumerate(codes):
        if code in LEXICONS:
            share = Vocabulary([LEXICONS[code]]).transform(passages).sum(axis=1)
            middle, spread = share.mean(), share.std()
            votes[:, column] = np.where(share > middle + spread, 1, 0)
            votes[share < middle - spread / 2, column] = -1
    return votes


def _bare(text: str) -> Passage:
    return Passage(Article("", text))


def _opening(passage: Passage) -> Passage:
    """The first fifth of a text."""
    text = passage.text
    return Passage(Article("", text), Span(0, len(text) // 5))


def mean_votes(votes: Votes) -> NDArray[np.float64]:
    """The mean of those that do not abstain; zero where all do.

    Examples
    --------
    >>> mean_votes(np.array([[[1, 0]], [[0, 0]], [[1, -1]]], np.int8)).tolist()
    [[1.0, -1.0]]
    """
    return np.asarray(votes.sum(axis=0) / np.maximum(np.abs(votes).sum(axis=0), 1))


def vote_report(
    votes: Votes, codes: Sequence[str], sets: Sequence[frozenset[str] | None]
) -> dict[str, dict[str, float]]:
    """Coverage, overlap, conflict and accuracy of each function; see `SeededFrames.report_`.

    Examples
    --------
    >>> votes = np.array([[[1], [1]], [[-1], [0]], [[0], [0]], [[0], [0]]], np.int8)
    >>> report = vote_report(votes, ["moral"], [frozenset({"moral"}), None])
    >>> report["keywords"]
    {'coverage': 1.0, 'overlap': 0.5, 'conflict': 0.5, 'accuracy': 1.0}
    """
    coded = [row for row, labelled in enumerate(sets) if labelled is not None]
    gold = np.asarray([[1 if c in (sets[r] or ()) else -1 for c in codes] for r in coded])
    report = {}
    for number, name in enumerate(FUNCTIONS):
        own, others = votes[number], np.delete(votes, number, axis=0)
        cast = own != 0
        right: NDArray[Any] = (own[coded] == gold)[cast[coded]] if coded else np.zeros(0)
        report[name] = {
            "coverage": float(cast.mean()),
            "overlap": float((cast & (others != 0).any(axis=0)).mean()),
            "conflict": float((cast & (others == -own).any(axis=0)).mean()),
            "accuracy": float(right.mean()) if len(right) else float("nan"),
        }
    return report
