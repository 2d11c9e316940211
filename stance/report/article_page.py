"""A labelled article as HTML: a page of its own, or a fragment for a notebook."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Any

from markupsafe import escape

from stance.report.highlighting import Mark, Piece, cut_pieces, paragraph_bounds, weight
from stance.report.layout import (
    SIGNS,
    by_speaker,
    listed_stances,
    model_line,
    render,
    shorten,
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
    name = visible(record["id"])
    return {
        "key": "a" + sha256(f"{name}\n{text}".encode()).hexdigest()[:8],
        "title": shorten(visible(record["title"]), 300) or "(no title)",
        "id": shorten_name(name, NAME_WIDTH),
        "anchors": _anchors(paragraphs, frames + stances),
        "headline": _headline(paragraphs, record),
        "words": len(text.split()),
        "paragraphs": paragraphs,
        "voices": voices,
        "frames": frames,
        "groups": [(name, list(rows)) for name, rows in groupby(stances, _voice)],
        "rows": frames + stances,
        "model": visible(model_line(record))[:500],
        "signs": SIGNS,
        "cut": _cut(text, shown, marked, record, voices),
    }


def _anchors(paragraphs: Sequence[Record], rows: Sequence[Record]) -> set[int]:
    """Where evidence begins that is shown: what a link can lead to."""
    marked = {piece.start for shown in paragraphs for piece in shown["pieces"] if piece.css}
    return marked & {span["start"] for row in rows for span in row["evidence"]}


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
    bounds = list(paragraph_bounds(text))
    pieces = list(cut_pieces(text, marks, [edge for bound in bounds for edge in bound]))
    room = MARK_BYTES
    by_paragraph: list[list[Piece]] = [[] for _ in bounds]
    starts = [start for start, _ in bounds]
    for piece in pieces:
        room -= weight(piece)
        plain = Piece(piece.text, piece.start)
        by_paragraph[bisect_right(starts, piece.start) - 1].append(piece if room > 0 else plain)
    beside = [_frames_in(bound, frames) for bound in bounds]
    found = [
        {"pieces": own, "frames": near}
        for own, near in zip(by_paragraph, beside, strict=True)
        if any(piece.text.strip() for piece in own)
    ]
    return found, room > 0


def _frames_in(bound: tuple[int, int], frames: Sequence[Record]) -> list[Record]:
    start, end = bound
    return [f for f in frames if any(start <= e["start"] < end for e in f["evidence"])]


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
