"""FNC-1: a headline and the body of a news text that may be another's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows
from stance.datasets.split import Record


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a pair: the body, whose target is the headline; a body is one article.

    Grouped by body. The id is the number of the row, since pairs occur twice.
    """
    stances, bodies = card.splits[split].files
    articles = {
        row["Body ID"]: Article(row["Body ID"], row["articleBody"])
        for _, row in read_rows(folder / bodies, ("Body ID", "articleBody"))
    }
    rows = read_rows(folder / stances, ("Headline", "Body ID", "Stance"))
    for number, (place, row) in enumerate(rows):
        body = row["Body ID"]
        if body not in articles:
            raise DataError(f"{place}: {bodies} has no body {body!r}")
        passage = Passage(articles[body], target=row["Headline"])
        yield Record(str(number), passage, row["Stance"], body, place)
