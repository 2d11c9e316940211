"""Figures for papers and pages: dots with intervals, calibration, confusions, curves."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec

import matplotlib as mpl
import numpy as np
from markupsafe import escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from stance.report.layout import shorten, visible

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Okabe and Ito (2008): told apart with any colour vision; shapes differ as well."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

STYLE: Mapping[Any, Any] = {
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read aloud
    "svg.hashsalt": "stance",  # the same figure is the same file
    "pdf.fonttype": 42,
    "text.parse_math": False,  # a label with dollar signs is a label
    "figure.constrained_layout.use": True,
}
FORMATS = (".pdf", ".svg", ".png")
P = ParamSpec("P")


class Dot(NamedTuple):
    """A score with its interval; `series` tells colour and shape, "" for plain."""

    label: str
    value: float
    low: float = math.nan
    high: float = math.nan
    series: str = ""


def _styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draws in our style and leaves the reader's own settings alone."""

    @wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context(dict(STYLE)):
            return draw(*args, **kwargs)

    return styled


@_styled
def dot_figure(dots: Sequence[Dot], quantity: str = "score") -> Figure:
    """Scores as dots with their intervals, first on top, one series a colour and shape.

    Notes
    -----
    When it misleads: two intervals that overlap can still differ in a paired test, and
    published numbers that came without an interval are no more certain for it.

    Raises
    ------
    ValueError
        For no dots.

    Examples
    --------
    >>> figure = dot_figure([Dot("ours", 0.62, 0.58, 0.66), Dot("majority", 0.4)], "macro-F1")
    >>> [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    ['ours', 'majority']
    """
    if not dots:
        raise ValueError("there is nothing to draw: give at least one score")
    figure = Figure(figsize=(6.2, 1.1 + 0.26 * len(dots)))
    axes = figure.add_subplot()
    for number, series in enumerate(dict.fromkeys(dot.series for dot in dots)):
        rows = [(row, dot) for row, dot in enumerate(dots) if dot.series == series]
        _dots(axes, rows, number, series)
    axes.set_yticks(range(len(dots)), [_label(dot.label) for dot in dots])
    axes.set_ylim(len(dots) - 0.4, -0.6)
    axes.set_xlabel(_label(quantity))
    axes.grid(axis="x", alpha=0.25)
    axes.tick_params(axis="y", length=0)
    if any(dot.series for dot in dots):
        figure.legend(loc="outside lower center", ncols=3)
    return figure


def _dots(axes: Axes, rows: Sequence[tuple[int, Dot]], number: int, series: str) -> None:
    places = [row for row, _ in rows]
    values = np.asarray([dot.value for _, dot in rows])
    ends = np.asarray([(dot.value - dot.low, dot.high - dot.value) for _, dot in rows]).T
    axes.errorbar(
        values,
        places,
        xerr=np.nan_to_num(np.maximum(ends, 0)),
        fmt=MARKERS[number % len(MARKERS)],
        color=COLOURS[number % len(COLOURS)],
        markerfacecolor=COLOURS[number % len(COLOURS)] if number % 2 == 0 else "none",
        label=_label(series) or None,
        markersize=5,
        linewidth=1.3,
    )


@_styled
def calibration_figure(confidence: ArrayLike, right: ArrayLike, count: ArrayLike) -> Figure:
    """How often the model is right where it is so and so sure; the diagonal is honest.

    Parameters
    ----------
    confidence, right
        Mean confidence and share right of each bin, of shape (n_bins,).
    count
        Decisions in each bin; the area of a dot, and empty bins are left out.

    Notes
    -----
    When it misleads: a bin of few decisions lies far from the diagonal by chance, and a model
    can be calibrated on average and wrong about a group.
    """
    x, y, n = (np.asarray(values, dtype=float) for values in (confidence, right, count))
    kept = n > 0
    figure = Figure(figsize=(3.6, 3.4))
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle=":")
    axes.plot(x[kept], y[kept], color=COLOURS[0], linewidth=1)
    sizes = 120 * n[kept] / n.max() if kept.any() else n[kept]
    axes.scatter(x[kept], y[kept], s=np.maximum(sizes, 8), color=COLOURS[0])
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share right")
    axes.set_aspect("equal")
    return figure


@_styled
def confusion_figure(counts: ArrayLike, labels: Sequence[str]) -> Figure:
    """Gold labels by row, guesses by column: counts, shaded by the share of the gold label.

    Raises
    ------
    ValueError
        Where `counts` is not square, or has another size than `labels`.
    """
    table = np.asarray(counts)
    if table.shape != (len(labels), len(labels)):
        raise ValueError(f"counts have shape {table.shape}, not one row and column a label")
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    side = 1.6 + 0.45 * len(labels)
    figure = Figure(figsize=(side + 0.6, side))
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), share in np.ndenumerate(shares):
        colour = "white" if share > 0.55 else "#111111"  # not the page's ink
        text = f"{int(table[row, column]):,}"
        axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=8)
    names = [_label(label, 18) for label in labels]
    axes.set_xticks(range(len(labels)), names, rotation=40, ha="right")
    axes.set_yticks(range(len(labels)), names)
    axes.set(xlabel="guess", ylabel="gold")
    return figure


@_styled
def curve_figure(
    curves: Mapping[str, Sequence[tuple[float, Dot]]], quantity: str, along: str
) -> Figure:
    """A score along something counted: a curve with its interval for each name.

    `curves` gives points (x, dot) in order; for learning curves `along` is the number coded.
    """
    figure = Figure(figsize=(5.2, 3.2))
    axes = figure.add_subplot()
    for number, (name, points) in enumerate(curves.items()):
        colour, x = COLOURS[number % len(COLOURS)], [place for place, _ in points]
        marker = MARKERS[number % len(MARKERS)]
        values = [dot.value for _, dot in points]
        low, high = [dot.low for _, dot in points], [dot.high for _, dot in points]
        axes.plot(x, values, color=colour, marker=marker, markersize=4, label=_label(name))
        axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
    axes.set(xlabel=_label(along), ylabel=_label(quantity))
    axes.grid(alpha=0.25)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
    return figure


@_styled
def multiples_figure(
    panels: Mapping[str, Mapping[str, Sequence[Dot]]],
    quantity: str = "share of articles",
    limits: tuple[float, float] = (0, 1),
) -> Figure:
    """Small multiples: a panel for each name, in it a row of dots for each series.

    `panels` maps a panel (a frame, a target) to its series (an outlet) and that to dots whose
    labels are the places on the x axis (a month). All panels share both axes, and `limits` are
    the ends of the upright one.

    Raises
    ------
    ValueError
        For no panels.
    """
    if not panels:
        raise ValueError("there is nothing to draw: give at least one panel")
    columns = min(3, len(panels))
    rows = math.ceil(len(panels) / columns)
    figure = Figure(figsize=(2.6 * columns + 1, 1.7 * rows + 0.6))
    grid = np.atleast_1d(figure.subplots(rows, columns, sharex=True, sharey=True)).ravel()
    places = sorted({d.label for panel in panels.values() for ds in panel.values() for d in ds})
    names = list(dict.fromkeys(name for panel in panels.values() for name in panel))
    for axes, (title, panel) in zip(grid, panels.items(), strict=False):
        for name, dots in panel.items():
            _series(axes, dots, places, names.index(name), len(names), name)
        axes.set_title(_label(title, 34))
        axes.grid(axis="y", alpha=0.25)
        axes.set_xticks(range(len(places)), [_label(p, 14) for p in places], rotation=40)
    margin = (limits[1] - limits[0]) / 20
    grid[0].set_ylim(limits[0] - margin, limits[1] + margin)
    for axes in grid[len(panels) :]:
        axes.set_axis_off()
    figure.supylabel(_label(quantity), fontsize=9)
    shown = [axes.get_legend_handles_labels() for axes in grid[: len(panels)]]
    legend = {
        label: handle
        for handles, labels in shown
        for handle, label in zip(handles, labels, strict=True)
    }
    figure.legend(list(legend.values()), list(legend), loc="outside lower center", ncols=4)
    return figure


def _series(
    axes: Axes, dots: Sequence[Dot], places: Sequence[str], number: int, of: int, name: str
) -> None:
    """Dots side by side, so that intervals of several series do not cover one another."""
    if not dots:  # it keeps its colour for the other panels
        return
    shift = (number - (of - 1) / 2) * min(0.16, 0.7 / of)
    x = [places.index(dot.label) + shift for dot in dots]
    values = np.asarray([dot.value for dot in dots])
    ends = np.asarray([(dot.value - dot.low, dot.high - dot.value) for dot in dots]).T
    axes.errorbar(
        x,
        values,
        yerr=np.nan_to_num(np.maximum(ends, 0)),
        fmt=MARKERS[number % len(MARKERS)],
        color=COLOURS[number % len(COLOURS)],
        markersize=3.5,
        linewidth=1,
        label=_label(name),
    )


def _label(text: str, width: int = 44) -> str:
    return shorten(visible(text), width)


def write_figure(figure: Figure, path: Path | str) -> None:
    """Write a figure as .pdf, .svg or .png; the same figure gives the same bytes.

    Raises
    ------
    ValueError
        For another ending.
    """
    target = Path(path)
    if target.suffix not in FORMATS:
        raise ValueError(
            f"cannot draw {target.name}: give a name that ends in .pdf, .svg or .png"
        )
    stream = io.BytesIO()
    _save(figure, stream, target.suffix[1:])
    target.write_bytes(stream.getvalue())


def _save(figure: Figure, stream: io.BytesIO, kind: str) -> None:
    dates: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with mpl.rc_context(dict(STYLE)):
        figure.savefig(
            stream, format=kind, metadata=dates.get(kind), dpi=200, transparent=kind == "svg"
        )


def inline_svg(figure: Figure, name: str, told: str) -> str:
    """A figure as SVG to stand inside a page, in the page's own colour of ink.

    Parameters
    ----------
    name
        Set before every id, so that two figures of a page do not share one.
    told
        What it shows, for those who do not see it.
    """
    stream = io.BytesIO()
    _save(figure, stream, "svg")
    svg = stream.getvalue().decode()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\1{name}-", svg)
    # Matplotlib writes black as no fill at all, or as #000000; both become the page's ink.
    svg = svg.replace("#000000", "currentColor")
    head = f'<svg role="img" aria-label="{escape(visible(told))}" fill="currentColor" '
    return svg.replace("<svg ", head, 1)
