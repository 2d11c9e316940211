"""Results → tables with the published numbers beside: terminal, Markdown, HTML, LaTeX, CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from stance.evaluation.metrics import metric_of
from stance.evaluation.published import (
    KINDS,
    Published,
    best_published,
    published_for,
    read_published,
)
from stance.evaluation.results import Result, check_comparable

Row: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A caption, a header, rows and footnotes, all of them text, before any layout."""

    caption: str
    header: Row
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def tables_of(results: Sequence[Result], published: Sequence[Published] = ()) -> list[Table]:
    """One table for each split: our rows in their order, then the published ones.

    Raises
    ------
    ValueError
        Where two results are of different versions of the same data.
    """
    check_comparable(results)
    names = dict.fromkeys(result.name for result in results)
    return [_table([r for r in results if r.name == name], published) for name in names]


def results_table(
    results: Sequence[Result],
    style: str = "terminal",
    published: Sequence[Published] | None = None,
) -> str:
    """The results as text, with the published rows of the same splits beside.

    Parameters
    ----------
    style
        One of `STYLES`, or `csv`: one line a score.
    published
        The rows to show; by default the best of each kind in `experiments/published.toml`.

    Raises
    ------
    ValueError
        For an unknown style, or results of different versions of the same data.
    """
    rows = best_published(read_published()) if published is None else published
    if style == "csv":
        return _csv(results, rows)
    if style not in STYLES:
        known = ", ".join([*STYLES, "csv"])
        raise ValueError(f"no table style {style!r}; there are {known}")
    return "\n\n".join(STYLES[style](table) for table in tables_of(results, rows))


def _table(results: Sequence[Result], published: Sequence[Published]) -> Table:
    first = results[0]
    theirs = _of_split(first, published)
    metrics = _metrics(results, theirs)
    theirs = [row for row in theirs if row.metric in metrics]
    has_protocols = len({result.protocol for result in results}) > 1
    notes = _notes(first.split, {result.protocol for result in results}, theirs)
    marks = {note: number for number, note in enumerate(dict.fromkeys(notes.values()), 1)}
    rows = [_our_row(result, metrics, has_protocols) for result in results]
    rows += _their_rows(theirs, metrics, has_protocols, notes, marks)
    header = ["system", *(["protocol"] if has_protocols else []), *map(_title, metrics), "n"]
    ends = [f"{number}: {note}" for note, number in marks.items()]
    if any(result.intervals for result in results):
        ends.insert(0, "in brackets: 95 % bootstrap interval")
    cut = "" if has_protocols else f", {first.protocol}"
    return Table(f"{first.name}{cut}", tuple(header), tuple(rows), tuple(ends))


def _of_split(result: Result, published: Sequence[Published]) -> list[Published]:
    rows = published_for(published, result.dataset, result.split)
    return sorted(rows, key=lambda row: (KINDS.index(row.kind), row.year, row.system))


def _metrics(results: Sequence[Result], theirs: Sequence[Published]) -> list[str]:
    """The metrics of the card and of published rows, without the single labels after them."""
    ours = [key for result in results for key in _asked(list(result.metrics))]
    whole = [row.metric for row in theirs if "[" not in row.metric]
    return list(dict.fromkeys([*ours, *whole]))


def _asked(keys: list[str]) -> list[str]:
    """The keys up to the last that is not of one label: `score` adds all labels at the end."""
    whole = [place for place, key in enumerate(keys) if "[" not in key]
    return keys[: whole[-1] + 1] if whole else keys


def _notes(
    split: str, protocols: set[str], theirs: Sequence[Published]
) -> dict[Published, str]:
    """How each row was come by otherwise than ours: its split, its protocol, its own note."""
    found = {}
    for row in theirs:
        parts = [f"scored on {row.split}"] if row.split not in ("", split) else []
        parts += [f"their protocol is {row.protocol}"] if row.protocol not in protocols else []
        if text := "; ".join([*parts, *([row.note] if row.note else [])]):
            found[row] = text
    return found


def _our_row(result: Result, metrics: Sequence[str], has_protocols: bool) -> Row:
    cells = [_score(result, key) for key in metrics]
    protocol = [result.protocol] if has_protocols else []
    return (result.model, *protocol, *cells, f"{result.n:,}")


def _their_rows(
    theirs: Sequence[Published],
    metrics: Sequence[str],
    has_protocols: bool,
    notes: dict[Published, str],
    marks: dict[str, int],
) -> list[Row]:
    """One row a system, its scores under their metrics, each with its footnote."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in theirs:
        note = f" ({marks[notes[row]]})" if row in notes else ""
        shown = _number(row.metric, row.score)
        cells = rows.setdefault((row.title, row.split, row.protocol), {})
        cells[row.metric] = f"{shown}{note}"
    return [
        (
            system,
            *([protocol] if has_protocols else []),
            *(cells.get(key, "") for key in metrics),
            "",
        )
        for (system, _, protocol), cells in rows.items()
    ]


def _score(result: Result, key: str) -> str:
    if key not in result.metrics:
        return ""
    scale = 100 if metric_of(key).percent else 1
    shown = _number(key, scale * result.metrics[key])
    if key not in result.intervals:
        return shown
    low, high = (_number(key, scale * end) for end in result.intervals[key])
    return f"{shown} [{low}, {high}]"


def _number(metric: str, value: float) -> str:
    return f"{value:.2f}" if metric_of(metric).percent else f"{value:.3f}"


def _title(metric: str) -> str:
    return f"{metric} ×100" if metric_of(metric).percent else metric


def _terminal(table: Table) -> str:
    widths = [max(map(len, column)) for column in zip(table.header, *table.rows, strict=True)]
    lines = [table.caption, _aligned(table.header, widths), "  ".join("─" * w for w in widths)]
    lines += [_aligned(row, widths) for row in table.rows]
    return "\n".join([*lines, *table.notes])


def _aligned(row: Row, widths: Sequence[int]) -> str:
    first, *rest = row
    cells = [first.ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
    return "  ".join(cells).rstrip()


def _markdown(table: Table) -> str:
    rows = [table.header, ("---", *["---:"] * (len(table.header) - 1)), *table.rows]
    lines = [
        "| " + " | ".join(re.sub(r"([\\|])", r"\\\1", c) for c in row) + " |" for row in rows
    ]
    notes = [f"\n{note}" for note in table.notes]
    return "\n".join([f"**{table.caption}**\n", *lines, *notes])


def _markdown_text(text: str) -> str:
    return re.sub(r"([\\|])", r"\\\1", text)


def _html(table: Table) -> str:
    header = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    notes = "".join(f"<li>{escape(note)}</li>" for note in table.notes)
    return (
        f"<table>\n<caption>{escape(table.caption)}</caption>\n"
        f"<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        + (f"\n<ul>{notes}</ul>" if notes else "")
    )


_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX |= {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"×": r"$\times$"}


def _latex(table: Table) -> str:
    rows = [_latex_row(row) for row in table.rows]
    notes = [f"\\par {_latex_text(note)}" for note in table.notes]
    columns = "l" + "r" * (len(table.header) - 1)
    lines = ["\\begin{table}", f"\\caption{{{_latex_text(table.caption)}}}"]
    lines += [
        f"\\begin{{tabular}}{{{columns}}}",
        "\\hline",
        _latex_row(table.header),
        "\\hline",
    ]
    return "\n".join([*lines, *rows, "\\hline", "\\end{tabular}", *notes, "\\end{table}"])


def _latex_row(row: Row) -> str:
    return " & ".join(map(_latex_text, row)) + r" \\"


def _latex_text(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


CSV_COLUMNS = (
    "whose",
    "dataset",
    "split",
    "protocol",
    "system",
    "kind",
    "metric",
    "score",
    "low",
    "high",
    "n",
    "source",
)


def _csv(results: Sequence[Result], published: Sequence[Published]) -> str:
    """One line a score, on the printed scale: what another program wants to read."""
    check_comparable(results)
    stream = io.StringIO()
    write = csv.writer(stream, lineterminator="\n").writerow
    write(CSV_COLUMNS)
    for result in results:
        for key, value in result.metrics.items():
            scale = 100 if metric_of(key).percent else 1
            low, high = result.intervals.get(key, (float("nan"),) * 2)
            ends = [scale * end if end == end else "" for end in (low, high)]
            where = (result.dataset, result.split, result.protocol, result.model, "")
            made = result.signature.digest
            write(["ours", *where, key, scale * value, *ends, result.n, made])
    seen = dict.fromkeys(row for result in results for row in _of_split(result, published))
    for row in seen:
        where = (row.dataset, row.split, row.protocol, row.system, row.kind)
        write(["published", *where, row.metric, row.score, "", "", "", row.citation])
    return stream.getvalue().rstrip("\n")


STYLES: dict[str, Callable[[Table], str]] = {
    "terminal": _terminal,
    "markdown": _markdown,
    "html": _html,
    "latex": _latex,
}
"""How a table is laid out; `csv` is one line a score and so no table."""
