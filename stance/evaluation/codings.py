"""Codes that people or machines gave, read from a table: one row a unit, one column a coder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


MISSING = ["", "NA", "N/A", "NaN", "nan"]
"""Cells that hold no code; `None` and `none` are labels in this field."""


def read_codings(
    path: Path | str, columns: Sequence[str], *, separator: str = "", numbers: bool = False
) -> dict[str, list[Any]]:
    r"""The named columns of a .csv, .tsv, .jsonl or .parquet file, cell by cell.

    Parameters
    ----------
    separator
        Cells hold several labels with this sign between them: each becomes a set.
    numbers
        Cells are numbers, for the ordinal, interval and ratio levels of agreement.

    Returns
    -------
    dict
        Column → values; None where a cell is empty or one of `MISSING`. With a separator an
        empty cell is missing too: write a label such as `none` where a coder found nothing.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For another kind of file, a column it lacks, or a cell that is no number.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "codes.csv"
    ...     _ = path.write_text("unit,ann,bob\n1,pro,con\n2,pro,\n")
    ...     read_codings(path, ["ann", "bob"])
    {'ann': ['pro', 'pro'], 'bob': ['con', None]}
    """
    source = Path(path)
    frame = _frame(source)
    for name in columns:
        if name not in frame.columns:
            there = ", ".join(map(str, frame.columns))
            raise ValueError(f"{source.name} has no column {name!r}; it has {there}")
    return {
        name: [
            _cell(value, separator, numbers, f"{source.name}, row {row}, {name}")
            for row, value in enumerate(frame[name], start=1)
        ]
        for name in columns
    }


def _frame(path: Path) -> pd.DataFrame:
    import pandas as pd

    plain: dict[str, Any] = {
        "dtype": str,
        "encoding": "utf-8-sig",
        "keep_default_na": False,
        "na_values": MISSING,
    }
    readers: dict[str, Callable[[Path], pd.DataFrame]] = {
        ".csv": lambda file: pd.read_csv(file, **plain),
        ".tsv": lambda file: pd.read_csv(file, sep="\t", **plain),
        ".jsonl": lambda file: pd.read_json(file, lines=True, dtype=False),
        ".parquet": pd.read_parquet,
    }
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file of codes")
    if path.suffix not in readers:
        raise ValueError(f"{path.name}: codes are read from {', '.join(readers)}")
    try:
        return readers[path.suffix](path)
    except (ValueError, OSError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None


def _cell(value: Any, separator: str, numbers: bool, place: str) -> Any:  # noqa: ANN401
    if isinstance(value, list | set | tuple) or type(value).__name__ == "ndarray":
        return frozenset(value)
    text = "" if value is None or value != value else str(value).strip()
    if not text:
        return None
    if separator:
        return frozenset(part.strip() for part in text.split(separator) if part.strip())
    if not numbers:
        return text
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{place}: {text!r} is no number") from None
