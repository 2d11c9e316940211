"""P-Stance: tweets of the 2020 US primaries, for or against one of three politicians."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import read_rows
from stance.datasets.split import Record


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a tweet, file by file; the id is the file's politician and the row."""
    for name in card.splits[split].files:
        politician = Path(name).stem.rpartition("_")[2]
        rows = read_rows(folder / name, ("Tweet", "Target", "Stance"))
        for number, (place, row) in enumerate(rows):
            tweet_id = f"{politician}/{number}"
            passage = Passage(Article(tweet_id, row["Tweet"]), target=row["Target"])
            yield Record(tweet_id, passage, row["Stance"], tweet_id, place)
