"""File formats apart from data sets: rows and objects with their line, or a clear refusal."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from stance.datasets.card import DataError

csv.field_size_limit(50_000_000)


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """A whole file (unpacked where its name ends in .gz), its line ends kept.

    Raises
    ------
    DataError
        Where the file is not in the encoding its authors use.
    """
    data = path.read_bytes()
    try:
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError(f"{path.name}, line {line}: not {encoding} text") from None
    except (EOFError, OSError) as error:
        raise DataError(f"{path.name}: the archive is damaged or cut off ({error})") from None


def read_rows(
    path: Path,
    columns: Sequence[str],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    quoted: bool = True,
    header: bool = True,
) -> Iterator[tuple[str, dict[str, str]]]:
    r"""Rows of a table with a header, each with its place; `columns` must be among them.

    Without a `header`, `columns` names all of them. `quoted=False` leaves quotation marks
    as they stand (tweets).

    Raises
    ------
    DataError
        For a missing column, a row of another width, or a quotation that never closes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.tsv")
    ...     _ = path.write_text('id\ttext\n1\tsay "no\n')
    ...     list(read_rows(path, ["id", "text"], delimiter="\t", quoted=False))
    [('a.tsv, line 2', {'id': '1', 'text': 'say "no'})]
    """
    lines = _lines(read_text(path, encoding))
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=True,
    )
    names: list[str] = [] if header else list(columns)
    line = 1
    try:
        for row in reader:
            place, line = f"{path.name}, line {line}", reader.line_num + 1
            if not names:
                names = _checked_header(row, columns, path)
            elif row:
                yield place, _checked_row(row, names, place)
    except csv.Error as error:
        raise DataError(f"{path.name}, line {line}: {error}; is the file cut off?") from None
    if not names:
        raise DataError(f"{path.name}: the file is empty")


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, ended by a line feed only: other line ends stay in the text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _checked_header(row: list[str], columns: Sequence[str], path: Path) -> list[str]:
    if missing := [name for name in columns if name not in row]:
        shown = ", ".join(name[:30] for name in row[:12])
        raise DataError(f"{path.name}, line 1: no column {missing[0]!r}; there are {shown}")
    return row


def _checked_row(row: list[str], names: list[str], place: str) -> dict[str, str]:
    if len(row) != len(names):
        raise DataError(
            f"{place}: {len(row)} fields where the header has {len(names)}; "
            "is the file cut off?"
        )
    return dict(zip(names, row, strict=True))


def read_json_lines(path: Path, encoding: str = "utf-8") -> Iterator[tuple[str, Any]]:
    """One JSON value a line, each with its place; the file is read as it streams.

    Raises
    ------
    DataError
        For a line that is no JSON, or bytes that are no text.
    """
    line = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for line, raw in enumerate(stream, start=1):
                if raw.strip():
                    yield f"{path.name}, line {line}", json.loads(raw.decode(encoding))
    except json.JSONDecodeError as error:
        message = f"{path.name}, line {line}: no JSON ({error.msg}); is the file cut off?"
        raise DataError(message) from None
    except UnicodeDecodeError:
        raise DataError(f"{path.name}, line {line}: not {encoding} text") from None
    except (EOFError, gzip.BadGzipFile) as error:
        raise DataError(f"{path.name}, after line {line}: cut off ({error})") from None


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """One JSON value a file.

    Raises
    ------
    DataError
        Where the file is no JSON; the message names the line.
    """
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        message = f"{path.name}, line {error.lineno}: no JSON ({error.msg}); is it cut off?"
        raise DataError(message) from None


def key(row: Mapping[str, Any], name: str, place: str) -> Any:  # noqa: ANN401 - JSON
    """The value of a key, or a refusal that names the place.

    Examples
    --------
    >>> key({"title": "Taxes rise"}, "title", "a.jsonl, line 1")
    'Taxes rise'
    """
    if not isinstance(row, Mapping) or name not in row:
        raise DataError(f"{place}: no key {name!r}")
    return row[name]


def number(value: object, place: str) -> float:
    """A number out of a cell, or a refusal that names the place.

    Examples
    --------
    >>> number("4.0", "a.csv, line 2")
    4.0
    """
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise DataError(f"{place}: {value!r} is no number") from None


def read_sheet(
    path: Path, columns: Sequence[str], sheet: int = 1
) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of one sheet of an Excel workbook with a header, each with its place.

    Only what a workbook needs to hold a table is read: strings, shared strings, numbers.

    Raises
    ------
    DataError
        Where the file is no workbook, or a column is missing.
    """
    try:
        with zipfile.ZipFile(path) as book:
            shared = _shared_strings(book)
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    except (zipfile.BadZipFile, KeyError, EOFError, ElementTree.ParseError) as error:
        raise DataError(f"{path.name}: no Excel workbook, or cut off ({error})") from None
    rows = (_cells(row, shared) for row in root.iter(f"{_EXCEL}row"))
    header = next(rows, {})
    _checked_header(list(header.values()), columns, path)
    for line, row in enumerate(rows, start=2):
        if row:
            named = {name: row.get(column, "") for column, name in header.items()}
            yield f"{path.name}, row {line}", named


_EXCEL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in si.iter(f"{_EXCEL}t")) for si in root]


def _cells(row: ElementTree.Element, shared: Sequence[str]) -> dict[str, str]:
    """Column letters → the cell's text."""
    found = {}
    for cell in row.iter(f"{_EXCEL}c"):
        column = cell.get("r", "").rstrip("0123456789")
        value = cell.find(f"{_EXCEL}v")
        if cell.get("t") == "inlineStr":
            found[column] = "".join(t.text or "" for t in cell.iter(f"{_EXCEL}t"))
        elif value is not None and value.text is not None:
            is_shared = cell.get("t") == "s"
            found[column] = shared[int(value.text)] if is_shared else value.text
    return found
