"""SemEval-2016 Task 6: tweets with a given target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import read_rows
from stance.datasets.split import Record

COLUMNS = ("ID", "Target", "Tweet", "Stance", "Opinion towards", "Sentiment")
HASHTAG = "#SemST"
"""Put at the end of every tweet by the organisers; it is no part of the tweet."""


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """Tweets as they stand, without the organisers' hashtag."""
    for name in card.splits[split].files:
        rows = read_rows(
            folder / name, COLUMNS, delimiter="\t", encoding="latin-1", quoted=False
        )
        for place, row in rows:
            tweet = row["Tweet"].strip().removesuffix(HASHTAG).rstrip()
            yield Record(
                row["ID"],
                Passage(Article(row["ID"], tweet), target=row["Target"]),
                row["Stance"],
                group=row["ID"],
                place=place,
                details={
                    "opinion_towards": row["Opinion towards"],
                    "sentiment": row["Sentiment"],
                },
            )
