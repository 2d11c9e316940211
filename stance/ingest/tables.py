"""Tables of articles (CSV, JSON lines, Parquet) → rows, one at a time."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

ROWS_AT_ONCE = 256
"""Rows of Parquet held in memory."""

GUESSES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "fulltext"),
    "id": ("id", "article_id", "doc_id", "document_id", "uid", "uuid", "guid"),
    "title": ("title", "headline", "heading"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "domain", "site"),
    "author": ("author", "authors", "byline"),
    "date": ("date", "published", "publish_date", "published_at", "pub_date", "datetime"),
    "url": ("url", "link", "web_url", "uri"),
}
"""For each field of an article the column names that stand for it, the best first."""

Row = Mapping[str, Any]


def columns_for(names: Sequence[str], given: Mapping[str, str], where: str) -> dict[str, str]:
    """Which column holds which field: as given, else guessed from the name.

    Raises
    ------
    ValueError
        For a column that is not there, a field no article has, or where none holds the text.

    Examples
    --------
    >>> columns_for(["Headline", "body"], {}, "news.csv")
    {'text': 'body', 'title': 'Headline'}
    """
    for role, name in given.items():
        if role not in GUESSES:
            raise ValueError(f"an article has no {role!r}; it has {', '.join(GUESSES)}")
        if name not in names:
            raise ValueError(f"{where} has no column {name!r}; it has {', '.join(names)}")
    lowered = {name.lower(): name for name in reversed(names)}
    found = dict(given)
    for role, candidates in GUESSES.items():
        match = next((lowered[name] for name in candidates if name in lowered), None)
        if role not in found and match is not None and match not in found.values():
            found[role] = match
    if "text" not in found:
        raise ValueError(
            f"{where} has no column that looks like the text; it has {', '.join(names)}: "
            "name it with --column text=NAME"
        )
    return {role: found[role] for role in GUESSES if role in found}


def read_csv(path: Path, encoding: str = "utf-8") -> Iterator[Row]:
    """Every row of a CSV file; bytes that do not decode become surrogates, to be refused."""
    csv.field_size_limit(sys.maxsize)
    chosen = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=chosen, errors="surrogateescape", newline="") as stream:
        sample = stream.readline()
        stream.seek(0)
        delimiter = max(",;\t|", key=sample.count)
        yield from csv.DictReader(stream, delimiter=delimiter)


def read_json_lines(path: Path) -> Iterator[Row | str]:
    """Every object of a file of JSON lines (also .gz); a line that is none, as why not."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as stream:
        yield from json_lines(stream)


def json_lines(stream: IO[bytes] | Iterable[bytes]) -> Iterator[Row | str]:
    """Every object of these lines; a line that is no object, as a sentence's end: why not.

    Examples
    --------
    >>> list(json_lines([b'{"text": "Taxes rose."}', b"[1"]))
    [{'text': 'Taxes rose.'}, 'is no JSON object']
    """
    for line in stream:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except UnicodeDecodeError:
            row = "is not UTF-8"
        except (json.JSONDecodeError, RecursionError):
            row = None
        yield row if isinstance(row, dict | str) and row else "is no JSON object"


def read_parquet(path: Path) -> Iterator[Row]:
    """Every row of a Parquet file, or of the folder of a partitioned set."""
    import pyarrow
    import pyarrow.dataset

    try:
        scanner = pyarrow.dataset.dataset(path, format="parquet", partitioning="hive").scanner(
            batch_size=ROWS_AT_ONCE, batch_readahead=1, fragment_readahead=1
        )
        for batch in scanner.to_batches():
            yield from batch.to_pylist()
    except pyarrow.ArrowInvalid as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"{path} is no Parquet file that can be read: {reason}") from None
