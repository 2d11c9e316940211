"""NewsMTSC: news sentences, each with one or more mentions that it speaks well or ill of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stance.article import Article, Passage, Span
from stance.datasets.card import Card, DataError
from stance.datasets.formats import key, read_json_lines
from stance.datasets.split import Record

POLARITY = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a mention; the mentions of a sentence share their article.

    `target_spans` begins with the mention that was labelled; further mentions of the same
    person follow. Grouped by the news article the sentence was taken from.
    """
    for name in card.splits[split].files:
        for place, row in read_json_lines(folder / name):
            yield from _sentence(row, place)


def _sentence(row: Mapping[str, Any], place: str) -> Iterator[Record]:
    sentence_id = key(row, "primary_gid", place)
    source = "_".join(sentence_id.split("_")[:3])
    article = Article(
        sentence_id,
        key(row, "sentence_normalized", place),
        meta={"corpus": source.split("_")[0], "source": source},
    )
    for target in key(row, "targets", place):
        polarity = key(target, "polarity", place)
        mentions = [target, *target.get("further_mentions", ())]
        spans = tuple(_span(mention, article.text, place) for mention in mentions)
        yield Record(
            key(target, "Input.gid", place),
            Passage(article, None, key(target, "mention", place), spans),
            POLARITY.get(polarity, str(polarity)),
            source,
            place,
        )


def _span(mention: Mapping[str, Any], text: str, place: str) -> Span:
    span = Span(key(mention, "from", place), key(mention, "to", place))
    if span.of(text) != key(mention, "mention", place):
        raise DataError(f"{place}: the mention does not stand at {span.start}–{span.end}")
    return span
