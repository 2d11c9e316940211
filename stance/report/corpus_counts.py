"""Labelled articles counted one by one: frames, stances and voices over outlets and time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from scipy.stats import binomtest, norm

from stance.article import AUTHOR, Article

TOP_EVIDENCE = 3
UNKNOWN = "not given"

Record = Mapping[str, Any]
Labelled = tuple[Article, Record]


class Evidence(NamedTuple):
    """An article in which a label is sure, and the stretch that speaks for it."""

    probability: float
    article: str
    title: str
    outlet: str
    words: str


class Place(NamedTuple):
    """Where an article appeared: an outlet and a day, "" where the date cannot be read."""

    outlet: str
    day: str


@dataclass
class CorpusCounts:
    """What a corpus page shows, filled article by article; the articles are not kept."""

    articles: Counter[Place] = field(default_factory=Counter)
    frames: dict[str, Counter[Place]] = field(default_factory=lambda: defaultdict(Counter))
    stances: dict[tuple[str, str], Counter[Place]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    voices: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    evidence: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    rows: list[tuple[Article, str]] = field(default_factory=list)
    models: set[str] = field(default_factory=set)
    most_rows: int = 200

    @classmethod
    def of(cls, labelled: Iterable[Labelled], most_rows: int = 200) -> CorpusCounts:
        """Count a stream of articles with their records; each may be dropped afterwards."""
        counts = cls(most_rows=most_rows)
        for article, record in labelled:
            counts.add(article, record)
        return counts

    def add(self, article: Article, record: Record) -> None:
        """Count one article."""
        place = Place(article.outlet or UNKNOWN, _day(article.date))
        self.articles[place] += 1
        for frame in record["frames"]:
            self.frames[frame["name"]][place] += 1
            self._keep_evidence(frame, article, place)
        for stance in record["stances"]:
            if stance["voice"] == AUTHOR:
                self.stances[stance["target_name"], stance["label"]][place] += 1
        for quotation in record["quotations"]:
            if quotation["speaker_name"]:
                self.voices[quotation["speaker_name"]][place.outlet] += 1
        if len(self.rows) < self.most_rows:
            bare = Article(article.id, "", article.title, place.outlet, date=place.day)
            primary = next((f["name"] for f in record["frames"] if f["primary"]), "")
            self.rows.append((bare, primary))
        self.models.add(
            " ".join(f"{k} {v}"[:40] for k, v in record["model"].items() if k != "signature")
        )

    def _keep_evidence(self, frame: Record, article: Article, place: Place) -> None:
        best = self.evidence[frame["name"]]
        if frame["evidence"]:
            span = frame["evidence"][0]
            words = article.text[span["start"] : span["end"]][:1000]
            own = (article.id, article.title, place.outlet, words)
            best.append(Evidence(frame["probability"], *own))
            best.sort(key=lambda kept: -kept.probability)
            del best[TOP_EVIDENCE:]

    @property
    def total(self) -> int:
        """How many articles were counted."""
        return sum(self.articles.values())

    def outlets(self, most: int) -> list[str]:
        """The outlets with most articles."""
        counted: Counter[str] = Counter()
        for place, number in self.articles.items():
            counted[place.outlet] += number
        return [name for name, _ in counted.most_common(most)]

    def targets(self, most: int) -> list[str]:
        """The names the authors speak of in most articles."""
        counted: Counter[str] = Counter()
        for (target, _), places in self.stances.items():
            counted[target] += sum(places.values())
        return [name for name, _ in counted.most_common(most)]


def _day(text: str) -> str:
    """A date as ISO 8601, "" where it is none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def grain(days: Iterable[str], most: int = 12) -> int:
    """How many characters of a date name its period: a day (10), a month (7) or a year (4).

    The finest that gives at most `most` periods.

    Examples
    --------
    >>> grain(["2024-05-16", "2024-05-17"]), grain(f"2024-05-{d:02}" for d in range(1, 31))
    (10, 7)
    """
    found = [day for day in days if day]
    return next((size for size in (10, 7) if len({d[:size] for d in found}) <= most), 4)


def share(hits: int, of: int) -> tuple[float, float, float]:
    """A share with its 95 % interval after Wilson (1927).

    Examples
    --------
    >>> [round(number, 3) for number in share(5, 10)]
    [0.5, 0.237, 0.763]
    """
    ends = binomtest(hits, of).proportion_ci(method="wilson")
    return hits / of, float(ends.low), float(ends.high)


def net_share(favor: int, against: int, of: int) -> tuple[float, float, float]:
    """Share in favor less share against, with a 95 % interval.

    The interval is that of Bonett and Price (2012), "Adjusted Wald confidence interval for a
    difference of binomial proportions based on paired data", J. Educ. Behav. Stat. 37(4):
    one article is added to each side.

    Examples
    --------
    >>> [round(number, 3) for number in net_share(6, 2, 10)]
    [0.4, -0.147, 0.814]
    """
    first, second = (favor + 1) / (of + 2), (against + 1) / (of + 2)
    middle = first - second
    spread = float(norm.ppf(0.975)) * ((first + second - middle**2) / (of + 2)) ** 0.5
    return (favor - against) / of, max(middle - spread, -1.0), min(middle + spread, 1.0)
