"""Weights in whole steps, of several taggers in one table: looked up and added fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Integers: TypeAlias = NDArray[np.integer[Any]]

STEPS = 64
"""Weights are whole numbers of this part of one …"""
_MOST = 500
"""… not beyond this number,"""
_AT_ONCE = 64
"""so that this many of them are added up in 16 bits."""
_LANES = 8
"""Tags of a tagger are held by eights: what is added in one instruction."""


class ScoreTable:
    """What each feature adds to the scores of one or more taggers, in one look-up.

    Parameters
    ----------
    taggers
        Of each tagger the row of every feature, 0 for none, of shape (n_features,), and its
        weights by row, of shape (n_rows, n_tags); as many features and tags in all.

    Examples
    --------
    >>> table = ScoreTable([(np.array([0, 1, 2]), np.array([[0.0], [0.5], [2.0]]))])
    >>> [scores] = table.scores([np.array([[0, 2], [1, 1]])])
    >>> scores.tolist()
    [[0.5], [2.5]]
    """

    def __init__(self, taggers: Sequence[tuple[Integers, Floats]]) -> None:
        kept = np.flatnonzero(np.any([rows > 0 for rows, _ in taggers], axis=0))
        self.n_tags = taggers[0][1].shape[1]
        self.width = -(-self.n_tags // _LANES) * _LANES
        self.rows = np.zeros(len(taggers[0][0]), dtype=np.int32)
        self.rows[kept] = np.arange(1, len(kept) + 1)
        steps = np.zeros((len(kept) + 1, len(taggers), self.width), dtype=np.int16)
        for number, (rows, weights) in enumerate(taggers):
            found = np.round(weights[rows[kept]] * STEPS).clip(-_MOST, _MOST)
            steps[1:, number, : self.n_tags] = found
        self.steps = steps.reshape(len(steps), -1)

    def scores(self, features: Iterable[Integers]) -> list[Floats]:
        """What speaks for each tag of each token, as each tagger has it: (n_tokens, n_tags).

        Features come in groups of shape (n_of_group, n_tokens).
        """
        total: Any = 0
        for group in features:
            for first in range(0, len(group), _AT_ONCE):
                rows = self.rows.take(group[first : first + _AT_ONCE])
                some = self.steps.take(rows, axis=0).sum(axis=0, dtype=np.int16)
                total = total + some.astype(np.float32)
        total /= np.float32(STEPS)
        starts = range(0, self.steps.shape[1], self.width)
        return [total[:, start : start + self.n_tags] for start in starts]
