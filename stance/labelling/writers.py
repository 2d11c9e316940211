"""Labelled articles → files: what one shard writes, and how the shards become the output."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from stance.article import Article
from stance.files import whole_file
from stance.labelling.labelled import LabelledArticle
from stance.labelling.schema import SCHEMAS, tables_of

Write = Callable[[Path, int, Sequence[LabelledArticle]], None]
Finish = Callable[[Path, Path], None]


@dataclass(frozen=True)
class Writer:
    """One kind of output: a shard's files under a folder, and the output made of all shards.

    `write(folder, number, labelled)` writes the files of a shard, each whole or not at all;
    `finish(folder, output)` makes the output of them, and may be repeated.
    """

    write: Write
    finish: Finish


@contextmanager
def shard_file(path: Path) -> Iterator[Path]:
    """A whole file in a folder that is made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as partial:
        yield partial


def part(number: int, ending: str) -> str:
    """The name of a shard's file; names sort as numbers do."""
    return f"part-{number:06d}{ending}"


def record_lines(labelled: Sequence[LabelledArticle]) -> Iterator[str]:
    """One line of JSON an article: its record."""
    for item in labelled:
        yield json.dumps(item.record, ensure_ascii=False) + "\n"


def join(parts: Sequence[Path], output: Path, skip_header: bool = False) -> None:
    """One file of many, in order; of a table's parts only the first keeps its header."""
    with whole_file(output, parts[0].parent) as partial, partial.open("wb") as stream:
        for number, path in enumerate(parts):
            with path.open("rb") as source:
                if skip_header and number:
                    source.readline()
                shutil.copyfileobj(source, stream)


def _write_lines(folder: Path, number: int, labelled: Sequence[LabelledArticle]) -> None:
    with shard_file(folder / "records" / part(number, ".jsonl")) as path:
        path.write_text("".join(record_lines(labelled)), "utf-8")


def _finish_lines(folder: Path, output: Path) -> None:
    join(sorted((folder / "records").glob("part-*")), output)


def _tables(labelled: Sequence[LabelledArticle]) -> dict[str, pa.Table]:
    versions = labelled[0].record["model"] if labelled else {}
    return tables_of(labelled, versions)


def _write_parquet(folder: Path, number: int, labelled: Sequence[LabelledArticle]) -> None:
    for name, table in _tables(labelled).items():
        with shard_file(folder / name / part(number, ".parquet")) as path:
            parquet.write_table(table, path, compression="zstd")


def _finish_parquet(folder: Path, output: Path) -> None:
    folder.rename(output)


def _write_csv(folder: Path, number: int, labelled: Sequence[LabelledArticle]) -> None:
    """Lists and spans are JSON in their cells: CSV has no types of its own."""
    for name, table in _tables(labelled).items():
        frame = table.to_pandas()
        for column in frame.columns:
            if pa.types.is_nested(table.schema.field(column).type):
                cells = table[column].to_pylist()
                frame[column] = ["" if cell is None else json.dumps(cell) for cell in cells]
        with shard_file(folder / name / part(number, ".csv")) as path:
            frame.to_csv(path, index=False, lineterminator="\n")


def _finish_csv(folder: Path, output: Path) -> None:
    for name in SCHEMAS:
        parts = sorted((folder / name).glob("part-*"))
        join(parts, output.with_name(f"{output.stem}-{name}.csv"), skip_header=True)
    with whole_file(output.with_name(f"{output.stem}-settings.json"), folder) as path:
        shutil.copyfile(folder / "_journal" / "settings.json", path)  # CSV has no metadata


def page_name(article_id: str) -> str:
    """The file of an article's page: only letters, digits, `-`, `_` and `.` of its id are kept.

    Examples
    --------
    >>> page_name("2021/05 vote?")
    '2021-05-vote-.html'
    """
    return re.sub(r"[^\w.-]|^\.", "-", article_id, flags=re.ASCII)[:150] + ".html"


def _write_pages(folder: Path, number: int, labelled: Sequence[LabelledArticle]) -> None:
    from stance.report.article_page import article_page

    for item in labelled:
        with shard_file(folder / page_name(item.record["id"])) as path:
            path.write_text(article_page(item.text, item.record), "utf-8")
    with shard_file(folder / "_journal" / "records" / part(number, ".jsonl")) as path:
        rows = [(_header(item.annotated.article), item.record) for item in labelled]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _header(article: Article) -> dict[str, str]:
    fields = ("id", "text", "title", "outlet", "author", "date", "url")
    return {name: getattr(article, name) for name in fields}


def _finish_pages(folder: Path, output: Path) -> None:
    """The overview `NAME.html`, then the folder `NAME` with a page for each article."""
    from stance.report.corpus_page import corpus_page

    pages = output.with_suffix("")
    overview = corpus_page(
        _records(folder), page_of=lambda name: f"{pages.name}/{page_name(name)}"
    )
    with whole_file(output, folder) as path:
        path.write_text(overview, "utf-8")
    folder.rename(pages)


def _records(folder: Path) -> Iterator[tuple[Article, dict[str, Any]]]:
    for path in sorted((folder / "_journal" / "records").glob("part-*")):
        for line in path.read_text("utf-8").splitlines():
            header, record = json.loads(line)
            yield Article(**header), record


WRITERS: dict[str, Writer] = {
    ".jsonl": Writer(_write_lines, _finish_lines),
    ".parquet": Writer(_write_parquet, _finish_parquet),
    ".csv": Writer(_write_csv, _finish_csv),
    ".html": Writer(_write_pages, _finish_pages),
}
"""Every kind of output, by the ending of its name. A `.parquet` output is a folder of five
partitioned tables; `.csv` becomes five files beside one another; `.html` is an overview that
links to a folder of pages beside it."""


def writer_for(output: Path) -> Writer:
    """The writer of the output's ending.

    Raises
    ------
    ValueError
        For an ending that none has.
    """
    if output.suffix not in WRITERS:
        raise ValueError(f"cannot write {output.name}: end its name in {', '.join(WRITERS)}")
    return WRITERS[output.suffix]
