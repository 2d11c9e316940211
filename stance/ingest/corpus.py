"""Files, folders, patterns and standard input → articles, none skipped silently."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from stance.article import Article
from stance.ingest.tables import (
    Row,
    columns_for,
    json_lines,
    read_csv,
    read_json_lines,
    read_parquet,
)
from stance.ingest.text import read_article, title_of, why_no_article

TEXTS = (".txt", ".md")
TABLES = (".csv", ".tsv", ".jsonl", ".jsonl.gz", ".ndjson", ".parquet")
STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Reject:
    """What could not be read as an article: where it stands, its id if it has one, and why."""

    place: str
    reason: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"


@dataclass
class Corpus:
    r"""Articles of any number of sources, read one at a time and in order.

    Parameters
    ----------
    sources
        Files (.txt, .md, .csv, .jsonl, .jsonl.gz, .parquet), folders, patterns with `*`, or
        `-` for standard input (JSON lines, or one text).
    columns
        Which column holds which field of an article, where the names do not tell.
    encoding
        Of text files and CSV.

    Attributes
    ----------
    columns_
        For each table read so far, the column taken for each field.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "news.csv").write_text("headline,body\nTax,Taxes rose.\nNo,\n")
    ...     [str(item.id) for item in Corpus([folder])]
    ['news-1', 'news-2']
    """

    sources: Sequence[str | Path]
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    columns_: dict[str, dict[str, str]] = field(default_factory=dict, init=False)

    def __iter__(self) -> Iterator[Article | Reject]:
        """The articles in order; what is none comes as a `Reject`."""
        seen: set[int] = set()
        for path, name in self.files():
            for item in self._read(path, name):
                if isinstance(item, Article) and hash(item.id) in seen:
                    yield Reject(name, f"has the id {item.id!r} of an earlier one", item.id)
                    continue
                if isinstance(item, Article):
                    seen.add(hash(item.id))
                yield item

    def files(self) -> Iterator[tuple[Path, str]]:
        """Every file with the name its article gets, in the order it is read.

        Raises
        ------
        ValueError
            For a source that does not exist, holds nothing, or has an unknown ending.
        """
        for source in map(str, self.sources):
            yield from _files_of(source)

    def _read(self, path: Path, name: str) -> Iterator[Article | Reject]:
        if str(path) == STANDARD_INPUT:
            yield from self._standard_input()
        elif path.name.endswith(TEXTS):
            yield from self._text(path, name)
        else:
            yield from self._table(_rows(path, self.encoding), str(path), name)

    def _text(self, path: Path, name: str) -> Iterator[Article | Reject]:
        try:
            article = read_article(path, self.encoding)
        except ValueError as error:
            yield Reject(str(path), str(error).removeprefix(f"{path} "), name)
            return
        yield Article(name, article.text, article.title)

    def _standard_input(self) -> Iterator[Article | Reject]:
        data = sys.stdin.buffer
        first = data.readline()
        if first.lstrip().startswith(b"{"):
            yield from self._table(json_lines(chain([first], data)), "standard input", "stdin")
            return
        try:
            text = io.BytesIO(first + data.read()).getvalue().decode(self.encoding)
        except UnicodeDecodeError:
            yield Reject("standard input", f"is not {self.encoding}")
            return
        reason = why_no_article(text)
        yield (
            Reject("standard input", reason)
            if reason
            else Article("stdin", text, title_of(text))
        )

    def _table(
        self, rows: Iterable[Row | str], where: str, name: str
    ) -> Iterator[Article | Reject]:
        columns: dict[str, str] | None = None
        for number, row in enumerate(rows, start=1):
            place = f"{where}, row {number},"
            if isinstance(row, str):
                yield Reject(place, row)
                continue
            if columns is None:
                columns = columns_for([str(key) for key in row], self.columns, where)
                self.columns_[where] = columns
            yield _article(row, columns, place, f"{name}-{number}")


def _article(row: Row, columns: Mapping[str, str], place: str, name: str) -> Article | Reject:
    values = {role: row.get(column) for role, column in columns.items()}
    text: Any = values.pop("text")
    given: dict[str, Any] = {role: _plain(value) for role, value in values.items()}
    article_id = given.pop("id", "") or name
    if reason := why_no_article(text) or _why_undecoded(text):
        return Reject(place, reason, article_id)
    title = given.pop("title", "") or title_of(str(text))
    return Article(article_id, str(text), title, **given)


def _plain(value: Any) -> str:  # noqa: ANN401 - a cell
    """A cell as text; only of the body it matters that every byte was decoded."""
    if value is None or value != value:
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _why_undecoded(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "is not in the encoding of the file: convert it, or name its encoding"
    return ""


def _rows(path: Path, encoding: str) -> Iterable[Row | str]:
    if path.suffix in {".csv", ".tsv"}:
        return read_csv(path, encoding)
    if path.suffix == ".parquet":
        return read_parquet(path)
    return read_json_lines(path)


def _files_of(source: str) -> Iterator[tuple[Path, str]]:
    path = Path(source)
    if source == STANDARD_INPUT or path.is_file():
        if source != STANDARD_INPUT and not path.name.endswith(TEXTS + TABLES):
            endings = ", ".join(TEXTS + TABLES)
            raise ValueError(f"{source} has an ending that is not read: use {endings}")
        yield path, _name(path.name)
    elif path.is_dir() and path.suffix != ".parquet":
        yield from _inside(path, sorted(path.rglob("*")))
    elif path.is_dir():
        yield path, _name(path.name)
    elif found := sorted(glob.glob(source, recursive=True)):
        for name in found:
            yield from _files_of(name)
    else:
        raise ValueError(f"{source}: there is no such file or folder, and no file matches")


def _inside(folder: Path, paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    files = [path for path in paths if path.is_file() and path.name.endswith(TEXTS + TABLES)]
    if not files:
        endings = ", ".join(TEXTS + TABLES)
        raise ValueError(f"{folder} holds no file that is read; those read are {endings}")
    for path in files:
        yield path, _name(path.relative_to(folder).as_posix())


def _name(path: str) -> str:
    ending = next((e for e in sorted(TEXTS + TABLES, key=len)[::-1] if path.endswith(e)), "")
    return path.removesuffix(ending)
