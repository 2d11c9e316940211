"""Columns → features: templates that join columns of a token and its neighbours to one hash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.integer[Any]]

_PART = re.compile(r"([a-z_]+)([+-]\d)?")
_HALF = np.uint64(29)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def hashed(
    columns: Mapping[str, Integers], templates: Sequence[str], bits: int, first: int, end: int
) -> Iterator[Integers]:
    """Features of the tokens `first` to `end`, in groups of shape (n_templates, n_tokens).

    A template names columns, each with the offset of the token looked at: `word-1|word`.
    Each token has one feature a template, a number below `2**bits`.
    """
    looked_at, groups = _plan(tuple(templates))
    seen = np.empty((len(looked_at), end - first), dtype=np.uint64)
    for row, (name, offset) in enumerate(looked_at):
        seen[row] = columns[name][first + offset : end + offset]
    for start, parts in groups:
        mixed = np.repeat(start[:, None], end - first, axis=1)
        for part in parts:
            mixed ^= seen[part]
            mixed *= _MIX
            mixed ^= mixed >> _HALF
        mixed *= _MIX
        mixed >>= np.uint64(64 - bits)
        yield mixed.view(np.int64)


@lru_cache(maxsize=8)
def _plan(
    templates: tuple[str, ...],
) -> tuple[list[tuple[str, int]], list[tuple[NDArray[np.uint64], Integers]]]:
    """What the templates look at, and the templates of one, two, three … parts together.

    Of each group: the templates' first numbers, and for each part the rows of what is looked
    at.
    """
    parsed = [_parsed(template) for template in templates]
    looked_at = sorted({part for _, parts in parsed for part in parts})
    place = {part: row for row, part in enumerate(looked_at)}
    groups = []
    for size in sorted({len(parts) for _, parts in parsed}):
        alike = [one for one in parsed if len(one[1]) == size]
        start = np.array([number for number, _ in alike], dtype=np.uint64)
        columns = [[place[parts[k]] for _, parts in alike] for k in range(size)]
        groups.append((start, np.array(columns)))
    return looked_at, groups


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """A number to begin with, and the columns with their offsets."""
    parts = [_PART.fullmatch(part) for part in template.split("|")]
    columns = tuple((part[1], int(part[2] or 0)) for part in parts if part is not None)
    return crc32(template.encode()), columns
