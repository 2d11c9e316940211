"""PolNeAR: who said what in campaign news, as source, cue and content (brat standoff)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from stance.article import Article, Passage, Quotation, QuotationKind, Span
from stance.datasets.card import Card, DataError
from stance.datasets.formats import read_rows, read_text
from stance.datasets.split import Record

META = ("compartment", "filename", "annotators", "publisher", "publication_date", "title")
TRIGGERS = ("Attribution", "Attribution-no-source")
"""Relations with another trigger (Discuss, Discard) were set aside by the annotators."""
MARKS = '"“”'

_LINE = re.compile(r"(?=^[TE#A*R]\d*\t)", re.MULTILINE)


def read(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article; its label is the article's quotations in text order.

    The annotator is the first whom the metadata name; `details["annotator"]` says who, and
    `details["others"]` holds what the other annotators of the article found.
    """
    metadata, texts, annotations = card.splits[split].files
    for place, row in read_rows(folder / metadata, META, delimiter="\t", quoted=False):
        if row["compartment"] == split:
            article = _article(folder / texts, row, place)
            found = {
                annotator: read_quotations(
                    folder / annotations / f"{article.id}_{annotator}.ann", article
                )
                for annotator in row["annotators"].split("|")
            }
            first, *others = found
            details = {"annotator": first, "others": {name: found[name] for name in others}}
            yield Record(article.id, Passage(article), found[first], article.id, place, details)


def _article(texts: Path, row: Mapping[str, str], place: str) -> Article:
    path = texts / f"{row['filename']}.txt"
    if not path.is_file():
        raise DataError(f"{place}: {texts.name} has no {path.name}")
    return Article(
        row["filename"],
        read_text(path),
        row["title"],
        row["publisher"],
        _known(row.get("author", "")),
        row["publication_date"],
    )


def _known(value: str) -> str:
    return "" if value == "None" else value


def read_quotations(path: Path, article: Article) -> tuple[Quotation, ...]:
    """The quotations of one annotation file, in text order.

    A cue or source in several fragments is its longest; the content keeps all of them. The
    kind is ours, told from the quotation marks of the content: the corpus gives none.

    Raises
    ------
    DataError
        Where a span lies outside the text or a relation names a span that is not there.
    """
    spans: dict[str, tuple[Span, ...]] = {}
    relations: list[tuple[str, list[tuple[str, str]]]] = []
    for entry in _LINE.split(read_text(path)):
        name, _, rest = entry.rstrip("\n").partition("\t")
        if name.startswith("T"):
            spans[name] = _spans(rest, article.text, f"{path.name}, {name}")
        elif name.startswith("E"):
            roles = [part.partition(":")[::2] for part in rest.split()]
            if roles[0][0] in TRIGGERS:
                relations.append((f"{path.name}, {name}", [(r, t) for r, t in roles[1:]]))
    found = [_quotation(roles, spans, article.text, place) for place, roles in relations]
    return tuple(sorted((q for q in found if q is not None), key=lambda q: q.content[0]))


def _spans(rest: str, text: str, place: str) -> tuple[Span, ...]:
    head, _, quoted = rest.partition("\t")
    try:
        offsets = [tuple(map(int, part.split())) for part in head.split(" ", 1)[1].split(";")]
        spans = tuple(Span(start, end) for start, end in offsets)
    except (IndexError, ValueError):
        raise DataError(f"{place}: {head!r} is no type with offsets") from None
    if "".join(quoted.split()) != "".join("".join(s.of(text) for s in spans).split()):
        raise DataError(f"{place}: the text at {head!r} is another; is the file cut off?")
    return spans


def _quotation(
    roles: Sequence[tuple[str, str]], spans: dict[str, tuple[Span, ...]], text: str, place: str
) -> Quotation | None:
    """None for a relation without content, of which there are a handful."""
    parts: dict[str, list[Span]] = {"Content": [], "Cue": [], "Source": []}
    for role, name in roles:
        if name not in spans or role.rstrip("0123456789") not in parts:
            raise DataError(f"{place}: {role}:{name} is no span of this file")
        parts[role.rstrip("0123456789")] += spans[name]
    if not parts["Content"]:
        return None
    content = tuple(sorted(parts["Content"]))
    return Quotation(
        content, _kind(content, text), _longest(parts["Cue"]), _longest(parts["Source"])
    )


def _longest(spans: list[Span]) -> Span | None:
    return max(spans, key=lambda span: (span.end - span.start, -span.start), default=None)


def _kind(content: Sequence[Span], text: str) -> QuotationKind:
    """Direct where nothing but marked words is reported, mixed where some of it is marked."""
    words = " ".join(span.of(text) for span in content).strip(" \n,.;:")
    if not any(mark in words for mark in MARKS):
        return "indirect"
    outside = re.sub(r"[\"“][^\"“”]*[\"”]", "", words)
    return "mixed" if re.search(r"\w", outside) else "direct"
