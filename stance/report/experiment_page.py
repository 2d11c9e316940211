"""Results as a page: ours beside published, and where each model is right and wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stance.evaluation.metrics import metric_of
from stance.evaluation.predictions import Predictions
from stance.evaluation.published import (
    Published,
    best_published,
    published_for,
    read_published,
)
from stance.evaluation.results import Result
from stance.report.breakdown import (
    by_label,
    by_slice,
    confusion_counts,
    paired_tests,
    reliability,
    surest_mistakes,
)
from stance.report.figures import (
    Dot,
    calibration_figure,
    confusion_figure,
    curve_figure,
    dot_figure,
    inline_svg,
)
from stance.report.layout import render
from stance.report.results_table import Table, results_table, tables_of

BASELINES = ("majority", "random", "stance-target-blind")
MOST_LABELS = 15
"""A confusion matrix of more labels cannot be read."""


def experiment_page(
    results: Sequence[Result],
    *,
    published: Sequence[Published] | None = None,
    guesses: Mapping[str, Predictions] | None = None,
    slices: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> str:
    """A self-contained page of results: scores with intervals beside the published ones.

    Parameters
    ----------
    results
        Of any number of data sets; each gets a section.
    published
        The rows to show beside; by default the best of each kind in the repository's table.
    guesses
        The predictions behind a result, by `result.signature.digest`. Where they are given
        the page adds labels, targets, confusions, calibration, mistakes and paired tests.
    slices
        By the name of a data set, the part each item belongs to by outlet, length and so on:
        what `stance.evaluation.mistakes.slices_of` gives. Each part is scored.

    Raises
    ------
    ValueError
        For no results, or results of different versions of the same data.

    Notes
    -----
    When it misleads: a published number often comes from another protocol, which the footnote
    says; an interval is of these test items, not of other data, training sets or seeds.
    """
    if not results:
        raise ValueError("there are no results to show: `stance run --output` writes some")
    rows = best_published(read_published()) if published is None else published
    tables = tables_of(results, rows)
    names = list(dict.fromkeys(result.name for result in results))
    own = {name: [r for r in results if r.name == name] for name in names}
    sections = [
        _section(number, own[name], table, rows, guesses or {}, (slices or {}).get(name, {}))
        for number, (name, table) in enumerate(zip(names, tables, strict=True), 1)
    ]
    copies = {
        "Markdown": results_table(results, "markdown", rows),
        "CSV": results_table(results, "csv", rows),
        "LaTeX": results_table(results, "latex", rows),
    }
    return render("experiment.html", sections=sections, copies=copies)


def _section(
    number: int,
    results: Sequence[Result],
    table: Table,
    published: Sequence[Published],
    guesses: Mapping[str, Predictions],
    slices: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    metric = primary_metric(results)
    known = [(r, guesses[r.signature.digest]) for r in results if _is_known(r, guesses)]
    better = 1 if metric_of(metric).higher_is_better else -1
    known.sort(key=lambda pair: better * pair[0].metrics.get(metric, 0))
    return {
        "key": f"s{number}",
        "name": results[0].name,
        "metric": metric,
        "definition": metric_of(metric).definition,
        "table": table,
        "figures": list(_figures(f"s{number}", results, published, metric)),
        "paired": paired_tests([(r.model, g) for r, g in known], metric),
        "models": [
            _model(f"s{number}m{i}", result, own, metric, slices)
            for i, (result, own) in enumerate(reversed(known), 1)
            if result.model not in BASELINES or len(known) == 1
        ],
        "results": results,
    }


def _is_known(result: Result, guesses: Mapping[str, Predictions]) -> bool:
    found = guesses.get(result.signature.digest)
    return found is not None and bool(found.labels)


def primary_metric(results: Sequence[Result]) -> str:
    """The metric the section is about: the first that every result has."""
    keys = [key for key in results[0].metrics if all(key in r.metrics for r in results)]
    if not keys:
        raise ValueError(f"the results of {results[0].name} share no metric: show them apart")
    return keys[0]


def _figures(
    key: str, results: Sequence[Result], published: Sequence[Published], metric: str
) -> Iterator[tuple[str, str]]:
    """Captions and drawings."""
    dots = [*score_dots(results, metric), *published_dots(results[0], published, metric)]
    caption = f"{results[0].name}: {_title(metric)} with 95 % intervals, ours beside published"
    yield caption, inline_svg(dot_figure(dots, _title(metric)), f"{key}dots", caption)
    for parameter, curves in parameter_curves(results, metric).items():
        caption = f"{results[0].name}: {_title(metric)} along {parameter}"
        figure = curve_figure(curves, _title(metric), parameter)
        yield caption, inline_svg(figure, f"{key}{len(caption)}curve", caption)


def score_dots(results: Sequence[Result], metric: str) -> list[Dot]:
    """Our scores as dots on the printed scale, the best first."""
    scale = 100 if metric_of(metric).percent else 1
    sign = -1 if metric_of(metric).higher_is_better else 1
    several = len({result.protocol for result in results}) > 1
    dots = []
    for result in sorted(results, key=lambda r: sign * r.metrics[metric]):
        low, high = result.intervals.get(metric, (float("nan"),) * 2)
        label = f"{result.model} ({result.protocol})" if several else result.model
        series = "baseline" if result.model in BASELINES else "ours"
        dots.append(
            Dot(label, scale * result.metrics[metric], scale * low, scale * high, series)
        )
    return dots


def published_dots(result: Result, published: Sequence[Published], metric: str) -> list[Dot]:
    """The published scores of the same metric, and of the same split where it has any."""
    return [
        Dot(f"{row.system} ({row.year})", row.score, series=f"published, {row.kind}")
        for row in published_for(published, result.dataset, result.split)
        if row.metric == metric
    ]


def parameter_curves(
    results: Sequence[Result], metric: str
) -> dict[str, dict[str, list[tuple[float, Dot]]]]:
    """Results of one model that differ in a number, say of coded articles: a curve along it."""
    scale = 100 if metric_of(metric).percent else 1
    found: dict[str, dict[str, dict[float, Dot]]] = {}
    for result in results:
        low, high = result.intervals.get(metric, (float("nan"),) * 2)
        dot = Dot("", scale * result.metrics[metric], scale * low, scale * high)
        for name, value in result.signature.parameters.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                found.setdefault(name, {}).setdefault(result.model, {})[float(value)] = dot
    return {
        name: {model: sorted(points.items()) for model, points in curves.items()}
        for name, curves in found.items()
        if any(len(points) > 2 for points in curves.values())
    }


def _model(
    key: str,
    result: Result,
    guesses: Predictions,
    metric: str,
    slices: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The breakdown of one model."""
    figures = []
    counts = confusion_counts(guesses)
    if counts is not None and len(guesses.labels) <= MOST_LABELS:
        told = f"{result.model}: gold labels by row, guesses by column"
        drawn = confusion_figure(counts, [str(label) for label in guesses.labels])
        figures.append((told, inline_svg(drawn, f"{key}confusion", told)))
    if (curve := reliability(guesses)) is not None:
        told = f"{result.model}: share right against confidence; the dotted line is honest"
        figures.append((told, inline_svg(calibration_figure(*curve), f"{key}sure", told)))
    tables = [by_label(guesses), by_slice(guesses, metric, slices), surest_mistakes(guesses)]
    return {"name": result.model, "figures": figures, "tables": [t for t in tables if t]}


def _title(metric: str) -> str:
    return f"{metric} ×100" if metric_of(metric).percent else metric
