"""SemEval-2019 Task 4: articles that argue blindly for one side, or do not (by article)."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.split import Record

BLOCKS = ("p", "q")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article, its title first; grouped by the publisher's domain."""
    texts, truth = card.splits[split].files
    labels = {item.get("id", ""): item for item in _items(folder / truth)}
    for item in _items(folder / texts):
        article_id = item.get("id", "")
        place = f"{texts}, article {article_id}"
        if article_id not in labels:
            raise DataError(f"{place}: {truth} has no such article")
        url = labels[article_id].get("url", "")
        domain = (urlsplit(url).hostname or article_id).removeprefix("www.")
        title = html.unescape(item.get("title", ""))
        article = Article(
            article_id,
            "\n\n".join([title, *_paragraphs(item)]),
            title,
            domain,
            date=item.get("published-at", ""),
            url=url,
        )
        label = labels[article_id].get("hyperpartisan", "")
        yield Record(article_id, Passage(article), label, domain, place)


def _items(path: Path) -> list[ElementTree.Element]:
    try:
        return ElementTree.parse(path).getroot().findall("article")
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise DataError(f"{path.name}, line {line}: no XML; is the file cut off?") from None


def _paragraphs(item: ElementTree.Element) -> list[str]:
    """The running text, cut at every paragraph; links are text, entities are characters."""
    parts = [item.text or ""]
    for child in item:
        apart = "\0" if child.tag in BLOCKS else ""
        parts += [apart, "".join(child.itertext()), apart, child.tail or ""]
    lines = (" ".join(html.unescape(part).split()) for part in "".join(parts).split("\0"))
    return [line for line in lines if line]
