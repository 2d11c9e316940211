"""A sample people coded themselves: how far coders agree, how good a machine is on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stance.evaluation.coders import agreement_table
from stance.evaluation.codings import read_codings
from stance.evaluation.metrics import metric_of, score
from stance.evaluation.uncertainty import intervals
from stance.report.results_table import STYLES, Table

NUMBERED = ("ordinal", "interval", "ratio")
"""The levels of agreement that read cells as numbers."""


def agreement_of_file(
    path: Path | str,
    coders: Sequence[str],
    *,
    level: str = "nominal",
    separator: str = "",
    style: str = "terminal",
) -> str:
    """Agreement of the coders in the columns of a file: overall, code by code, coder by coder.

    `separator` is for cells with several labels; see `stance.evaluation.codings` and
    `stance.evaluation.agreement`.
    """
    codes = read_codings(path, coders, separator=separator, numbers=level in NUMBERED)
    rows = tuple(
        (
            row.of,
            f"{row.alpha:.3f} [{row.low:.3f}, {row.high:.3f}]",
            f"{row.ac1:.3f}",
            f"{100 * row.share:.1f}",
            f"{row.n_units:,}",
        )
        for row in agreement_table(codes, level=level)
    )
    header = ("", "Krippendorff's alpha", "Gwet's AC1", "equal ×100", "units")
    notes = (
        "in brackets: 95 % bootstrap interval over units",
        "nan: only one value occurs, so agreement cannot be told",
    )
    table = Table(f"{Path(path).name}: {', '.join(coders)}", header, rows, notes)
    return _layout(style, table)


def scores_of_file(
    path: Path | str,
    gold: str,
    guess: str,
    *,
    metrics: Sequence[str] = ("f1_macro", "accuracy"),
    group: str = "",
    separator: str = "",
    style: str = "terminal",
) -> str:
    """How good the labels in column `guess` are by those in column `gold`, with intervals.

    Rows that lack either are left out and counted in a footnote. `group` names a column whose
    equal values are drawn together: the story or outlet, where several rows are of one.
    """
    columns = [gold, guess]
    codes = read_codings(path, columns, separator=separator)
    groups = read_codings(path, [group])[group] if group else None
    kept = [
        row for row, pair in enumerate(zip(*codes.values(), strict=True)) if None not in pair
    ]
    true, said = ([codes[name][row] for row in kept] for name in columns)
    drawn = None if groups is None else [groups[row] or f"row {row}" for row in kept]
    found = score(true, said, metrics=metrics)
    ends = intervals(true, said, metrics=metrics, groups=drawn)
    rows = tuple((key, _shown(key, value, ends.get(key))) for key, value in found.items())
    left_out = len(codes[gold]) - len(kept)
    notes = ["in brackets: 95 % bootstrap interval"]
    notes += [f"{left_out:,} rows lack a label and are left out"] if left_out else []
    caption = f"{Path(path).name}: {guess} by {gold}, {len(kept):,} rows"
    return _layout(style, Table(caption, ("metric", "score"), rows, tuple(notes)))


def _shown(key: str, value: float, ends: tuple[float, float] | None) -> str:
    scale, digits = (100, 1) if metric_of(key).percent else (1, 3)
    numbers = [f"{scale * number:.{digits}f}" for number in (value, *(ends or ()))]
    return numbers[0] if ends is None else f"{numbers[0]} [{numbers[1]}, {numbers[2]}]"


def _layout(style: str, table: Table) -> str:
    if style not in STYLES:
        raise ValueError(f"no table style {style!r}; there are {', '.join(STYLES)}")
    return STYLES[style](table)
