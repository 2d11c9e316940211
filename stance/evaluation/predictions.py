"""What a model guessed, item by item, without any text: kept so that runs can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from stance.article import Quotation, Span
from stance.evaluation.answers import Array
from stance.files import whole_file


@dataclass(frozen=True, eq=False)
class Predictions:
    """Gold and guess of each tested item of one run, in the order of the data.

    Attributes
    ----------
    gold, guess
        One label, a set of labels, or a tuple of quotations for each item.
    groups, targets, seen
        The group and target of each item, and whether the target was in training.
    labels, probabilities
        The labels of the card, and one row an item with one column a label.
    """

    ids: tuple[str, ...]
    gold: tuple[Any, ...]
    guess: tuple[Any, ...]
    groups: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    seen: tuple[bool, ...] = ()
    labels: tuple[str, ...] = ()
    probabilities: Array | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def inputs(self) -> dict[str, Any]:
        """What `score`, `intervals` and `compare` want to know besides gold and guess."""
        return {
            "labels": self.labels,
            "targets": self.targets or None,
            "seen": self.seen or None,
        }

    def take(self, rows: Sequence[int]) -> Predictions:
        """The items at these places."""
        columns = ("ids", "gold", "guess", "groups", "targets", "seen")
        some = {
            name: tuple(values[i] for i in rows)
            for name in columns
            if (values := getattr(self, name))
        }
        chances = None if self.probabilities is None else self.probabilities[list(rows)]
        return replace(self, **some, probabilities=chances)


def write_predictions(path: Path | str, predictions: Predictions) -> None:
    """Write one line of JSON an item, after a line with the labels; all of it or nothing.

    Groups and targets are written as numbers in the order they occur: names of targets may be
    headlines, and a file of predictions holds no text.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "run.jsonl"
    ...     write_predictions(path, Predictions(("7",), ("pro",), ("con",), ("story",)))
    ...     print(path.read_text(), end="")
    {"labels": []}
    {"id": "7", "gold": "pro", "guess": "con", "group": 0}
    """
    with (
        whole_file(Path(path)) as partial,
        partial.open("w", encoding="utf-8", newline="\n") as stream,
    ):
        stream.write(json.dumps({"labels": list(predictions.labels)}) + "\n")
        stream.writelines(json.dumps(row) + "\n" for row in _rows(predictions))


def read_predictions(path: Path | str) -> Predictions:
    """The predictions of a file that `write_predictions` wrote.

    Raises
    ------
    FileNotFoundError
        Where there is no such file.
    ValueError
        For a line that is no prediction; the message names file and line.
    """
    source = Path(path)
    if not source.is_file():
        raise FileNotFoundError(f"{source}: no such file of predictions")
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            needed = {"labels"} if number == 1 else {"id", "gold", "guess"}
            if not isinstance(row, dict) or not needed <= set(row):
                raise ValueError(f"it lacks {', '.join(sorted(needed))}")
        except ValueError as error:
            raise ValueError(f"{source.name}, line {number}: no prediction: {error}") from None
        rows.append(row)
    if not rows:
        raise ValueError(f"{source.name} is empty: no predictions")
    return _predictions(tuple(rows[0]["labels"]), rows[1:])


def same_items(first: Predictions, second: Predictions) -> None:
    """Refuse two runs that were not tested on the same items in the same order.

    Raises
    ------
    ValueError
        Naming the first item that differs.
    """
    if len(first) != len(second):
        raise ValueError(f"one run tested {len(first)} items, the other {len(second)}")
    for row, (one, two) in enumerate(zip(first.ids, second.ids, strict=True)):
        if one != two or first.gold[row] != second.gold[row]:
            raise ValueError(
                f"row {row}: one run tested {one} ({first.gold[row]}), the other {two} "
                f"({second.gold[row]}): compare runs on the same data and protocol"
            )


def _rows(predictions: Predictions) -> Iterator[dict[str, Any]]:
    columns: dict[str, Sequence[Any]] = {
        "id": predictions.ids,
        "gold": [_plain(one) for one in predictions.gold],
        "guess": [_plain(one) for one in predictions.guess],
        "group": _numbered(predictions.groups),
        "target": _numbered(predictions.targets),
        "seen": predictions.seen,
        "probabilities": []
        if predictions.probabilities is None
        else predictions.probabilities.tolist(),
    }
    filled = {name: values for name, values in columns.items() if len(values)}
    for row in zip(*filled.values(), strict=True):
        yield dict(zip(filled, row, strict=True))


def _predictions(labels: tuple[str, ...], rows: Sequence[dict[str, Any]]) -> Predictions:
    def column(name: str) -> tuple[Any, ...]:
        return tuple(row[name] for row in rows if name in row)

    chances = column("probabilities")
    return Predictions(
        column("id"),
        tuple(map(_answer, column("gold"))),
        tuple(map(_answer, column("guess"))),
        tuple(map(str, column("group"))),
        tuple(map(str, column("target"))),
        column("seen"),
        labels,
        np.asarray(chances, dtype=float) if chances else None,
    )


def _numbered(names: Iterable[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def _plain(answer: Any) -> Any:  # noqa: ANN401 - a label of any task
    """An answer as JSON: a set as a sorted list, quotations as an object of offsets."""
    if isinstance(answer, set | frozenset):
        return sorted(answer)
    if isinstance(answer, tuple):
        return {"quotations": [[q.content, q.kind, q.cue, q.source] for q in answer]}
    return answer


def _answer(plain: Any) -> Any:  # noqa: ANN401 - a label of any task
    if isinstance(plain, list):
        return frozenset(plain)
    if isinstance(plain, dict):
        return tuple(_quotation(*parts) for parts in plain["quotations"])
    return plain


def _quotation(content: Any, kind: Any, cue: Any, source: Any) -> Quotation:  # noqa: ANN401
    return Quotation(
        tuple(Span(*one) for one in content),
        kind,
        cue and Span(*cue),
        source and Span(*source),
    )
