"""The words around a target in hashed columns, for the passages of many articles at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from stance.features.mentions import cuts_clause
from stance.features.numbered import (
    Hashes,
    batch_of,
    columns_of,
    counts_of,
    joined,
    mixed,
    word_hash,
)
from stance.features.stems import stem
from stance.lexicon import Lexicon
from stance.passages import Indices, PassageBatch

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]
Terms: TypeAlias = tuple[Indices, Hashes]

TARGET, NAME = np.uint64(0), np.uint64(1)
"""The hashes of a mention of the target, and of any other name."""

CUTS, CAPITAL, NEGATES = 1, 2, 4


@lru_cache(maxsize=1)
def _negation() -> Lexicon:
    return Lexicon.read("negation")


def _traits(word: str) -> tuple[int, int]:
    """The hash of a word's stem, and what kind of word it is, as bits."""
    lower = word.lower()
    is_name = word[0].isupper() and word.isalpha() and lower != "i"
    kinds = (
        CUTS * cuts_clause(lower)
        + CAPITAL * is_name
        + NEGATES * bool(_negation().find([lower]))
    )
    return word_hash(stem(lower)) + 2, kinds


@dataclass(frozen=True)
class Reading:
    """The words of all passages one after another, each mention of a target one word.

    Attributes
    ----------
    rows
        The passage of each word, ascending.
    numbers
        Of each word in the table of types; of a mention, that of its first word.
    hashes
        Of each word's stem; `TARGET` for a mention.
    kinds
        What kind of word it is, as bits.
    bounds
        The first word of each passage, and the number of words.
    """

    rows: Indices
    numbers: Indices
    hashes: Hashes
    kinds: NDArray[np.int64]
    bounds: Indices

    @cached_property
    def is_target(self) -> Mask:
        """Whether each word is a mention."""
        return np.asarray(self.hashes == TARGET)

    @cached_property
    def last(self) -> Indices:
        """The mention at or before each word in its passage; -1 where there is none."""
        places = np.maximum.accumulate(np.where(self.is_target, np.arange(len(self.rows)), -1))
        return np.where(places >= self.bounds[self.rows], places, -1)

    @cached_property
    def next(self) -> Indices:
        """The mention at or after each word in its passage; -1 where there is none."""
        n = len(self.rows)
        found = np.where(self.is_target, np.arange(n), n)[::-1]
        places = np.minimum.accumulate(found)[::-1]
        return np.where(places < self.bounds[self.rows + 1], places, -1)

    @cached_property
    def sides(self) -> tuple[Mask, Mask]:
        """Whether each word stands before, and after, a mention in one clause with it."""
        cuts = (self.kinds & CUTS) > 0
        clause = np.append(np.cumsum(cuts), -1)
        free = ~cuts & ~self.is_target
        own = clause[:-1]
        return free & (clause[self.next] == own), free & (clause[self.last] == own)

    def kept(self, mask: Mask) -> Reading:
        """Without some of the words."""
        bounds = np.append(0, np.cumsum(mask))[self.bounds]
        return Reading(
            self.rows[mask], self.numbers[mask], self.hashes[mask], self.kinds[mask], bounds
        )


@lru_cache(maxsize=1)
def read_around(batch: PassageBatch) -> Reading:
    """The passages of a batch as words; the last one read is remembered."""
    rows, tokens = batch.tokens
    types, numbers = batch.numbered
    numbers = numbers[tokens]
    hashes, kinds = types.known(_traits).take(numbers, axis=0).reshape(-1, 2).T
    bounds = np.append(0, np.cumsum(batch.end - batch.first))
    begins, inside = _mentioned(batch, bounds)
    hashes = np.where(begins, TARGET, hashes.astype(np.uint64))
    reading = Reading(rows, numbers, hashes, np.where(begins, 0, kinds), bounds)
    return reading.kept(begins | ~inside)


def _mentioned(batch: PassageBatch, bounds: Indices) -> tuple[Mask, Mask]:
    """Whether each word of all passages begins a mention, and whether it is inside one."""
    passages, starts, ends = batch.mentions.T
    owners = batch.owners[passages]
    first = np.maximum(batch.tokens_beyond(owners, starts), batch.first[passages])
    end = np.maximum(batch.tokens_from(owners, ends), first + 1)
    end = np.minimum(end, batch.end[passages])
    there = first < end
    moved = (bounds[:-1] - batch.first)[passages][there]
    first, end = first[there] + moved, end[there] + moved
    n = int(bounds[-1]) + 1
    begins = np.bincount(first, minlength=n)[:-1] > 0
    steps = np.bincount(first, minlength=n) - np.bincount(end, minlength=n)
    return begins, np.cumsum(steps[:-1]) > 0


def all_words(reading: Reading) -> Terms:
    """The stem of every word."""
    return reading.rows, reading.hashes


def words_by_side(reading: Reading) -> Terms:
    """The words that share a clause with a mention, those before it apart from those after."""
    sides = [np.flatnonzero(side) for side in reading.sides]
    hashes = [mixed(reading.hashes[side], seed) for seed, side in enumerate(sides)]
    return reading.rows[np.concatenate(sides)], np.concatenate(hashes)


def phrases(reading: Reading, longest: int = 4) -> Terms:
    """Runs of two to four words that hold the target; other names are all the same word."""
    words = _without_names(reading)
    places = np.flatnonzero(words.is_target)
    rows = words.rows[places]
    first, end = words.bounds[rows], words.bounds[rows + 1]
    found: list[Terms] = []
    for size in range(2, longest + 1):
        for back in range(size):
            start = places - back
            there = (start >= first) & (start + size <= end)
            start = start[there]
            hashes = words.hashes[start]
            for step in range(1, size):
                hashes = joined(hashes, words.hashes[start + step])
            found.append((rows[there], hashes))
    return np.concatenate([r for r, _ in found]), np.concatenate([h for _, h in found])


def _without_names(reading: Reading) -> Reading:
    """Every name but the first word of a passage as `NAME`, several in a row as one."""
    is_name = (reading.kinds & CAPITAL) > 0
    is_name[reading.bounds[:-1][np.diff(reading.bounds) > 0]] = False
    follows = np.append(False, is_name[:-1]) & is_name
    hashes = np.where(is_name, NAME, reading.hashes)
    named = Reading(reading.rows, reading.numbers, hashes, reading.kinds, reading.bounds)
    return named.kept(~follows)


FAMILIES: dict[str, Callable[[Reading], Terms]] = {
    family.__name__: family for family in (all_words, words_by_side, phrases)
}
"""Families of words around a target: each gives a passage and a hash for every term."""


class WordsAroundTarget(TransformerMixin, BaseEstimator):
    """Counts of the words around the target, in columns chosen by a hash, a block a family.

    All words of the passage; those of the target's clause, by side; phrases with the target.
    A word is hashed once for each distinct one, and the passages of a batch are read in a
    few calls, so that a million articles can be labelled. Nothing of a text can be read back.
    Follow it with `BlockTfidf`.

    Parameters
    ----------
    n_features
        Columns of each family; terms that share one cannot be told apart.
    families
        Names of those wanted, of `FAMILIES`.

    Notes
    -----
    When it misleads: it knows order and distance, no grammar.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> passage = Passage(Article("1", "They blamed Ode."), target="Ode")
    >>> WordsAroundTarget(2**10).fit_transform([passage]).nnz
    11
    """

    def __init__(
        self, n_features: int = 2**15, families: Sequence[str] = tuple(FAMILIES)
    ) -> None:
        self.n_features = n_features
        self.families = families

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages; nothing is learned."""
        batch_of(X)
        return self

    def transform(self, X: object) -> csr_matrix:
        """Counts of shape (n_passages, n_features * n_families), sparse."""
        batch = batch_of(X)
        reading = read_around(batch)
        found = [FAMILIES[name](reading) for name in self.families]
        columns = [
            columns_of(mixed(hashes, 2), self.n_features) + block * self.n_features
            for block, (_, hashes) in enumerate(found)
        ]
        rows = np.concatenate([rows for rows, _ in found])
        shape = (len(batch), self.n_features * len(found))
        return counts_of(rows, np.concatenate(columns), shape)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Family and number of each column: a hash has no names."""
        names = [f"{f}_{column}" for f in self.families for column in range(self.n_features)]
        return np.asarray(names, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True
