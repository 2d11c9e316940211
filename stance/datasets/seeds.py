"""The seed corpus: invented articles whose coding quotes the text; offsets are found here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from stance.article import (
    AUTHOR,
    Actor,
    AnnotatedArticle,
    Article,
    Passage,
    Quotation,
    QuotationKind,
    Span,
)
from stance.codebook import Codebook
from stance.datasets.card import Card, DataError
from stance.datasets.formats import key, read_text
from stance.datasets.split import Label, Record
from stance.ingest import read_article

OPENING, CLOSING = "“‘\"'", "”’\"'"
KINDS = get_args(QuotationKind)


@dataclass(frozen=True)
class Seed:
    """One coded article: its layers, its frames, and what each voice says of each target."""

    annotated: AnnotatedArticle
    event: str
    outlet: str
    frames: tuple[str, ...]
    stances: tuple[tuple[str, str, str], ...]
    """(voice, target, label), the first two ids of actors or `author`."""


def read_frames(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article, the whole of it; its label is the set of its frames."""
    for seed in read_seeds(folder):
        yield _record(seed, Passage(seed.annotated.article), frozenset(seed.frames))


def read_quotations(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage an article; its label is the article's quotations in text order."""
    for seed in read_seeds(folder):
        yield _record(seed, Passage(seed.annotated.article), seed.annotated.quotations)


def read_stance(folder: Path, card: Card, split: str) -> Iterator[Record]:
    """One passage a coded (voice, target).

    The author's passage is the whole article. A quoted voice's reaches from the first to the
    last piece of its words that names the target, or of all its words where none does.
    `target_spans` are the mentions in that voice's own words; `details["pieces"]` are those
    words: the stretches that `stance.label` reads one by one and pools.
    """
    for seed in read_seeds(folder):
        actors = {actor.id: actor for actor in seed.annotated.actors}
        for voice, target, label in seed.stances:
            passage, pieces = _stance_passage(seed.annotated, voice, actors[target])
            yield _record(seed, passage, label, f"/{voice}/{target}", pieces=pieces)


def _record(
    seed: Seed, passage: Passage, label: Label, suffix: str = "", **details: object
) -> Record:
    name = seed.annotated.article.id
    return Record(name + suffix, passage, label, seed.event, name, details)


def _stance_passage(
    annotated: AnnotatedArticle, voice: str, target: Actor
) -> tuple[Passage, tuple[Span, ...]]:
    spoken = [q for q in annotated.quotations if q.kind != "scare"]
    if voice == AUTHOR:
        held = [span for quotation in spoken for span in quotation.content]
        own = tuple(m for m in target.mentions if not any(_inside(m, span) for span in held))
        return Passage(annotated.article, None, target.name, own, voice), ()
    pieces = tuple(sorted(s for q in spoken if q.speaker == voice for s in q.content))
    own = tuple(m for m in target.mentions if any(_inside(m, span) for span in pieces))
    naming = [span for span in pieces if any(_inside(m, span) for m in own)] or list(pieces)
    span = Span(naming[0].start, naming[-1].end)
    return Passage(annotated.article, span, target.name, own, voice), pieces


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def read_seeds(folder: Path) -> Iterator[Seed]:
    """Every coded article of a folder laid out as `seeds/README.md` says, by name.

    Raises
    ------
    DataError
        Where a coding and its text do not match; the message names the file and the entry.
    """
    texts = {path.stem for path in (folder / "articles").glob("*.txt")}
    codings = {path.stem for path in (folder / "coding").glob("*.toml")}
    for name in sorted(texts ^ codings):
        lacking = f"articles/{name}.txt" if name in codings else f"coding/{name}.toml"
        raise DataError(f"{folder.name}: {lacking} is missing: each article has one coding")
    for name in sorted(texts):
        yield read_seed(folder, name)


def read_seed(folder: Path, name: str) -> Seed:
    """One coded article by the name its two files share.

    Raises
    ------
    DataError
        Where the coding and the text do not match; the message names the file and the entry.
    """
    source = folder / "coding" / f"{name}.toml"
    try:
        row = tomllib.loads(read_text(source))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{source.name}: no TOML ({error})") from None
    article = read_article(folder / "articles" / f"{name}.txt")
    event, outlet = key(row, "event", source.name), key(row, "outlet", source.name)
    if name != f"{event}-{outlet}":
        raise DataError(f"{source.name}: event and outlet say {event}-{outlet}")
    article = Article(
        name, article.text, article.title, outlet, date=str(key(row, "date", source.name)),
        meta={"event": event},
    )  # fmt: skip
    return _seed(article, row, source.name)


def _seed(article: Article, row: Mapping[str, Any], place: str) -> Seed:
    actors = _actors(article, row.get("actors", ()), place)
    known = {actor.id for actor in actors}
    quotations = _quotations(article, row.get("quotations", ()), known, place)
    stances = _stances(row.get("stances", ()), known, quotations, place)
    return Seed(
        AnnotatedArticle(article, actors=actors, quotations=quotations),
        event=article.meta["event"],
        outlet=article.outlet,
        frames=_frames(row, place),
        stances=stances,
    )


def _frames(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    frames, known = tuple(key(row, "frames", place)), _codes("policy-frames")
    for frame in frames:
        if frame not in known:
            raise DataError(f"{place}, frames: {frame!r} is no code of policy-frames")
    if len(set(frames)) != len(frames) or frames[:1] != (key(row, "primary", place),):
        raise DataError(f"{place}, frames: the primary frame is listed first, and each once")
    return frames


@lru_cache(maxsize=2)
def _codes(codebook: str) -> tuple[str, ...]:
    return Codebook.read(codebook).ids


def _body(article: Article) -> int:
    """Where the coded text begins: after the title."""
    return article.text.find("\n") + 1 if article.title else 0


def _found(pattern: str, article: Article) -> list[Span]:
    found = re.compile(pattern).finditer(article.text, _body(article))
    return [Span(*match.span()) for match in found]


def _words(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _actors(article: Article, rows: Sequence[Any], place: str) -> tuple[Actor, ...]:
    mentions = _mentions(article, _forms(rows, place), place)
    return tuple(
        Actor(
            row["id"],
            row["name"],
            tuple(row.get("aliases", ())),
            tuple(sorted(mentions.get(row["id"], ()))),
        )
        for row in rows
    )


def _forms(rows: Sequence[Any], place: str) -> dict[str, str]:
    """Each name and alias → the id of the one actor it means."""
    forms: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        entry = f"{place}, actor {number}"
        for form in (key(row, "name", entry), *row.get("aliases", ())):
            if form in forms:
                raise DataError(f"{entry}: {form!r} already means {forms[form]!r}")
            forms[form] = key(row, "id", entry)
    return forms


def _mentions(article: Article, forms: Mapping[str, str], place: str) -> dict[str, list[Span]]:
    """Where each actor is named: a longer form takes its characters from a shorter one."""
    mentions: dict[str, list[Span]] = {}
    taken = [False] * len(article.text)
    for form in sorted(forms, key=len, reverse=True):
        found = _found(_words(form), article)
        if not found:
            raise DataError(f"{place}, actor {forms[form]!r}: {form!r} is not in the text")
        free = [span for span in found if not any(taken[span.start : span.end])]
        mentions.setdefault(forms[form], []).extend(free)
        for span in free:
            taken[span.start : span.end] = [True] * (span.end - span.start)
    return mentions


def _quotations(
    article: Article, rows: Sequence[Any], actors: set[str], place: str
) -> tuple[Quotation, ...]:
    quotations = tuple(
        _quotation(article, row, actors, f"{place}, quotation {number}")
        for number, row in enumerate(rows, start=1)
    )
    starts = [quotation.content[0] for quotation in quotations]
    for number, (before, after) in enumerate(pairwise(starts), start=2):
        if after <= before:
            raise DataError(f"{place}, quotation {number}: it comes before the one above it")
    return quotations


def _quotation(
    article: Article, row: Mapping[str, Any], actors: set[str], entry: str
) -> Quotation:
    kind, speaker = key(row, "kind", entry), row.get("speaker")
    if kind not in KINDS:
        raise DataError(f"{entry}: kind {kind!r} is none of {', '.join(KINDS)}")
    if speaker is not None and (speaker not in actors or kind == "scare"):
        raise DataError(f"{entry}: speaker {speaker!r} is no actor, or the quotation is scare")
    pieces = key(row, "content", entry)
    content = tuple(_piece(article, piece, kind, entry) for piece in pieces)
    if not content or any(b.start < a.end for a, b in pairwise(content)):
        raise DataError(f"{entry}: the pieces do not follow one another in the text")
    return Quotation(
        content,
        kind,
        _nearest(article, row.get("cue"), content, entry),
        _nearest(article, row.get("source"), content, entry),
        speaker,
    )


def _piece(article: Article, piece: str, kind: str, entry: str) -> Span:
    found = _found(re.escape(piece), article)
    where = "in the text"
    if kind in ("direct", "scare"):
        found = [span for span in found if _between_marks(article.text, span)]
        where = "between quotation marks"
    if len(found) != 1:
        raise DataError(f"{entry}: {piece[:40]!r} stands {len(found)} times {where}, not once")
    return found[0]


def _between_marks(text: str, span: Span) -> bool:
    """A final stop may follow; a quotation that goes on in the next paragraph closes there."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 2]
    return before in OPENING and after.lstrip(".,;:!?")[:1] in (*CLOSING, "\n")


def _nearest(
    article: Article, words: str | None, content: tuple[Span, ...], entry: str
) -> Span | None:
    if words is None:
        return None
    outside = [
        (min(_gap(span, piece) for piece in content), span)
        for span in _found(_words(words), article)
    ]
    free = [(gap, span) for gap, span in outside if gap >= 0]
    if not free:
        raise DataError(f"{entry}: {words!r} is not in the text outside the content")
    return min(free)[1]


def _gap(one: Span, other: Span) -> int:
    """Characters between two spans; negative where they overlap."""
    return max(one.start - other.end, other.start - one.end)


def _stances(
    rows: Sequence[Any], actors: set[str], quotations: Sequence[Quotation], place: str
) -> tuple[tuple[str, str, str], ...]:
    speakers = {q.speaker for q in quotations} | {AUTHOR}
    labels = _codes("stance")
    found: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows, start=1):
        entry = f"{place}, stance {number}"
        voice, target, label = (key(row, name, entry) for name in ("voice", "target", "label"))
        if voice not in speakers or target not in actors or label not in labels:
            raise DataError(
                f"{entry}: {voice!r} is not quoted, {target!r} is no actor, "
                f"or {label!r} is no label"
            )
        if (voice, target) in found:
            raise DataError(f"{entry}: {voice!r} on {target!r} is coded already")
        found[voice, target] = label
    if uncoded := sorted(actors - {target for voice, target in found if voice == AUTHOR}):
        raise DataError(f"{place}, stances: the author is not coded on {uncoded[0]!r}")
    return tuple((voice, target, label) for (voice, target), label in found.items())
