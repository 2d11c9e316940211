"""BABE: news sentences that experts call biased by their choice of words, or not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows
from stance.datasets.split import Record

COLUMNS = (
    "biased_words",
    "label_bias",
    "label_opinion",
    "news_link",
    "outlet",
    "text",
    "topic",
    "type",
)
UNDECIDED = "No agreement"


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a sentence; those without agreement are left out, as in the paper.

    Grouped by news article. The id is the row of the file. The article's `meta` has topic
    and leaning; `details` has the opinion label and the words the experts marked.
    """
    (name,) = card.splits[split].files
    for number, (place, row) in enumerate(read_rows(folder / name, COLUMNS, delimiter=";")):
        if row["label_bias"] == UNDECIDED:
            continue
        article = Article(
            str(number),
            row["text"].strip(),
            outlet=row["outlet"],
            url=row["news_link"],
            meta={"topic": row["topic"], "leaning": row["type"]},
        )
        details = {
            "opinion": row["label_opinion"],
            "biased_words": _words(row["biased_words"], place),
        }
        group = row["news_link"] or str(number)
        yield Record(article.id, Passage(article), row["label_bias"], group, place, details)


def _words(cell: str, place: str) -> tuple[str, ...]:
    try:
        return tuple(map(str, ast.literal_eval(cell))) if cell else ()
    except (ValueError, SyntaxError, TypeError):
        raise DataError(f"{place}: biased_words is no list: {cell[:40]!r}") from None
