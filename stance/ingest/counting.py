"""About how many articles a corpus holds, without reading it: for the time that is left."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from stance.ingest.corpus import STANDARD_INPUT, TEXTS, Corpus
from stance.ingest.tables import Row, read_csv, read_json_lines

_SAMPLE = 100  # rows of a table by which the others are measured
_AROUND = 6  # characters around a cell, on average


def about_how_many(corpus: Corpus) -> int | None:
    """How many articles a corpus holds, by the sizes of its files; None where nothing tells.

    Text files and Parquet are counted, the rows of other tables guessed from the first ones.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("a.txt", "b.txt"):
    ...         _ = Path(folder, name).write_text("Taxes rose.")
    ...     about_how_many(Corpus([folder]))
    2
    """
    counts = [_in_file(path, corpus.encoding) for path, _ in corpus.files()]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _in_file(path: Path, encoding: str) -> int | None:
    if str(path) == STANDARD_INPUT:
        return None
    if path.name.endswith(TEXTS):
        return 1
    try:
        if path.suffix == ".parquet":
            return _in_parquet(path)
        rows: Iterable[Row | str] = (
            read_csv(path, encoding)
            if path.suffix in {".csv", ".tsv"}
            else read_json_lines(path)
        )
        return _by_first(rows, _size(path))
    except (OSError, ValueError):  # what cannot be read is said when it is
        return None


def _in_parquet(path: Path) -> int:
    import pyarrow.dataset

    dataset = pyarrow.dataset.dataset(path, format="parquet", partitioning="hive")
    return int(dataset.count_rows())


def _size(path: Path) -> int:
    """In bytes; of what is packed, the size that stands at the end of the file."""
    if path.suffix != ".gz":
        return path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(-4, 2)
        return int.from_bytes(stream.read(4), "little")


def _by_first(rows: Iterable[Row | str], size: int) -> int:
    first = list(islice(rows, _SAMPLE))
    if len(first) < _SAMPLE:
        return len(first)
    cells = [str(cell) for row in first if not isinstance(row, str) for cell in row.values()]
    each = sum(len(cell.encode("utf-8", "replace")) + _AROUND for cell in cells) / len(first)
    return max(len(first), round(size / max(each, 1)))
