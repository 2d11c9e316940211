"""A labelled article as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

from stance.report.layout import (
    SIGNS,
    bar,
    by_speaker,
    counted,
    listed_stances,
    model_line,
    pieces,
    shorten,
    shorten_name,
    visible,
)

MOST_ROWS = 40
"""How many quotations, and how many stances, are printed before the rest is counted."""

MOST_LINES = {"neutral": 3, "not enough evidence": 0}
"""How many such stances of a voice get a line each before they are only named."""

CAUTION = "A label is a model's guess and a place to read on, not a finding."


def article_text(text: str, record: Mapping[str, Any], *, width: int = 88) -> str:
    """What `stance label FILE` prints: frames, who says what, and stance by (voice, target).

    Parameters
    ----------
    text
        The article's text, into which the offsets of `record` point.
    record
        What `stance label --json` prints for it.
    width
        Columns of the terminal; at least 60 are used.

    Notes
    -----
    When it misleads: a bar shows how sure the model is, not how strong a frame or stance is,
    and one line of evidence is an example, not the reason for the label.

    Examples
    --------
    >>> record = {
    ...     "id": "1", "title": "Mill closes", "quotations": [], "actors": [], "stances": [],
    ...     "frames": [{"code": "economic", "name": "economic", "probability": 0.8,
    ...                 "primary": True, "evidence": [{"start": 0, "end": 16}]}],
    ...     "model": {"stance": "0.1.0"},
    ... }
    >>> print(article_text("The mill closes.", record).split("WHO")[0].rstrip())
    Mill closes
    1 · 3 words · 0 actors · 0 quotations
    <BLANKLINE>
    FRAMES
      economic  ████████████████░░░░  0.80  primary
          The mill closes.
    """
    text, width = visible(text), max(width, 60)
    blocks = [
        list(_head(text, record, width)),
        ["FRAMES", *_frames(text, record["frames"], width)],
        ["WHO SAYS WHAT", *_quotations(text, record["quotations"], width)],
        ["STANCES", *_stances(record["stances"], width)],
        wrap(CAUTION, width) + wrap(visible(model_line(record)), width),
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _head(text: str, record: Mapping[str, Any], width: int) -> Iterator[str]:
    title = " ".join(visible(record["title"])[:1000].split())
    yield from wrap(title or "(no title)", width)
    counts = [
        counted(len(text.split()), "word"),
        counted(len(record["actors"]), "actor"),
        counted(len(record["quotations"]), "quotation"),
    ]
    yield " · ".join([shorten(visible(record["id"]), width // 2), *counts])


def _frames(text: str, frames: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    if not frames:
        yield "  No frame reaches the model's threshold."
    names = [shorten(visible(frame["name"]), width - 42) for frame in frames]
    column = max(map(len, names), default=0)
    for name, frame in zip(names, frames, strict=True):
        share = frame["probability"]
        primary = "  primary" if frame["primary"] else ""
        yield f"  {name:<{column}}  {bar(share)}  {share:.2f}{primary}"
        if frame["evidence"]:
            yield "      " + shorten(pieces(text, frame["evidence"][:1]), width - 6)


def _quotations(
    text: str, quotations: Sequence[Mapping[str, Any]], width: int
) -> Iterator[str]:
    if not quotations:
        yield "  No quotation was found."
    for name, spoken in by_speaker(quotations[:MOST_ROWS]).items():
        yield f"  {shorten(visible(name), width - 2)}"
        for quotation in spoken:
            yield _quotation(text, quotation, width)
    yield from _rest(len(quotations), "quotation")


def _quotation(text: str, quotation: Mapping[str, Any], width: int) -> str:
    cue = shorten(pieces(text, [quotation["cue"]]), 14) if quotation["cue"] else ""
    said = pieces(text, quotation["content"])
    kind = quotation["kind"]
    marked = f"“{shorten(said, width - 32)}”" if kind in {"direct", "scare"} else ""
    return f"    {kind:<8}  {cue:<14}  {marked or shorten(said, width - 30)}".rstrip()


def _stances(stances: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    if not stances:
        yield "  No voice speaks of a named actor."
        return
    column = (width - 39) // 2
    shown = listed_stances(stances, MOST_ROWS)
    named = [
        {
            **row,
            **{k: shorten_name(visible(row[k]), column) for k in ("voice_name", "target_name")},
        }
        for row in shown
    ]
    first = max(5, *(len(row["voice_name"]) for row in named))
    second = max(6, *(len(row["target_name"]) for row in named))
    yield f"  {'voice':<{first}}  {'toward':<{second}}  stance     probability      texts"
    for voice, rows in groupby(named, lambda row: row["voice_name"]):
        lines = _stances_of(list(rows), first, second, width)
        yield from (
            f"  {voice if n == 0 else '':<{first}}  {line}" for n, line in enumerate(lines)
        )
    yield from _rest(len(stances), "stance")


def _stances_of(
    rows: Sequence[Mapping[str, Any]], first: int, second: int, width: int
) -> Iterator[str]:
    """One line a target; those of `MOST_LINES` are only named where they are many."""
    quiet = {
        label: [row["target_name"] for row in rows if row["label"] == label]
        for label in MOST_LINES
    }
    folded = {label: names for label, names in quiet.items() if len(names) > MOST_LINES[label]}
    for row in rows:
        if row["label"] not in folded:
            yield f"{row['target_name']:<{second}}  {_stance(row)}"
    for label, names in folded.items():
        yield from wrap(f"{SIGNS[label]} {label} toward {', '.join(names)}", width - first - 4)


def _stance(row: Mapping[str, Any]) -> str:
    label, share = row["label"], row["probability"]
    sign = SIGNS.get(label, " ")
    return f"{sign} {label:<8} {bar(share, 10)} {share:.2f}  {row['passages']:>5}"


def _rest(number: int, noun: str) -> Iterator[str]:
    if number > MOST_ROWS:
        yield f"  … and {counted(number - MOST_ROWS, f'more {noun}')} (--json has all)"
