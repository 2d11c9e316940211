"""A labelled corpus as a page: frames and stances over outlets and time, evidence, articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from stance.report.corpus_counts import CorpusCounts, Labelled, Place, grain, net_share, share
from stance.report.figures import Dot, inline_svg, multiples_figure
from stance.report.layout import counted, render, shorten, shorten_name, visible
from stance.report.results_table import Table

MOST_PANELS, MOST_OUTLETS, MOST_VOICES, MOST_ARTICLES = 9, 6, 15, 200
NAME_WIDTH = 48
Panels = dict[str, dict[str, list[Dot]]]


def corpus_page(
    labelled: Iterable[Labelled], *, page_of: Callable[[str], str] | None = None
) -> str:
    """A self-contained page about a corpus, made in one pass over its labelled articles.

    Parameters
    ----------
    labelled
        Pairs of an article and the record `stance label --json` prints for it. Outlets and
        dates (ISO 8601) are those of the articles.
    page_of
        Article id → the file of its own page, beside this one; without it nothing is linked.

    Raises
    ------
    ValueError
        For no articles.

    Notes
    -----
    When it misleads: these are shares of articles *labelled so* by a model; its errors can
    differ between outlets and years. Intervals speak of chance in which articles were drawn,
    not of the model. Names are taken as each article's fullest form: two forms, two rows.

    Examples
    --------
    >>> from stance.article import Article
    >>> record = {"frames": [], "stances": [], "quotations": [], "model": {}}
    >>> page = corpus_page([(Article("1", "Taxes rose.", outlet="Courier"), record)])
    >>> "1 article" in page
    True
    """
    counts = CorpusCounts.of(labelled, MOST_ARTICLES)
    if not counts.total:
        raise ValueError("there are no labelled articles: `stance label` makes some")
    outlets = counts.outlets(MOST_OUTLETS)
    return render(
        "corpus.html",
        summary=_summary(counts),
        figures=list(_figures(counts, outlets)),
        tables=[_frame_table(counts, outlets), _voice_table(counts, outlets)],
        evidence=_evidence(counts),
        articles=counts.rows,
        total=counts.total,
        link=_links(page_of),
        models=sorted(counts.models)[:5],
        shorten=lambda text: shorten(visible(text), 180),
        name=_name,
        title=lambda text: shorten(visible(text), 90),
    )


def _name(text: str) -> str:
    return shorten_name(visible(text), NAME_WIDTH)


def _links(page_of: Callable[[str], str] | None) -> Callable[[str], str]:
    """A link is a file name beside this page, never an address."""
    return lambda key: "./" + quote(page_of(key)) if page_of else ""


def _summary(counts: CorpusCounts) -> list[str]:
    days = sorted(place.day for place in counts.articles if place.day)
    undated = sum(n for place, n in counts.articles.items() if not place.day)
    outlets = len({place.outlet for place in counts.articles})
    parts = [counted(counts.total, "article"), counted(outlets, "outlet")]
    if days:
        parts.append(f"{days[0]} to {days[-1]}" if days[0] != days[-1] else days[0])
    if undated:
        parts.append(f"{undated:,} without a date")
    return parts


def _figures(counts: CorpusCounts, outlets: list[str]) -> Iterator[tuple[str, str]]:
    """Captions and drawings; nothing for a corpus without frames or stances."""
    size = grain(place.day for place in counts.articles)
    if frames := frame_panels(counts, outlets, size):
        told = "Frames: share of each outlet’s articles, 95 % Wilson intervals"
        yield told, inline_svg(multiples_figure(frames), "frames", told)
    if stances := stance_panels(counts, outlets, size):
        told = "The authors’ stance: share in favor less share against, of articles on it"
        drawn = multiples_figure(stances, "favor − against", (-1, 1))
        yield told, inline_svg(drawn, "stances", told)


def _by_period(places: Mapping[Place, int], outlet: str, size: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, number in places.items():
        if place.outlet == outlet:
            period = place.day[:size] or "no date"
            found[period] = found.get(period, 0) + number
    return found


def frame_panels(counts: CorpusCounts, outlets: list[str], size: int) -> Panels:
    """For each of the commonest frames and each outlet, its share by period."""
    common = sorted(counts.frames, key=lambda f: -sum(counts.frames[f].values()))
    articles = {outlet: _by_period(counts.articles, outlet, size) for outlet in outlets}
    panels: Panels = {}
    for frame in common[:MOST_PANELS]:
        for outlet in outlets:
            hits = _by_period(counts.frames[frame], outlet, size)
            dots = [
                Dot(period, *share(hits.get(period, 0), of))
                for period, of in sorted(articles[outlet].items())
            ]
            panels.setdefault(frame, {})[outlet] = dots
    return panels


def stance_panels(counts: CorpusCounts, outlets: list[str], size: int) -> Panels:
    """For each of the commonest targets and each outlet, the net stance by period."""
    panels: Panels = {}
    for target in counts.targets(MOST_PANELS):
        by_label = {
            label: places for (name, label), places in counts.stances.items() if name == target
        }
        for outlet in outlets:
            periods = {k: _by_period(v, outlet, size) for k, v in by_label.items()}
            dots = [
                Dot(period, *_net(periods, period))
                for period in sorted({p for found in periods.values() for p in found})
            ]
            panels.setdefault(target, {})[outlet] = dots
    return panels


def _net(periods: Mapping[str, Mapping[str, int]], period: str) -> tuple[float, float, float]:
    found = {label: numbers.get(period, 0) for label, numbers in periods.items()}
    return net_share(found.get("favor", 0), found.get("against", 0), sum(found.values()))


def _frame_table(counts: CorpusCounts, outlets: list[str]) -> Table:
    articles = {
        outlet: sum(_by_period(counts.articles, outlet, 10).values()) for outlet in outlets
    }
    common = sorted(counts.frames, key=lambda f: -sum(counts.frames[f].values()))
    rows = []
    for frame in common:
        hits = {o: sum(_by_period(counts.frames[frame], o, 10).values()) for o in outlets}
        cells = [_share_cell(hits[outlet], articles[outlet]) for outlet in outlets]
        rows.append((_name(frame), *cells))
    header = ("frame", *(f"{_name(outlet)} (n = {articles[outlet]:,})" for outlet in outlets))
    notes = ("share of the outlet’s articles ×100, in brackets: 95 % Wilson interval",)
    return Table("frames by outlet", header, tuple(rows), notes)


def _share_cell(hits: int, of: int) -> str:
    value, low, high = (100 * number for number in share(hits, of))
    return f"{value:.0f} [{low:.0f}, {high:.0f}]"


def _voice_table(counts: CorpusCounts, outlets: list[str]) -> Table:
    quoted = sorted(counts.voices, key=lambda name: -sum(counts.voices[name].values()))
    rows = [
        (_name(name), *(f"{counts.voices[name][outlet]:,}" for outlet in outlets))
        for name in quoted[:MOST_VOICES]
    ]
    return Table(
        "who is quoted: number of quotations", ("speaker", *map(_name, outlets)), tuple(rows)
    )


def _evidence(counts: CorpusCounts) -> dict[str, Any]:
    """The surest articles of each frame, the commonest frames first."""
    common = sorted(counts.evidence, key=lambda f: -sum(counts.frames[f].values()))
    return {_name(frame): counts.evidence[frame] for frame in common[:MOST_PANELS]}
