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
_PLACES = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
"""What the first, second … part of a template is multiplied by: odd numbers without pattern."""
_MIX = np.uint32(0x7FEB352D)


def hashed(
    columns: Mapping[str, Integers], templates: Sequence[str], bits: int, first: int, end: int
) -> Iterator[Integers]:
    """Features of the tokens `first` to `end`, in groups of shape (n_templates, n_tokens).

    A template names columns, each with the offset of the token looked at: `word-1|word`.
    Each token has one feature a template, a number below `2**bits`.
    """
    looked_at, groups = _plan(tuple(templates))
    seen = np.empty((len(looked_at), end - first), dtype=np.uint32)
    for row, (name, offset, place) in enumerate(looked_at):
        np.multiply(columns[name][first + offset : end + offset], _PLACES[place], out=seen[row])
    for start, parts in groups:
        mixed = seen[parts[0]]
        mixed += start[:, None]
        for part in parts[1:]:
            mixed += seen[part]
        mixed ^= mixed >> np.uint32(16)
        mixed *= _MIX
        yield (mixed >> np.uint32(32 - bits)).astype(np.intp)


@lru_cache(maxsize=8)
def _plan(
    templates: tuple[str, ...],
) -> tuple[list[tuple[str, int, int]], list[tuple[NDArray[np.uint32], Integers]]]:
    """What the templates look at, and the templates of one, two, three … parts together.

    Looked at is a column, with an offset, as the first, second … part of a template. Of each
    group: the templates' own numbers, and for each part the rows of what is looked at.
    """
    parsed = [_parsed(template) for template in templates]
    looked_at = sorted({part for _, parts in parsed for part in parts})
    row = {part: number for number, part in enumerate(looked_at)}
    groups = []
    for size in sorted({len(parts) for _, parts in parsed}):
        alike = [one for one in parsed if len(one[1]) == size]
        start = np.array([number for number, _ in alike], dtype=np.uint32)
        groups.append(
            (start, np.array([[row[parts[k]] for _, parts in alike] for k in range(size)]))
        )
    return looked_at, groups


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[int, tuple[tuple[str, int, int], ...]]:
    """A number of its own, and the columns with their offsets and places."""
    parts = [_PART.fullmatch(part) for part in template.split("|")]
    columns = tuple(
        (part[1], int(part[2] or 0), place)
        for place, part in enumerate(parts)
        if part is not None
    )
    return crc32(template.encode()), columns
