"""SemEval-2023 Task 3, subtask 2: the frames of news articles, several an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stance.article import Article, Passage
from stance.codebook import Codebook
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows, read_text
from stance.datasets.split import Label, Record


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article, title and body as the file holds them.

    The label is a set of ids of the codebook policy-frames; it is None where the organisers
    gave none. Articles without labels come in the order of their ids.
    """
    texts, *labels = card.splits[split].files
    codebook = Codebook.read(card.codebook)
    for article_id, label, place in _coded(folder, labels, texts, codebook):
        path = folder / texts / f"article{article_id}.txt"
        if not path.is_file():
            raise DataError(f"{place}: {texts} has no {path.name}")
        text = read_text(path)
        article = Article(article_id, text, title=text.split("\n", 1)[0].strip())
        yield Record(article_id, Passage(article), label, article_id, place)


def _coded(
    folder: Path, labels: list[str], texts: str, codebook: Codebook
) -> Iterator[tuple[str, Label, str]]:
    for name in labels:
        rows = read_rows(
            folder / name, ("id", "frames"), delimiter="\t", quoted=False, header=False
        )
        for place, row in rows:
            yield row["id"], _frames(row["frames"], codebook, place), place
    if not labels:
        for path in sorted((folder / texts).glob("article*.txt")):
            yield path.stem.removeprefix("article"), None, path.name


def _frames(cell: str, codebook: Codebook, place: str) -> frozenset[str]:
    try:
        return frozenset(codebook[name].id for name in cell.split(","))
    except (KeyError, ValueError) as error:
        raise DataError(f"{place}: {' '.join(map(str, error.args))}") from None
