"""What every print-out and page shares: text made safe and short, bars, signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

SIGNS = {"favor": "+", "against": "−", "neutral": "·", "not enough evidence": "?"}
"""A stance is told by a sign and a word as well as by its colour."""

QUIET = ("neutral", "not enough evidence")
"""Labels that take no side: they stand after those that do, in this order."""

# Characters that would steer a terminal, reorder a line or fail to be encoded.
_KEPT = {"\n", "\t"}
_STEERING = {"Cc", "Cs"}
_REORDERING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


class _Substitutes(dict[int, str]):
    """Code point → what is shown for it, looked up once a character."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(chr(code))
        return shown


def _shown(character: str) -> str:
    if character in _KEPT:
        return character
    if character < " ":
        return chr(0x2400 + ord(character))
    hostile = ord(character) in _REORDERING or unicodedata.category(character) in _STEERING
    return "\ufffd" if hostile else character


_SUBSTITUTES = _Substitutes()


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("stance", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: Any) -> str:  # noqa: ANN401 - whatever the template shows
    """A template of `templates/`, filled; every value is escaped."""
    return _templates().get_template(template).render(**values)


def visible(text: str) -> str:
    r"""The text with each control character shown by a sign; offsets stay what they were.

    Examples
    --------
    >>> visible("a\x1b[31m b\u202e c")
    'a␛[31m b� c'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n").translate(_SUBSTITUTES)


def shorten(text: str, width: int) -> str:
    r"""The text on one line of at most `width` characters, cut between words.

    Examples
    --------
    >>> shorten("The court struck\n  the law down.", 20)
    'The court struck…'
    """
    # No line needs more than this; it keeps a text of one huge line cheap.
    line = " ".join(text[: 20 * width].split())
    if len(line) <= width:
        return line
    cut = line[:width]
    at_a_word = cut.rfind(" ", width // 2)
    return cut[: at_a_word if at_a_word > 0 else width - 1].rstrip(" ,;:.") + "…"


def shorten_name(name: str, width: int) -> str:
    """A name of at most `width` characters; titles go first, the surname last.

    Examples
    --------
    >>> shorten_name("Interior Minister Dorian Keel", 20)
    '… Dorian Keel'
    """
    line = " ".join(name[:1000].split())
    if len(line) <= width:
        return line
    words = line[2 - width :].split(" ")
    return "… " + " ".join(words[1:] or words)


def bar(share: float, width: int = 20) -> str:
    """A share as a bar of `width` characters.

    Examples
    --------
    >>> bar(0.5, 8)
    '████░░░░'
    """
    filled = round(min(max(share, 0.0), 1.0) * width)
    return "█" * filled + "░" * (width - filled)


def pieces(text: str, spans: Sequence[Mapping[str, int]]) -> str:
    """What the spans cover, with an ellipsis where they are apart.

    Examples
    --------
    >>> pieces("one two three", [{"start": 0, "end": 3}, {"start": 8, "end": 13}])
    'one … three'
    """
    return " … ".join(text[span["start"] : span["end"]] for span in spans)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> counted(1, "passage"), counted(2, "passage")
    ('1 passage', '2 passages')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed_stances(stances: Sequence[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    """The author's first, then by voice; in each those who take sides, the surest first.

    Where there are more than `most`, those that take no side and the less sure are left out.
    """
    order = {label: place for place, label in enumerate(QUIET, 1)}
    kept = sorted(stances, key=lambda r: (order.get(r["label"], 0), -r["probability"]))
    return sorted(kept[:most], key=lambda row: (row["voice"] != "author", row["voice_name"]))


def by_speaker(quotations: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """Quotations under the name of who speaks, in the order of first words.

    Scare quotes, which nobody speaks, and quotations without a speaker come under names of
    their own.
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for quotation in quotations:
        grouped.setdefault(speaker_name(quotation), []).append(quotation)
    return grouped


def speaker_name(quotation: Mapping[str, Any]) -> str:
    """Who speaks, or words for that nobody does."""
    if quotation["kind"] == "scare":
        return "in scare quotes"
    return quotation["speaker_name"] or "speaker not found"


def model_line(record: Mapping[str, Any]) -> str:
    """Which package and models made the labels, in one line.

    Examples
    --------
    >>> model_line({"model": {"stance": "0.1.0", "frames": "0123456789abcdef"}})
    'stance 0.1.0 · frames 0123456789ab'
    """
    versions = {name: str(v) for name, v in record["model"].items() if name != "signature"}
    return " · ".join(f"{name} {version[:12]}" for name, version in versions.items())
