"""A sample of the AllSides articles of Baly et al.: whole political news, as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.datasets.card import Card
from stance.datasets.formats import key, read_json_lines
from stance.datasets.split import Record


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article, its title first; the label is its outlet's leaning.

    Grouped by outlet, told by the address it was published at. Read as it streams: memory
    stays flat through `stance.datasets.records`.
    """
    for name in card.splits[split].files:
        for place, row in read_json_lines(folder / name):
            host = key(row, "source_url", place)
            leaning = key(row, "bias_text", place)
            title = key(row, "title", place)
            article = Article(
                key(row, "ID", place),
                f"{title}\n\n{key(row, 'content_original', place)}",
                title,
                key(row, "source", place),
                row.get("authors", ""),
                row.get("date", ""),
                row.get("url", ""),
                {"leaning": leaning, "topic": row.get("topic", ""), "host": host},
            )
            yield Record(article.id, Passage(article), leaning, host, place)
