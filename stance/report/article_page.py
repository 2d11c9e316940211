"""A labelled article as HTML: a page of its own, or a fragment for a notebook."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from markupsafe import escape

from stance.report.layout import (
    SIGNS,
    by_speaker,
    listed_stances,
    model_line,
    render,
    shorten_name,
    visible,
)

# Together these keep every page under 300 KB, whatever the text holds.
TEXT_BYTES = 100_000
MARK_BYTES = 60_000
PARAGRAPH_BYTES = 50
MOST_STANCES, MOST_FRAMES, MOST_VOICES, MOST_EVIDENCE = 70, 20, 40, 5
NAME_WIDTH = 48
OPENING = set("“‘\"'«„")

Record = Mapping[str, Any]


class Mark(NamedTuple):
    """A stretch of the text with a class; `tag` stands before it, `title` explains it."""

    start: int
    end: int
    css: str
    tag: Record | None = None
    title: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph under the same marks."""

    text: str
    start: int
    css: str = ""
    title: str = ""
    tags: tuple[Record, ...] = ()


def article_page(text: str, record: Record) -> str:
    """A self-contained page: the text with its quotations, targets, frames and stances.

    It needs no network and no script, and stays under 300 KB: what is cut is counted on it.

    Parameters
    ----------
    text
        The article's text, into which the offsets of `record` point.
    record
        What `stance label --json` prints for it.

    Notes
    -----
    When it misleads: highlighted evidence is where the model's score is highest, which need
    not be what persuades a reader; a paragraph without a frame beside it is not unframed.

    Examples
    --------
    >>> record = {"id": "1", "title": "Mill <closes>", "frames": [], "quotations": [],
    ...           "actors": [], "stances": [], "model": {"stance": "0.1.0"}}
    >>> page = article_page("The mill closes.", record)
    >>> "<title>Mill &lt;closes&gt;</title>" in page, "://" in page
    (True, False)
    """
    return render("article_page.html", **_view(text, record))


def article_fragment(text: str, record: Record) -> str:
    """The same as a piece of HTML that brings its style along, for a notebook.

    Examples
    --------
    >>> record = {"id": "1", "title": "Mill closes", "frames": [], "quotations": [],
    ...           "actors": [], "stances": [], "model": {"stance": "0.1.0"}}
    >>> article_fragment("The mill closes.", record)[:6]
    '<style'
    """
    return render("article_fragment.html", **_view(text, record))


def _view(text: str, record: Record) -> dict[str, Any]:
    """Everything the templates show, numbered and cut."""
    text = visible(text)
    shown = _within(text, TEXT_BYTES)
    voices = _voices(record["quotations"])
    frames = _rows(record["frames"][:MOST_FRAMES], 1)
    stances = _rows(listed_stances(record["stances"], MOST_STANCES), len(frames) + 1)
    marks = [
        *_evidence(frames + stances),
        *_quotation_marks(shown, record, voices),
        *_target_marks(record),
    ]
    paragraphs, marked = _paragraphs(shown, marks, frames)
    headline = _headline(paragraphs, record)
    return {
        "key": "a" + sha256(f"{record['id']}\n{text}".encode()).hexdigest()[:8],
        "title": shorten_name(visible(record["title"]), 300) or "(no title)",
        "id": shorten_name(visible(record["id"]), NAME_WIDTH),
        "headline": headline,
        "words": len(text.split()),
        "paragraphs": paragraphs,
        "voices": voices,
        "frames": frames,
        "groups": [(name, list(rows)) for name, rows in groupby(stances, _voice)],
        "rows": frames + stances,
        "anchors": {span["start"] for row in frames + stances for span in row["evidence"]},
        "model": visible(model_line(record))[:500],
        "signs": SIGNS,
        "cut": _cut(text, shown, marked, record, voices),
    }


def _headline(paragraphs: list[dict[str, Any]], record: Record) -> dict[str, Any] | None:
    """The first paragraph where it is the title, taken out so that it is not shown twice."""
    first = "".join(piece.text for piece in paragraphs[0]["pieces"]) if paragraphs else ""
    if not first or first.lstrip("#").split() != visible(record["title"]).split():
        return None
    taken = paragraphs.pop(0)
    opening, *rest = taken["pieces"]
    return {**taken, "pieces": [replace(opening, text=opening.text.lstrip("# ")), *rest]}


def _voice(row: Record) -> str:
    return str(row["voice_name"])


def _within(text: str, budget: int) -> str:
    """As much of the text as `budget` bytes of HTML hold."""
    spent = 0
    for end, character in enumerate(text):
        spent += len(str(escape(character)).encode()) + PARAGRAPH_BYTES * (character == "\n")
        if spent > budget:
            return text[:end]
    return text


def _rows(rows: Sequence[Record], first: int) -> list[dict[str, Any]]:
    """Rows with a number each, and names that can be shown."""
    names = ("name", "voice_name", "target_name", "label")
    return [
        {
            **row,
            **{k: shorten_name(visible(row[k]), NAME_WIDTH) for k in names if k in row},
            "evidence": row["evidence"][:MOST_EVIDENCE],
            "number": number,
        }
        for number, row in enumerate(rows, first)
    ]


def _voices(quotations: Sequence[Record]) -> list[dict[str, Any]]:
    """Who speaks, most often first; the number is also the colour."""
    grouped = sorted(by_speaker(quotations).items(), key=lambda item: -len(item[1]))
    return [
        {
            "number": number,
            "key": name,
            "name": shorten_name(visible(name), NAME_WIDTH),
            "short": _short(name, spoken[0]),
            "hue": (210, 28, 160, 325, 52, 265, 190, 5)[(number - 1) % 8],
            "quotations": len(spoken),
        }
        for number, (name, spoken) in enumerate(grouped[:MOST_VOICES], 1)
    ]


def _short(name: str, quotation: Record) -> str:
    """The word that stands before a quotation: a surname, or a sign where nobody is named."""
    if quotation["kind"] == "scare":
        return "so-called"
    if not quotation["speaker_name"]:
        return "?"
    return shorten_name(visible(name).split()[-1] if name.split() else "?", 16)


def _evidence(rows: Iterable[Record]) -> Iterator[Mark]:
    for row in rows:
        for span in row["evidence"]:
            yield Mark(span["start"], span["end"], f"e{row['number']}")


def _quotation_marks(text: str, record: Record, voices: Sequence[Record]) -> Iterator[Mark]:
    by_name = {voice["key"]: voice for voice in voices}
    for name, spoken in by_speaker(record["quotations"]).items():
        if voice := by_name.get(name):
            for quotation in spoken:
                kind = quotation["kind"]
                for span in quotation["content"]:
                    start, end = span["start"], span["end"]
                    yield Mark(start, end, f"q {kind} v{voice['number']}")
                    # The speaker's name stands before the mark that opens the quotation.
                    first = start - (text[max(start - 1, 0) : start] in OPENING)
                    yield Mark(first, end, "", {"kind": kind, **voice})


def _target_marks(record: Record) -> Iterator[Mark]:
    targets = {stance["target"] for stance in record["stances"]}
    for actor in record["actors"]:
        if actor["id"] in targets:
            title = shorten_name(visible(actor["name"]), NAME_WIDTH)
            for span in actor["mentions"]:
                yield Mark(span["start"], span["end"], "m", title=title)


def _paragraphs(
    text: str, marks: Sequence[Mark], frames: Sequence[Record]
) -> tuple[list[dict[str, Any]], bool]:
    """The text by paragraphs, each with its pieces and the frames it is evidence for.

    The flag says whether all marks found room.
    """
    bounds = list(_bounds(text))
    pieces = list(_pieces(text, marks, [edge for bound in bounds for edge in bound]))
    room = MARK_BYTES
    by_paragraph: list[list[Piece]] = [[] for _ in bounds]
    starts = [start for start, _ in bounds]
    for piece in pieces:
        room -= _weight(piece)
        plain = Piece(piece.text, piece.start)
        by_paragraph[bisect_right(starts, piece.start) - 1].append(piece if room > 0 else plain)
    beside = [_frames_in(bound, frames) for bound in bounds]
    found = [
        {"pieces": own, "frames": near}
        for own, near in zip(by_paragraph, beside, strict=True)
        if any(piece.text.strip() for piece in own)
    ]
    return found, room > 0


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs end at an empty line, or at each line where no line is empty."""
    gap = r"\n[ \t]*\n" if re.search(r"\S[ \t]*\n[ \t]*\n", text) else r"\n"
    start = 0
    for found in re.finditer(gap, text):
        yield start, found.end()
        start = found.end()
    yield start, len(text)


def _frames_in(bound: tuple[int, int], frames: Sequence[Record]) -> list[Record]:
    start, end = bound
    return [f for f in frames if any(start <= e["start"] < end for e in f["evidence"])]


def _pieces(text: str, marks: Sequence[Mark], edges: Iterable[int]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends, in one sweep."""
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    begin, finish = _by_offset(inside, "start"), _by_offset(inside, "end")
    cuts = sorted({0, len(text), *edges, *begin, *finish})
    active: Counter[str] = Counter()
    title = ""
    for start, end in pairwise(cuts):
        opened = begin.get(start, [])
        active.subtract(m.css for m in finish.get(start, []))
        active.update(m.css for m in opened)
        css = " ".join(sorted(name for name, depth in active.items() if name and depth > 0))
        title = next((m.title for m in opened if m.title), title)
        tags = tuple(m.tag for m in opened if m.tag)
        yield Piece(text[start:end], start, css, title if active["m"] > 0 else "", tags)


def _by_offset(marks: Iterable[Mark], edge: str) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        found.setdefault(getattr(mark, edge), []).append(mark)
    return found


def _weight(piece: Piece) -> int:
    """About how many bytes of HTML the marks of a piece take."""
    if not piece.css:
        return 0
    tags = sum(120 + 6 * len(tag["name"]) for tag in piece.tags)
    return 50 + len(piece.css) + 6 * len(piece.title) + tags


def _cut(
    text: str, shown: str, marked: bool, record: Record, voices: Sequence[Record]
) -> list[str]:
    """What did not find room, in sentences."""
    notes = []
    if len(shown) < len(text):
        notes.append(f"The first {len(shown):,} of {len(text):,} characters are shown.")
    if not marked:
        notes.append("The end of the text is shown without its marks.")
    for name, most in (("stances", MOST_STANCES), ("frames", MOST_FRAMES)):
        if len(record[name]) > most:
            notes.append(f"{most} of {len(record[name]):,} {name} are listed.")
    speakers = len(by_speaker(record["quotations"]))
    if speakers > len(voices):
        notes.append(f"{len(voices)} of {speakers:,} speakers are listed.")
    return notes
