"""CCF: frames and sub-frames of Canadian climate news, English and French, two coders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from stance.article import Article, Passage
from stance.datasets.card import Card, DataError
from stance.datasets.formats import key, read_json_lines, read_rows
from stance.datasets.split import Record

FRAMES = {
    "Eco": "economic",
    "Pbh": "health",
    "Secu": "security",
    "Just": "justice",
    "Pol": "political",
    "Sci": "scientific",
    "Envt": "environmental",
    "Cult": "cultural",
}
_CODE = re.compile(rf"({'|'.join(FRAMES)})_(?:(Detection)|(\d)_SUB)")
Unit = tuple[Any, Any]


def frames(codes: Iterable[str]) -> frozenset[str]:
    """The frames among the labels of a unit.

    Examples
    --------
    >>> sorted(frames(["Eco_Detection", "Eco_3_SUB", "Event_Detection"]))
    ['economic']
    """
    found = map(_CODE.fullmatch, codes)
    return frozenset(FRAMES[match[1]] for match in found if match and match[2])


def sub_frames(codes: Iterable[str]) -> frozenset[str]:
    """The sub-frames among the labels of a unit, each only where its frame is given.

    Examples
    --------
    >>> sorted(sub_frames(["Eco_Detection", "Eco_3_SUB", "Pol_2_SUB"]))
    ['economic-3']
    """
    codes = list(codes)
    named = [match for match in map(_CODE.fullmatch, codes) if match and match[3]]
    given = frames(codes)
    return frozenset(f"{FRAMES[m[1]]}-{m[3]}" for m in named if FRAMES[m[1]] in given)


def _read(
    folder: Path, card: Card, split: str, labels: Callable[[Iterable[str]], frozenset[str]]
) -> Iterator[Record]:
    """One passage a unit of two sentences; the split's ending names the language.

    `details` holds the language, all the unit's `codes` and, in gold, the `second` coder's
    labels. Grouped by news article.
    """
    names = card.splits[split].files
    part, _, language = split.partition("-")
    units = _train(folder, names) if part == "train" else _gold(folder, names)
    for number, (row, codes, second, place) in enumerate(units):
        meta = key(row, "meta", place)
        if language and key(meta, "language", place).lower() != language:
            continue
        document = str(meta.get("doc_id", meta.get("doc_ID")))
        article = Article(
            str(number),
            key(row, "text", place),
            outlet=str(meta.get("media") or ""),
            author=str(meta.get("author") or ""),
            date=str(meta.get("date") or ""),
            meta={"headline": meta.get("title") or ""},
        )
        details = {"language": meta["language"].lower(), "codes": tuple(codes)}
        if second is not None:
            details["second"] = labels(second)
        yield Record(str(number), Passage(article), labels(codes), document, place, details)


def _train(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[Any, list[str], None, str]]:
    (name,) = names
    for place, row in read_json_lines(folder / name):
        yield row, [_spelt(code) for code in key(row, "label", place)], None, place


def _gold(
    folder: Path, names: tuple[str, ...]
) -> Iterator[tuple[Any, list[str], list[str], str]]:
    """The consensus has no texts: they are those of the blind copy; the second coder's too."""
    consensus, blind, second, mapping = names
    texts = {_unit(row, place): row for place, row in read_json_lines(folder / blind)}
    other = _second_coder(folder, second, mapping)
    for place, row in read_json_lines(folder / consensus):
        unit = _unit(row, place)
        if unit not in texts or unit not in other:
            raise DataError(f"{place}: {blind} or {second} has no unit {unit}")
        yield texts[unit], [_spelt(c) for c in key(row, "label", place)], other[unit], place


def _second_coder(folder: Path, name: str, mapping: str) -> dict[Unit, list[str]]:
    columns = ("second_coder_label_fr", "technical_label_en")
    names = {
        row[columns[0]]: row[columns[1]] for _, row in read_rows(folder / mapping, columns)
    }
    found = {}
    for place, row in read_json_lines(folder / name):
        for code in key(row, "label", place):
            if code not in names:
                raise DataError(f"{place}: {mapping} has no label {code!r}")
        found[_unit(row, place)] = [names[code] for code in row["label"]]
    return found


def _unit(row: Mapping[str, Any], place: str) -> Unit:
    meta = key(row, "meta", place)
    return key(meta, "doc_id", place), key(meta, "sentence_id", place)


def _spelt(code: str) -> str:
    """One spelling of the three files: underscores for blanks."""
    return code.replace(" ", "_")


read_frames = partial(_read, labels=frames)
read_sub_frames = partial(_read, labels=sub_frames)
