"""Emergent: headlines for, against or observing a rumoured claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows
from stance.datasets.split import Record

COLUMNS = ("claimHeadline", "articleHeadline", "articleHeadlineStance", "articleId", "claimId")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a headline, whose target is the claim; grouped by claim.

    The official test rows are those of the authors' two files of test predictions.
    """
    table, *predictions = card.splits[split].files
    tested = {
        row["articleId"]: place
        for name in predictions
        for place, row in read_rows(folder / name, ("articleId",))
    }
    for place, row in read_rows(folder / table, COLUMNS):
        if (tested.pop(row["articleId"], None) is not None) == (split == "test"):
            headline = Article(row["articleId"], row["articleHeadline"])
            passage = Passage(headline, target=row["claimHeadline"])
            stance = row["articleHeadlineStance"]
            yield Record(row["articleId"], passage, stance, row["claimId"], place)
    for article_id, place in tested.items():
        raise DataError(f"{place}: {table} has no article {article_id}; is it cut off?")
