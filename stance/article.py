"""The nouns every other room speaks in: articles, spans, quotations, actors, passages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from stance.spans import Paragraph, Sentence, Span, Spans, Token
from stance.word_types import Integers, WordTypes, current_types

__all__ = [
    "AUTHOR",
    "Actor",
    "AnnotatedArticle",
    "Article",
    "Paragraph",
    "Passage",
    "Quotation",
    "QuotationKind",
    "Sentence",
    "Span",
    "Spans",
    "Token",
    "as_passages",
]

AUTHOR = "author"
"""The id and name of the voice that is the article's own."""

QuotationKind = Literal["direct", "indirect", "mixed", "scare"]


@dataclass(frozen=True)
class Article:
    """One news text, never changed; every layer points into it by character offset."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Quotation:
    """Words or a claim the article gives to somebody other than its author.

    `content` is one or more spans (several where the quotation is interrupted); `cue` the
    reporting words; `source` where the speaker is named; `speaker` the id of an `Actor`, None
    where it is unknown, and `speaker_probability` how probably it is this one.
    """

    content: tuple[Span, ...]
    kind: QuotationKind = "direct"
    cue: Span | None = None
    source: Span | None = None
    speaker: str | None = None
    speaker_probability: float | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody the article speaks of: `name` is the fullest form it uses.

    `kind` is person, organisation, country or group; empty where nothing tells.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class AnnotatedArticle:
    """An article with its layers; made once, shared by reference.

    Paragraphs, sentences and tokens may be given as any spans in text order; they are held
    as `Spans`.
    """

    article: Article
    paragraphs: Spans = Spans()  # noqa: RUF009 - never changed
    sentences: Spans = Spans()  # noqa: RUF009 - never changed
    tokens: Spans = Spans()  # noqa: RUF009 - never changed
    actors: tuple[Actor, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def __post_init__(self) -> None:
        """Hold the layers of spans in their one form."""
        for layer in ("paragraphs", "sentences", "tokens"):
            object.__setattr__(self, layer, Spans.of(getattr(self, layer)))

    @property
    def text(self) -> str:
        """The text all layers point into."""
        return self.article.text

    @cached_property
    def words(self) -> list[str]:
        """The word of each token."""
        return self.tokens.words(self.text)

    @property
    def numbered(self) -> tuple[WordTypes, Integers]:
        """A table of word types, and the number in it of each token's word.

        The table is this thread's, and may be another one at the next call.
        """
        types = current_types()
        held: tuple[WordTypes, Integers] | None = self.__dict__.get("_numbered")
        if held is None or held[0] is not types:
            held = self.__dict__["_numbered"] = types, types.numbers(self.words)
        return held

    def counted(self, types: WordTypes, numbers: Integers) -> AnnotatedArticle:
        """The same article, told the number of each token's word."""
        self.__dict__["_numbered"] = types, numbers
        self.__dict__["words"] = types.known(str, object).take(numbers).tolist()
        return self

    def with_layers(
        self, actors: tuple[Actor, ...], quotations: tuple[Quotation, ...] = ()
    ) -> AnnotatedArticle:
        """The same spans with these actors and quotations; its words stay counted."""
        annotated = replace(self, actors=actors, quotations=quotations)
        annotated.__dict__.update((k, v) for k, v in self.__dict__.items() if k in _COUNTED)
        return annotated

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in _COUNTED}


_COUNTED = frozenset(["words", "_numbered"])
"""What an annotated article can work out again: not carried to another process."""


@dataclass(frozen=True)
class Passage:
    """What gets a label: a span of an article and, for stance, a target and a voice.

    `article` is bare until some model asks for layers; `span` defaults to all of it.
    `target` is the target's text (a name, a topic, a headline or a claim) and
    `target_spans` where it is mentioned, in offsets of the article.

    Examples
    --------
    >>> Passage(Article("1", "Taxes rose."), Span(0, 5)).text
    'Taxes'
    """

    article: Article | AnnotatedArticle
    span: Span | None = None
    target: str | None = None
    target_spans: tuple[Span, ...] = ()
    voice: str = AUTHOR

    @property
    def text(self) -> str:
        """The characters that get the label."""
        return self.article.text if self.span is None else self.span.of(self.article.text)


def as_passages(data: object) -> list[Passage]:
    """Whatever a user holds, as passages: strings, articles, passages or a data frame.

    A data frame (pandas, Polars, or anything with columns) needs the column `text`; the
    columns `target`, `target_start` and `target_end` are used where they are present.

    Raises
    ------
    ValueError
        For a missing column, a text that is not a string, or an item of another type; the
        message names the row.

    Examples
    --------
    >>> [passage.text for passage in as_passages(["Taxes rose.", "Wages fell."])]
    ['Taxes rose.', 'Wages fell.']
    """
    if isinstance(data, str):
        raise ValueError("one string was given where a sequence is needed: wrap it in a list")
    columns = getattr(data, "columns", None)
    if columns is not None:
        return _from_frame(data, [str(name) for name in columns])
    if not isinstance(data, Iterable):
        raise ValueError(f"cannot read passages from {type(data).__name__}")
    return [_as_passage(item, row) for row, item in enumerate(data)]


def _as_passage(item: object, row: int) -> Passage:
    if isinstance(item, Passage):
        return item
    if isinstance(item, Article | AnnotatedArticle):
        return Passage(item)
    if isinstance(item, str):
        return Passage(Article(str(row), item))
    raise ValueError(f"row {row}: expected a text, an article or a passage, got {item!r}")


def _from_frame(frame: Any, columns: Sequence[str]) -> list[Passage]:  # noqa: ANN401 - any frame
    if "text" not in columns:
        raise ValueError(f"no column 'text'; the columns are {', '.join(columns)}")
    names = [c for c in ("text", "target", "target_start", "target_end") if c in columns]
    rows = zip(*(list(frame[name]) for name in names), strict=True)
    return [_from_row(dict(zip(names, row, strict=True)), i) for i, row in enumerate(rows)]


def _from_row(row: dict[str, Any], number: int) -> Passage:
    text, target = row["text"], row.get("target")
    if not isinstance(text, str):
        raise ValueError(f"row {number}: the text is {text!r}, not a string")
    if "target" in row and not isinstance(target, str):
        raise ValueError(f"row {number}: the target is {target!r}, not a string")
    start, end = row.get("target_start"), row.get("target_end")
    spans: tuple[Span, ...] = ()
    if start is not None and end is not None and not (math.isnan(start) or math.isnan(end)):
        spans = (_checked_span(int(start), int(end), text, number),)
    return Passage(Article(str(number), text), target=target, target_spans=spans)


def _checked_span(start: int, end: int, text: str, number: int) -> Span:
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"row {number}: target offsets {start}–{end} lie outside the text "
            f"of {len(text)} characters"
        )
    return Span(start, end)
