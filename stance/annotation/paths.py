"""Paths of tags through sequences laid end to end: the best, and what all of them expect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Integers: TypeAlias = NDArray[np.integer[Any]]


def grid_of(lengths: Integers) -> tuple[Integers, Integers]:
    """First rows, and for each step and sequence its row, -1 past the end: (n_steps, n)."""
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    steps = np.arange(lengths.max(initial=0))[:, None]
    return starts, np.where(steps < lengths, starts + steps, -1)


def gradients(
    scores: Floats,
    border: Integers,
    gold: Integers,
    starts: Integers,
    grid: Integers,
    moves: Floats,
) -> tuple[Floats, Floats]:
    """Expected minus observed counts: of tags at tokens, and of pairs of tags at borders.

    Forward and backward passes in the probability domain, rescaled at every token.
    """
    emissions = np.exp(scores - scores.max(axis=1, keepdims=True))
    kernel = np.exp(moves)
    forward, scale = np.zeros_like(scores), np.ones(len(scores), dtype=np.float32)
    for step, rows in enumerate(grid):
        here = rows[rows >= 0]
        value = emissions[here]
        if step:
            before = forward[here - 1]
            value = value * np.einsum("bi,bij->bj", before, kernel[border[here]])
        scale[here] = value.sum(axis=1)
        forward[here] = value / scale[here][:, None]
    backward = np.ones_like(scores)
    for step in range(len(grid) - 1, 0, -1):
        here = grid[step][grid[step] >= 0]
        value = emissions[here] * backward[here] / scale[here][:, None]
        backward[here - 1] = np.einsum("bij,bj->bi", kernel[border[here]], value)
    slope = forward * backward
    slope /= slope.sum(axis=1, keepdims=True)
    slope[np.arange(len(gold)), gold] -= 1
    inner = np.ones(len(scores), dtype=bool)
    inner[starts] = False
    later = np.flatnonzero(inner)
    value = emissions[later] * backward[later] / scale[later][:, None]
    joint = forward[later - 1][:, :, None] * kernel[border[later]] * value[:, None, :]
    joint[np.arange(len(later)), gold[later - 1], gold[later]] -= 1
    at_border = (border[later] == np.arange(len(moves))[:, None]).astype(np.float32)
    pairs = (at_border @ joint.reshape(len(later), -1)).reshape(moves.shape)
    return slope, pairs


def best_path(scores: Floats, border: Integers, lengths: Integers, moves: Floats) -> Integers:
    """The best path of each sequence: step by step for all sequences, longest first."""
    place, steps = _by_step(lengths)
    value, border = scores[place].T.copy(), border[place]
    kernel = np.ascontiguousarray(moves.transpose(2, 1, 0))
    for before, start, end in steps:
        paths = kernel.take(border[start:end], axis=2)
        paths += value[:, before : before + end - start]
        value[:, start:end] += paths.max(axis=1)
    best = np.empty(len(scores), dtype=np.int64)
    best[place] = _traced(value, border, steps, moves)
    return best


def _by_step(lengths: Integers) -> tuple[Integers, list[tuple[int, int, int]]]:
    """Tokens laid out by step, so that each step of all sequences is one stretch of memory.

    The token at each place; and for each step but the first where the tokens before it
    begin, where it begins and where it ends. Sequences stand in one order in all steps.
    """
    order = np.argsort(-lengths, kind="stable")
    first = np.concatenate([[0], np.cumsum(lengths)[:-1]])[order]
    number = np.arange(lengths.max(initial=0))[:, None]
    there = number < lengths[order]
    bounds = np.append(0, np.cumsum(there.sum(axis=1))).tolist()
    steps = list(zip(bounds, bounds[1:], bounds[2:], strict=False))
    return (first + number)[there], steps


def _traced(
    value: Floats, border: Integers, steps: Sequence[tuple[int, int, int]], moves: Floats
) -> Integers:
    """The tags of the best paths, from the last step back; values and tags laid out by step."""
    found: Integers = value.argmax(axis=0)  # right where a sequence ends
    n_borders, n_tags, _ = moves.shape
    kernel = moves.transpose(1, 2, 0).reshape(n_tags, n_tags * n_borders)
    for before, start, end in reversed(steps):
        paths = kernel.take(found[start:end] * n_borders + border[start:end], axis=1)
        paths += value[:, before : before + end - start]
        found[before : before + end - start] = paths.argmax(axis=0)
    return found


def probabilities(scores: Floats, border: Integers, lengths: Integers, moves: Floats) -> Floats:
    """How probable each tag of each token is, over all paths: (n_tokens, n_tags)."""
    place, steps = _by_step(lengths)
    here = np.exp(scores - scores.max(axis=1, keepdims=True))[place].T.copy()
    border, kernel = border[place], np.exp(moves)
    onward = np.ascontiguousarray(kernel.transpose(2, 1, 0))
    back = np.ascontiguousarray(kernel.transpose(1, 2, 0))
    forward, backward = here.copy(), np.ones_like(here)
    forward /= forward.sum(axis=0)
    for before, start, end in steps:
        paths = onward.take(border[start:end], axis=2)
        paths *= forward[:, before : before + end - start]
        value = forward[:, start:end]
        np.multiply(paths.sum(axis=1), here[:, start:end], out=value)
        value /= value.sum(axis=0)
    for before, start, end in reversed(steps):
        paths = back.take(border[start:end], axis=2)
        paths *= here[:, start:end] * backward[:, start:end]
        value = paths.sum(axis=1)
        backward[:, before : before + end - start] = value / value.sum(axis=0)
    forward *= backward
    forward /= forward.sum(axis=0)
    found = np.empty_like(scores)
    found[place] = forward.T
    return found
