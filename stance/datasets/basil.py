"""BASIL: lexical and informational bias in three tellings of a story, span by span."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.article import AUTHOR, Actor, Article, Passage, Span
from stance.datasets.card import Card, DataError
from stance.datasets.formats import key, read_json
from stance.datasets.split import Record

BIAS = {"inf": "informational", "lex": "lexical"}
LEANINGS = {"left": "liberal", "right": "conservative"}
"""Two of the annotators' words for a relative stance, each as the other two."""
FEELING = "author_feeling_"
EVENT = "main_event"


@dataclass(frozen=True)
class Telling:
    """One article with its sentences (`title`, `p0`, `p1` …) and its annotations."""

    article: Article
    sentences: Mapping[str, Span]
    spans: tuple[Mapping[str, Any], ...]
    feelings: Mapping[str, str]
    story: str
    place: str


def read_sentences(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a sentence of the body; its label is the set of biases that begin in it.

    The title and seven empty sentences are left out. `details["spans"]` holds the biased
    stretches in offsets of the article, with target, polarity and speaker.
    """
    for telling in _tellings(folder):
        for name, span in telling.sentences.items():
            if name == "title" or not span.of(telling.article.text).strip():
                continue
            found = [row for row in telling.spans if row["sentence"] == name]
            label = frozenset(str(row["bias"]) for row in found)
            passage = Passage(telling.article, span)
            record_id = f"{telling.article.id}/{name}"
            yield Record(
                record_id, passage, label, telling.story, telling.place, {"spans": tuple(found)}
            )


def read_spans(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a biased stretch: its target, its polarity, and its speaker as the voice."""
    for telling in _tellings(folder):
        for number, row in enumerate(telling.spans):
            passage = Passage(
                telling.article, row["span"], row["target"], (), row["speaker"] or AUTHOR
            )
            details = {name: row[name] for name in ("bias", "aim", "quote", "sentence")}
            record_id = f"{telling.article.id}/{number}"
            yield Record(
                record_id, passage, row["polarity"], telling.story, telling.place, details
            )


def read_feelings(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article and main entity, or the main event: what the author feels."""
    for telling in _tellings(folder):
        for target, label in telling.feelings.items():
            is_event = target == EVENT
            name = telling.article.meta["event"] if is_event else target.replace("_", " ")
            passage = Passage(telling.article, None, name)
            record_id = f"{telling.article.id}/{target}"
            details = {"of": "event" if is_event else "entity"}
            yield Record(record_id, passage, label, telling.story, telling.place, details)


def _tellings(folder: Path) -> Iterator[Telling]:
    for path in sorted((folder / "articles").rglob("*.json")):
        coded = folder / "annotations" / path.parent.name / f"{path.stem}_ann.json"
        if not coded.is_file():
            raise DataError(f"{path.name}: annotations has no {coded.name}")
        yield _telling(read_json(path), read_json(coded), path.stem, coded.name)


def _telling(
    row: Mapping[str, Any], coded: Mapping[str, Any], article_id: str, place: str
) -> Telling:
    text, sentences = _text(key(row, "title", place), key(row, "body-paragraphs", place))
    overall = key(coded, "article-level-annotations", place)
    leaning = overall["relative_stance"]
    article = Article(
        article_id,
        text,
        row["title"],
        row["source"].lower(),
        date=row["date"],
        url=row["url"],
        meta={
            "story": row["triplet-uuid"],
            "event": row["main-event"],
            "leaning": LEANINGS.get(leaning, leaning),
            "actors": tuple(Actor(name, name) for name in row["main-entities"]),
        },
    )
    rows = key(coded, "phrase-level-annotations", place)
    return Telling(
        article,
        sentences,
        tuple(
            sorted((_span(r, sentences, text, place) for r in rows), key=lambda s: s["span"])
        ),
        {name[len(FEELING) :]: v for name, v in overall.items() if name.startswith(FEELING)},
        row["triplet-uuid"],
        place,
    )


def _text(title: str, paragraphs: list[list[str]]) -> tuple[str, dict[str, Span]]:
    """Title and paragraphs, an empty line between them, and where each sentence stands."""
    text, sentences = title, {"title": Span(0, len(title))}
    for paragraph in paragraphs:
        for number, sentence in enumerate(paragraph):
            text += " " if number else "\n\n"
            sentences[f"p{len(sentences) - 1}"] = Span(len(text), len(text) + len(sentence))
            text += sentence
    return text, sentences


def _span(
    row: Mapping[str, Any], sentences: Mapping[str, Span], text: str, place: str
) -> dict[str, Any]:
    if key(row, "id", place) not in sentences:
        raise DataError(f"{place}: the article has no sentence {row['id']!r}")
    first = sentences[row["id"]].start
    span = Span(first + row["start"], first + row["end"])
    if span.of(text) != row["txt"]:
        raise DataError(f"{place}: the span at {row['id']}, {row['start']} has another text")
    return {
        "span": span,
        "sentence": row["id"],
        "bias": BIAS.get(row["bias"], row["bias"]),
        "target": row["target"].replace("_", " "),
        "polarity": row["polarity"],
        "aim": row["aim"],
        "quote": row["quote"] == "yes",
        "speaker": row["speaker"].replace("_", " "),
    }
