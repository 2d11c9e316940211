"""VAST: comments on a newspaper's debates, each with one of thousands of topics."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import key, read_rows
from stance.datasets.split import Record

LABELS = {"0": "con", "1": "pro", "2": "neutral"}
FULL = ("post", "topic_str", "label")
"""The columns of the authors' own files."""
REDUCED = ("Tweet", "Target", "Stance")
"""The same three in the four-column copies of dev and test that went around since."""


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a (comment, topic); the topic is the normalised one, in every split.

    Grouped by comment. `details["seen"]` says whether the topic has training examples.
    """
    articles: dict[str, Article] = {}
    for name in card.splits[split].files:
        rows = read_rows(folder / name, ("seen?",))
        for number, (place, row) in enumerate(rows):
            yield _record(str(number), row, place, articles)


def _record(
    number: str, row: Mapping[str, str], place: str, articles: dict[str, Article]
) -> Record:
    post, topic, label = (
        key(row, name, place) for name in (FULL if "post" in row else REDUCED)
    )
    group = hashlib.sha256(post.encode()).hexdigest()[:12]
    article = articles.setdefault(group, Article(group, post))
    details: dict[str, object] = {"seen": row["seen?"] == "1"}
    for name in ("ori_topic", "new_topic", "type_idx"):
        if name in row:
            details[name] = row[name]
    return Record(
        number, Passage(article, target=topic), LABELS.get(label, label), group, place, details
    )
