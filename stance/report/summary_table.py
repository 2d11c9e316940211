"""Results of many data sets → one line each: ours between the baselines and the published."""

from __future__ import annotations

from collections.abc import Sequence

from stance.evaluation.metrics import metric_of
from stance.evaluation.published import Published, best_published, published_for
from stance.evaluation.results import Result, check_comparable
from stance.report.results_table import Row, Table

HEADER = (
    "data set",
    "measure",
    "majority",
    "target-blind",
    "ours, words alone",
    "ours, with vectors",
    "published, features",
    "published, encoder",
)
NOTES = (
    "×100 where a measure is a share; in brackets: 95 % bootstrap interval",
    "*: by another protocol or on another split than ours, see the full tables",
)
BASELINES = ("majority", "stance-target-blind")


def summary_table(results: Sequence[Result], published: Sequence[Published]) -> Table:
    """One line a data set: what a constant answer, our models and the best published reach.

    Parameters
    ----------
    results
        Of any number of sets. Where several models of words alone, or several with vectors of
        meaning, are given for a set, the last of them is shown: the order of a script's grid
        decides, never the score.
    published
        The best row of each kind is shown, of the same measure, and of the same split where
        it has rows.

    Raises
    ------
    ValueError
        Where two results are of different versions of the same data.

    Notes
    -----
    When it misleads: one measure a set, and published protocols may differ; the tables of
    `results_table` say how. A published number without an interval has one all the same.

    Examples
    --------
    >>> from stance.evaluation.results import signature
    >>> made = signature(dataset="d", split="test", version="1", data="x", protocol="official",
    ...                  model="majority")
    >>> row = Result("d", "test", "official", "majority", 9, {"accuracy": 0.5}, made)
    >>> summary_table([row], []).rows
    (('d/test', 'accuracy', '50.0', '–', '–', '–', '–', '–'),)
    """
    check_comparable(results)
    names = dict.fromkeys(result.name for result in results)
    rows = [_row([r for r in results if r.name == name], published) for name in names]
    return Table("Ours beside the published", HEADER, tuple(rows), NOTES)


def _row(results: Sequence[Result], published: Sequence[Published]) -> Row:
    measure = next(iter(results[0].metrics))
    ours = [result for result in results if result.model not in BASELINES]
    shown = [
        *([r for r in results if r.model == name] for name in BASELINES),
        [result for result in ours if not uses_vectors(result)],
        [result for result in ours if uses_vectors(result)],
    ]
    cells = [_score(group[-1], measure) if group else "–" for group in shown]
    theirs = [_published(results[0], measure, published, kind) for kind in _KINDS]
    return (results[0].name, measure, *cells, *theirs)


_KINDS = ("features", "pretrained")


def uses_vectors(result: Result) -> bool:
    """Whether a result is of a model with vectors of meaning beside its words."""
    return "encoder" in result.signature.parameters or result.model.endswith(
        ("-meaning", "-encoder")
    )


def _score(result: Result, measure: str) -> str:
    if measure not in result.metrics:
        return "–"
    scale = 100 if metric_of(measure).percent else 1
    shown = _number(measure, scale * result.metrics[measure])
    if measure not in result.intervals or result.model in BASELINES:
        return shown
    low, high = (_number(measure, scale * end) for end in result.intervals[measure])
    return f"{shown} [{low}, {high}]"


def _published(result: Result, measure: str, published: Sequence[Published], kind: str) -> str:
    rows = [
        row
        for row in published_for(published, result.dataset, result.split)
        if (row.metric, row.kind) == (measure, kind)
    ]
    if not rows:
        return "–"
    sign = 1 if metric_of(measure).higher_is_better else -1
    best = max(best_published(rows), key=lambda row: sign * row.score)
    same = best.protocol == result.protocol and best.split in ("", result.split)
    other = "" if same and not best.note else "*"
    return f"{_number(measure, best.score)}{other} {best.system}"


def _number(measure: str, value: float) -> str:
    return f"{value:.1f}" if metric_of(measure).percent else f"{value:.3f}"
