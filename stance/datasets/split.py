"""What a reader yields and `load` returns: labelled passages, and their fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from stance.article import AnnotatedArticle, Article, Passage, Quotation, Span
from stance.datasets.card import Card

if TYPE_CHECKING:
    import pandas as pd

Label: TypeAlias = str | frozenset[str] | tuple[Quotation, ...] | float | None


Reader: TypeAlias = Callable[[Path, Card, str], Iterator["Record"]]
"""A reader of one set: its folder, its card, a split's name → the records of that split."""


@dataclass(frozen=True)
class Record:
    """One labelled passage as it is read; `place` says where it stands, for messages.

    `details` holds what else is known of this record: other annotators, finer labels.
    """

    id: str
    passage: Passage
    label: Label
    group: str = ""
    place: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Split:
    """Passages with their labels, under one name.

    Attributes
    ----------
    groups
        For each passage, what must stay on one side of a split (`card.group` says what).
    details
        For each passage, what else the data say of it.

    Examples
    --------
    >>> from stance.datasets import load
    >>> split = load("seeds/stance")
    >>> len(split.passages) == len(split.labels) == len(split.ids)
    True
    """

    name: str
    card: Card = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    labels: tuple[Any, ...] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    details: tuple[Mapping[str, Any], ...] = field(repr=False, default=())

    def __len__(self) -> int:
        return len(self.passages)

    @property
    def targets(self) -> tuple[str | None, ...]:
        """The target of each passage, for measures that are averaged over targets."""
        return tuple(passage.target for passage in self.passages)

    def to_frame(self) -> pd.DataFrame:
        """One row a passage: id, text, target and its offsets, voice, label, group.

        Columns for outlet, author, date, address, what else is known in words of the article
        (leaning, topic, story), and for the details of the passage follow.

        The offsets count from the first character of the column `text`; a column that no
        passage has is left out. Polars and Hugging Face take the table as it is:
        `polars.from_pandas(frame)`, `datasets.Dataset.from_pandas(frame)`.
        """
        import pandas as pd

        passages = self.passages
        columns: dict[str, list[Any]] = {
            "id": list(self.ids),
            "text": [passage.text for passage in passages],
            "target": list(self.targets),
            "target_start": [_offset(passage, 0) for passage in passages],
            "target_end": [_offset(passage, 1) for passage in passages],
            "voice": [passage.voice for passage in passages],
            "label": [_plain(label) for label in self.labels],
            "group": list(self.groups),
        }
        for known in ([_known(passage.article) for passage in passages], self.details):
            for name in sorted({name for row in known for name in row} - set(columns)):
                columns[name] = [_plain(row.get(name)) for row in known]
        kept = {k: v for k, v in columns.items() if any(item is not None for item in v)}
        return pd.DataFrame(kept)


def _known(article: Article | AnnotatedArticle) -> dict[str, str]:
    """What is known of an article in words."""
    bare = article.article if isinstance(article, AnnotatedArticle) else article
    fixed = {name: getattr(bare, name) for name in ("title", "outlet", "author", "date", "url")}
    known = {**bare.meta, **fixed}
    return {name: value for name, value in known.items() if isinstance(value, str) and value}


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever a table can hold
    """A value as Arrow can hold it: a set becomes a sorted list, a quotation a dictionary."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Quotation):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def fingerprint(record_id: str, passage: Passage, label: object) -> str:
    """Sixteen hexadecimal digits that change with id, text, target, voice or label.

    Examples
    --------
    >>> from stance.article import Article
    >>> passage = Passage(Article("1", "Taxes rose."))
    >>> fingerprint("1", passage, "news") == fingerprint("1", passage, "opinion")
    False
    """
    parts = (
        record_id,
        passage.text,
        passage.target or "",
        passage.voice,
        *(f"{start}:{end}" for start, end in passage.target_spans),
        label_text(label),
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def label_text(label: object) -> str:
    """A label as one string, the same in every run: a set is sorted, a quotation its offsets.

    Examples
    --------
    >>> label_text(frozenset({"morality", "economic"}))
    'economic morality'
    """
    if isinstance(label, frozenset | set):
        return " ".join(sorted(map(str, label)))
    if isinstance(label, tuple):
        return " ".join(map(label_text, label))
    if isinstance(label, Quotation):  # its marks alone: what a guess adds is not gold
        content = ",".join(f"{start}:{end}" for start, end in label.content)
        marks = (":".join(map(str, span)) if span else "" for span in (label.cue, label.source))
        return "|".join((label.kind, content, *marks, label.speaker or ""))
    return "" if label is None else str(label)


def _offset(passage: Passage, side: int) -> int | None:
    if not passage.target_spans:
        return None
    start = passage.span.start if passage.span is not None else 0
    return passage.target_spans[0][side] - start
