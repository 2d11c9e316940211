"""GWSD: opinions on global warming quoted in the news, rated by eight people each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.formats import number, read_rows
from stance.datasets.split import Record

TARGET = "climate change/global warming is a serious concern"
LABELS = ("disagree", "neutral", "agree")
WORKERS = tuple(f"worker_{index}" for index in range(8))
COLUMNS = ("sentence", *WORKERS, *LABELS, "guid", "in_held_out_test")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a sentence with a label distribution; the label is the likeliest.

    Screening sentences have no distribution and are left out. `details` holds the eight
    `ratings` and the `distribution`. Grouped by sentence, since a few occur twice.
    """
    (name,) = card.splits[split].files
    for place, row in read_rows(folder / name, COLUMNS, delimiter="\t", quoted=False):
        if row["in_held_out_test"] not in ("True", "False"):
            raise DataError(f"{place}: in_held_out_test is {row['in_held_out_test']!r}")
        if row["agree"] and (row["in_held_out_test"] == "True") == (split == "test"):
            yield _record(row, place)


def _record(row: Mapping[str, str], place: str) -> Record:
    distribution = {label: number(row[label], place) for label in LABELS}
    return Record(
        row["guid"],
        Passage(Article(row["guid"], row["sentence"]), target=TARGET),
        max(LABELS, key=distribution.__getitem__),
        hashlib.sha256(row["sentence"].encode()).hexdigest()[:12],
        place,
        {
            "ratings": tuple(row[worker].removesuffix("s") for worker in WORKERS),
            "distribution": distribution,
        },
    )
