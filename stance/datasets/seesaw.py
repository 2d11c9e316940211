"""SEESAW: who is for or against whom, sentence by sentence of whole news articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stance.article import AUTHOR, Actor, Article, Passage, Span
from stance.datasets.card import Card, DataError, MissingDataError
from stance.datasets.formats import key, read_json
from stance.datasets.split import Record

NOBODY = "None"
"""The source of a stance that the article itself takes."""
LEANINGS = ("left", "lean left", "center", "lean right", "right")


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a triplet: the sentence, whose `voice` and `target` are its two entities.

    A source of None is the author's voice; "Not in the list" stays as it is. An article's
    `meta` has story, topic, leaning, its actors and what the author feels towards each. Only
    POS and NEG are annotated: a pair without a triplet has no stance. Grouped by story.
    """
    here = 0
    for path in sorted((folder / "SEESAW" / "meta").glob("*.json")):
        meta = read_json(path)
        if key(meta, "Split", path.name) == split:
            here += 1
            yield from _story(folder / "SEESAW", path.stem, meta)
    if not here:
        raise MissingDataError(f"no story of {card.name}/{split} is here.\n{card.access}")


def _story(folder: Path, story: str, meta: Mapping[str, Any]) -> Iterator[Record]:
    for path in sorted((folder / "articles").glob(f"{story}_DOCUMENT_*.json")):
        about = key(meta, f"Meta info for article {path.stem[-1]}", f"{story}.json")
        coded = folder / "annotations" / path.name
        if not coded.is_file():
            raise DataError(f"{story}.json: annotations has no {path.name}")
        annotation = read_json(coded)
        article, sentences = _article(
            read_json(path), path.stem, story, meta, about, annotation
        )
        for number, triplets in key(annotation, "sentence-level stances", path.name).items():
            place = f"annotations/{path.name}, sentence {number}"
            if int(number) not in sentences:
                raise DataError(f"{place}: the article has no such sentence")
            for row in triplets:
                yield _record(row, article, sentences[int(number)], story, number, place)


def _article(
    body: Mapping[str, Any],
    article_id: str,
    story: str,
    meta: Mapping[str, Any],
    about: Mapping[str, Any],
    annotation: Mapping[str, Any],
) -> tuple[Article, dict[int, Span]]:
    """The article, its title first and a sentence a line, and where each sentence stands."""
    text, sentences = body["title"] + "\n", {}
    for sentence in key(body, "text", f"articles/{article_id}.json"):
        if sentence["text"].strip():
            sentences[sentence["id"]] = Span(
                len(text) + 1, len(text) + 1 + len(sentence["text"])
            )
            text += "\n" + sentence["text"]
    actors = tuple(Actor(row[0], row[0]) for row in annotation["entity lists"])
    known = {
        "story": story,
        "topic": meta["story_topic"],
        "leaning": LEANINGS[about["bias_label"]],
        "actors": actors,
        "entity_sentiments": annotation["entity sentiments"],
    }
    article = Article(
        article_id,
        text,
        body["title"],
        about["source"],
        date=meta["story_time"],
        url=about["url"],
        meta=known,
    )
    return article, sentences


def _record(
    row: Mapping[str, Any], article: Article, span: Span, story: str, number: str, place: str
) -> Record:
    source = key(row, "subject", place)
    voice = AUTHOR if source == NOBODY else source
    passage = Passage(article, span, key(row, "object", place), (), voice)
    record_id = f"{article.id}/{number}/{key(row, 'id', place)}"
    details = {"annotators": tuple(row.get("annotators", ()))}
    return Record(record_id, passage, key(row, "sentiment", place), story, place, details)
