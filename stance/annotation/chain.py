"""A linear-chain conditional random field over hashed features: the tags of a sequence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator

from stance.annotation.paths import best_path, gradients, grid_of
from stance.annotation.score_table import STEPS, ScoreTable

Floats: TypeAlias = NDArray[np.float32]
Integers: TypeAlias = NDArray[np.integer[Any]]


class ChainTagger(BaseEstimator):
    """Tags for the tokens of sequences, decoded together.

    Each token comes with the numbers of its features (hashes below `2**bits`) and with a
    class of the border before it, which decides how likely one tag follows another there.
    Fitted by maximum likelihood with AdaGrad; weights are rounded.

    Parameters
    ----------
    bits
        The weight table has `2**bits` rows.
    n_tags, n_borders
        How many tags and how many classes of borders there are.
    epochs, batch, rate, decay
        Passes over the data, sequences a step, learning rate, and ridge penalty.
    caution
        What AdaGrad's sums of squares start from: the more, the less a rare feature learns.
    least
        A hash seen less often in training is ignored.
    dropout
        The share of features left out at random at each step [3]_.
    random_state
        Decides the order of the sequences and what is left out.

    Attributes
    ----------
    weights_ : float32 array of shape (n_kept_rows, n_tags), in steps of 1/64
    counts_ : array of shape (n_kept_rows,); how often each row was seen in training
    rows_ : int32 array of shape (2**bits,); the row of `weights_` of each hash, 0 for none
    borders_ : float32 array of shape (n_borders, n_tags, n_tags)

    Notes
    -----
    When it misleads: it sees no farther than its features do; a tag is as sure of itself
    where a text is unlike the training texts.

    References
    ----------
    .. [1] Lafferty, McCallum & Pereira (2001). Conditional random fields. ICML.
    .. [2] Duchi, Hazan & Singer (2011). Adaptive subgradient methods. JMLR 12.
    .. [3] Srivastava et al. (2014). Dropout. JMLR 15.

    Examples
    --------
    >>> features = np.array([[0], [1], [0]])
    >>> tagger = ChainTagger(bits=2, n_tags=2, n_borders=1, epochs=30)
    >>> borders = np.zeros(3, dtype=int)
    >>> tagger = tagger.fit([features], [borders], [np.array([0, 1, 0])])
    >>> tagger.predict([features], [borders])[0].tolist()
    [0, 1, 0]
    """

    def __init__(
        self,
        bits: int = 18,
        n_tags: int = 7,
        n_borders: int = 1,
        epochs: int = 10,
        batch: int = 128,
        rate: float = 0.1,
        decay: float = 1e-6,
        caution: float = 1.0,
        least: int = 1,
        dropout: float = 0.0,
        random_state: int = 0,
    ) -> None:
        self.bits = bits
        self.n_tags = n_tags
        self.n_borders = n_borders
        self.epochs = epochs
        self.batch = batch
        self.rate = rate
        self.decay = decay
        self.caution = caution
        self.least = least
        self.dropout = dropout
        self.random_state = random_state

    def fit(
        self,
        features: Sequence[Integers],
        borders: Sequence[Integers],
        tags: Sequence[Integers],
    ) -> Self:
        """Learn from sequences: features (n_tokens, n_features), borders and tags (n_tokens,).

        The weights kept are the mean over the second half of the epochs.
        """
        generator = np.random.default_rng(self.random_state)
        self.rows_, self.counts_ = self._rows(features)
        n_rows = len(self.counts_)
        values = self._nothing(n_rows)
        past = [np.full_like(value, self.caution) for value in values]
        mean = self._nothing(n_rows)
        order = np.argsort([len(tag) for tag in tags], kind="stable")
        parts = [self.rows_[rows] for rows in features], borders, tags
        batches = [
            _batch(*([part[i] for i in order[first : first + self.batch]] for part in parts))
            for first in range(0, len(order), self.batch)
        ]
        for epoch in range(self.epochs):
            for number in generator.permutation(len(batches)):
                batch = self._thinned(batches[number], generator)
                self._descend(values, batch, past)
            if epoch >= self.epochs // 2:
                for total, value in zip(mean, values, strict=True):
                    total += value / np.float32(self.epochs - self.epochs // 2)
        self._store(*mean)
        return self

    def _rows(self, features: Sequence[Integers]) -> tuple[NDArray[np.int32], Integers]:
        """A row for each hash seen often enough, row 0 for all others; how often each is."""
        counts = np.zeros(2**self.bits, dtype=np.int64)
        for first in range(0, len(features), 1000):
            block = np.concatenate(features[first : first + 1000])
            counts += np.bincount(block.ravel(), minlength=2**self.bits)
        kept = counts >= self.least
        table = np.zeros(2**self.bits, dtype=np.int32)
        table[kept] = np.arange(1, kept.sum() + 1)
        return table, np.append(0, counts[kept])

    def _nothing(self, n_rows: int) -> tuple[Floats, Floats]:
        weights = np.zeros((n_rows, self.n_tags), dtype=np.float32)
        return weights, np.zeros((self.n_borders, self.n_tags, self.n_tags), dtype=np.float32)

    def _thinned(self, batch: _Batch, generator: np.random.Generator) -> _Batch:
        """The batch with some features left out, the others louder by as much."""
        if self.dropout:
            draws = generator.random(batch.matrix.nnz, dtype=np.float32)
            batch.matrix.data[:] = (draws >= self.dropout) / np.float32(1 - self.dropout)
        return batch

    def _descend(
        self, values: tuple[Floats, Floats], batch: _Batch, past: Sequence[Floats]
    ) -> None:
        """One AdaGrad step on a batch; only its own rows are moved and shrunk."""
        weights, moves = values
        rows = batch.rows
        own = weights[rows]
        slope, turn = gradients(
            np.asarray(batch.matrix @ own),
            batch.border,
            batch.gold,
            batch.starts,
            batch.grid,
            moves,
        )
        change = np.asarray(batch.matrix.T @ slope) + self.decay * own
        change[rows == 0] = 0
        past[0][rows] += change * change
        weights[rows] = own - self.rate * change / np.sqrt(past[0][rows])
        past[1][...] += turn * turn
        moves -= self.rate * turn / np.sqrt(past[1])

    def _store(self, weights: Floats, moves: Floats) -> None:
        self.weights_ = np.round(weights * STEPS) / np.float32(STEPS)
        self.borders_ = moves

    def compact(self, most: int) -> Self:
        """Keep the `most` rows that move scores most: largest weight times count."""
        moved = np.abs(self.weights_).max(axis=1) * self.counts_
        kept = np.sort(np.argsort(-moved, kind="stable")[:most])
        kept = kept[moved[kept] > 0]
        table = np.zeros(len(moved), dtype=np.int32)
        table[kept] = np.arange(1, len(kept) + 1)
        self.rows_ = table[self.rows_]
        self.weights_ = np.concatenate([np.zeros_like(self.weights_[:1]), self.weights_[kept]])
        self.counts_ = np.append(0, self.counts_[kept])
        return self

    @classmethod
    def mean_of(cls, taggers: Sequence[ChainTagger]) -> ChainTagger:
        """One tagger whose scores are the mean of the scores of several fitted ones."""
        first = taggers[0]
        table = np.zeros(2**first.bits, dtype=np.int32)
        kept = np.flatnonzero(np.any([tagger.rows_ > 0 for tagger in taggers], axis=0))
        table[kept] = np.arange(1, len(kept) + 1)
        mean = cls(**first.get_params())
        mean.rows_ = table
        weights = np.mean([one.weights_[one.rows_[kept]] for one in taggers], axis=0)
        mean.counts_ = np.append(0, sum(one.counts_[one.rows_[kept]] for one in taggers))
        mean._store(
            np.concatenate([np.zeros_like(weights[:1]), weights]),
            np.mean([one.borders_ for one in taggers], axis=0),
        )
        return mean

    @cached_property
    def _table(self) -> ScoreTable:
        return ScoreTable([(self.rows_, self.weights_)])

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in super().__getstate__().items() if k != "_table"}

    def scores(self, features: Iterable[Integers]) -> Floats:
        """How much speaks for each tag of each token: (n_tokens, n_tags).

        Features come in groups of shape (n_of_group, n_tokens).
        """
        [scores] = self._table.scores(features)
        return scores

    def predict(
        self, features: Sequence[Integers], borders: Sequence[Integers]
    ) -> list[Integers]:
        """The best tags of each sequence as a whole."""
        if not features:
            return []
        scores = np.concatenate([self.scores([rows.T]) for rows in features])
        lengths = np.array([len(rows) for rows in features])
        best = self.decode(scores, np.concatenate(borders), lengths)
        return np.split(best, np.cumsum(lengths)[:-1])

    def decode(self, scores: Floats, borders: Integers, lengths: Integers) -> Integers:
        """The best tags of sequences laid end to end, by their scores (Viterbi)."""
        return best_path(scores, borders, lengths, self.borders_)


@dataclass(frozen=True)
class _Batch:
    """Sequences laid end to end: their features as columns for `rows` of the weights."""

    rows: Integers
    matrix: sparse.csr_array
    border: Integers
    gold: Integers
    starts: Integers
    grid: Integers


def _batch(
    features: Sequence[Integers], borders: Sequence[Integers], tags: Sequence[Integers]
) -> _Batch:
    flat = np.concatenate(features)
    rows, columns = _renumbered(flat)
    matrix = _matrix(columns, len(rows))
    grid = grid_of(np.array([len(tag) for tag in tags]))
    return _Batch(rows, matrix, np.concatenate(borders), np.concatenate(tags), *grid)


def _renumbered(rows: Integers) -> tuple[Integers, NDArray[np.int32]]:
    """The distinct rows in order, and the place of each row among them (no sorting)."""
    there = np.zeros(rows.max(initial=0) + 1, dtype=bool)
    there[rows] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(len(there), dtype=np.int32)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[rows]


def _matrix(rows: Integers, n_columns: int) -> sparse.csr_array:
    """Each line of `rows` as a line of ones in a sparse matrix."""
    n, width = rows.shape
    ones = np.ones(n * width, dtype=np.float32)
    pointers = np.arange(0, n * width + 1, width, dtype=np.int32)
    return sparse.csr_array((ones, rows.ravel(), pointers), shape=(n, n_columns))
