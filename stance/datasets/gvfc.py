"""GVFC: headlines on gun violence, each with the frame that coders saw first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import read_sheet
from stance.datasets.split import Record

THEMES = {
    "1": "gun-rights",
    "2": "gun-control",
    "3": "politics",
    "4": "mental-health",
    "5": "school-safety",
    "6": "race-ethnicity",
    "7": "public-opinion",
    "8": "society-culture",
    "9": "economic-consequences",
    "99": "none",
}
COLUMNS = ("news_title", "Q1 Relevant", "Q2 Focus", "Q3 Theme1", "Q3 Theme2")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a headline: the framed ones, or all where the card has the label none.

    The label is the first theme; `details` has the second, relevance and focus. The id is
    the row of the workbook. Grouped by headline, of which a few occur twice.
    """
    (name,) = card.splits[split].files
    for place, row in read_sheet(folder / name, COLUMNS):
        record = _record(row, place)
        if record.label != "none" or "none" in card.labels:
            yield record


def _record(row: Mapping[str, str], place: str) -> Record:
    title, theme, second = row["news_title"].strip(), row["Q3 Theme1"], row["Q3 Theme2"]
    row_id = place.rpartition(" ")[2]
    details = {
        "theme2": THEMES.get(second, second),
        "relevant": row["Q1 Relevant"] == "1",
        "focus": row["Q2 Focus"] == "1",
    }
    group = hashlib.sha256(title.lower().encode()).hexdigest()[:12]
    passage = Passage(Article(row_id, title))
    return Record(row_id, passage, THEMES.get(theme, theme), group, place, details)
