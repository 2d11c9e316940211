"""Published numbers: rows of a table that every report prints beside ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from stance.evaluation.metrics import metric_of

KINDS = ("baseline", "features", "neural", "pretrained", "LLM")
"""What a published system is made of, from the cheapest to the dearest."""

CONFIRMED = ("C", "S", "R")
"""Read in the paper or its repository, in a later text, or recomputed from its output."""


@dataclass(frozen=True)
class Published:
    """One published number, on the scale the table prints (×100 for shares).

    `mark` says how it is known: C read at the source, S in a later text, R recomputed from
    released output. `year` is 0 where it is not known. `note` spells out how their protocol
    differs from ours of that name.
    """

    system: str
    year: int
    kind: str
    dataset: str
    split: str
    protocol: str
    metric: str
    score: float
    citation: str
    mark: str
    note: str = ""

    @property
    def title(self) -> str:
        """The system with its year, kind and mark, as tables show it."""
        parts = [*([str(self.year)] if self.year else []), f"{self.kind}; {self.mark}"]
        return f"{self.system} ({', '.join(parts)})"


def read_published(path: Path | str | None = None) -> list[Published]:
    """The published rows of a TOML file; by default the repository's, where there is one.

    A `[[table]]` holds what its `rows` share; a row may say otherwise.

    Raises
    ------
    FileNotFoundError
        For a path that is given and is no file.
    ValueError
        For a row that lacks a key, has an unknown one, or an unknown kind or mark.
    """
    own = Path(__file__).parents[2] / "experiments" / "published.toml"
    source = own if path is None else Path(path)
    if not source.is_file():
        if path is None:
            return []
        raise FileNotFoundError(f"{source}: no such file of published numbers")
    try:
        rows = _rows(tomllib.loads(source.read_text("utf-8")))
        return [_published(row, number) for number, row in enumerate(rows, start=1)]
    except ValueError as error:
        raise ValueError(f"{source.name}: {error}") from None


def best_published(rows: Iterable[Published]) -> list[Published]:
    """Of each kind of system, metric and split, the best row.

    Examples
    --------
    >>> rows = [Published("SVM", 2016, "features", "semeval2016", "a", "official", "f_avg",
    ...                   score, "Mohammad et al. 2016", "S") for score in (63.31, 68.98)]
    >>> [row.score for row in best_published(rows)]
    [68.98]
    """
    best: dict[tuple[str, ...], Published] = {}
    for row in rows:
        key = (row.dataset, row.split, row.protocol, row.metric, row.kind)
        sign = 1 if metric_of(row.metric).higher_is_better else -1
        if key not in best or sign * row.score > sign * best[key].score:
            best[key] = row
    return list(best.values())


def published_for(rows: Iterable[Published], dataset: str, split: str) -> list[Published]:
    """The rows of this split, or of the set's other splits where it has none of its own.

    Examples
    --------
    >>> row = Published("BERT", 2021, "pretrained", "p-stance", "test", "official",
    ...                 "f_avg_mean", 76.48, "Li et al. 2021", "C")
    >>> [row.split for row in published_for([row], "p-stance", "val")]
    ['test']
    """
    same = [row for row in rows if row.dataset == dataset]
    return [row for row in same if row.split in ("", split)] or same


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of all tables, each with what its table shares."""
    tables = content.get("table")
    if not isinstance(tables, list) or not all("rows" in table for table in tables):
        raise ValueError("it needs [[table]] with rows = [{ … }]")
    return [
        {**{key: value for key, value in table.items() if key != "rows"}, **row}
        for table in tables
        for row in table["rows"]
    ]


def _published(row: dict[str, Any], number: int) -> Published:
    known = {item.name for item in fields(Published)}
    lacking = sorted(known - set(row) - {"note", "split"})
    if lacking or (unknown := sorted(set(row) - known)):
        wrong = f"lacks {lacking[0]!r}" if lacking else f"has the unknown key {unknown[0]!r}"
        raise ValueError(f"row {number} {wrong}")
    made = Published(**{"split": "", **row})
    if made.kind not in KINDS or made.mark not in CONFIRMED:
        raise ValueError(
            f"row {number} ({made.system}): kind is one of {', '.join(KINDS)} and mark one of "
            f"{', '.join(CONFIRMED)}"
        )
    metric_of(made.metric)
    return made
