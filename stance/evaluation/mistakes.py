"""Where a model goes wrong: slices with intervals, confusions, its most confident mistakes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.article import AnnotatedArticle, Passage
from stance.evaluation.metrics import score
from stance.evaluation.predictions import Predictions
from stance.evaluation.uncertainty import intervals

NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|hardly|cannot)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
QUOTATION = re.compile(r"[\"“”„«»]")
IRONY = re.compile(
    r"#(?:irony|ironic|sarcasm|sarcastic|not)\b|\bso-called\b|\byeah,? right\b"
    r"|[\"“][^\"”\s]+(?: [^\"”\s]+)?[\"”]",
    re.IGNORECASE,
)
"""Hashtags, set phrases and one or two words in quotation marks: cues, not irony itself."""


@dataclass(frozen=True)
class Slice:
    """The score of a part of the items, with its interval."""

    by: str
    value: str
    metric: str
    n: int
    score: float
    low: float
    high: float


def slices_of(passages: Sequence[Passage]) -> dict[str, list[str]]:
    """Into which slice each passage falls, by target, outlet, voice, length and cues.

    Length is in thirds of these passages by characters. Negation, quotation marks and irony
    are told by cues in the wording, so "yes" means that a cue is there.

    Examples
    --------
    >>> from stance.article import Article
    >>> slices_of([Passage(Article("1", "They did not vote."), target="vote")])["negation"]
    ['yes']
    """
    articles = [
        p.article.article if isinstance(p.article, AnnotatedArticle) else p.article
        for p in passages
    ]
    texts = [passage.text for passage in passages]
    found = {
        "target": [passage.target or "" for passage in passages],
        "outlet": [article.outlet for article in articles],
        "voice": [passage.voice for passage in passages],
        "length": _thirds([len(text) for text in texts]),
    }
    for name, cue in (("negation", NEGATION), ("quotation", QUOTATION), ("irony", IRONY)):
        found[name] = ["yes" if cue.search(text) else "no" for text in texts]
    return found


def score_slices(
    predictions: Predictions,
    by: str,
    values: Sequence[str],
    *,
    metric: str,
    least: int = 20,
    seed: int = 0,
) -> Iterator[Slice]:
    """The score of each slice, with a bootstrap interval, from the largest slice down.

    Slices of fewer than `least` items are left out: their score says nothing. `values` holds
    the slice of each item, as `slices_of` gives it.

    Notes
    -----
    When it misleads: of many slices some are bad by chance. Compare intervals, and test what
    you find on other data.
    """
    if len(values) != len(predictions):
        raise ValueError(
            f"{len(predictions)} items and {len(values)} slices: give one for each"
        )
    for value, n in Counter(values).most_common():
        if n >= least:
            part = predictions.take([i for i, one in enumerate(values) if one == value])
            inputs = part.inputs | {"metrics": [metric], "probabilities": part.probabilities}
            groups = part.groups or None
            low, high = intervals(part.gold, part.guess, groups=groups, seed=seed, **inputs)[
                metric
            ]
            found = score(part.gold, part.guess, **inputs)[metric]
            yield Slice(by, value, metric, n, found, low, high)


def confusions(predictions: Predictions) -> list[tuple[Hashable, Hashable, int]]:
    """How often each gold label was taken for which other, the commonest first.

    For label sets, a label that is missed is taken for None, and None for a label too many.

    Examples
    --------
    >>> confusions(Predictions(("1", "2", "3"), ("pro", "pro", "con"), ("con", "con", "con")))
    [('pro', 'con', 2)]
    """
    counts: Counter[tuple[Any, Any]] = Counter()
    for gold, guess in zip(predictions.gold, predictions.guess, strict=True):
        if isinstance(gold, set | frozenset):
            counts.update((label, None) for label in gold - guess)
            counts.update((None, label) for label in guess - gold)
        elif gold != guess:
            counts[gold, guess] += 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [(gold, guess, n) for (gold, guess), n in order]


@dataclass(frozen=True)
class Mistake:
    """A wrong guess by its id, and the probability the model gave it."""

    id: str
    gold: Hashable
    guess: Hashable
    confidence: float


def confident_mistakes(predictions: Predictions, n: int = 20) -> list[Mistake]:
    """The wrong guesses the model was surest of: label errors are often among them.

    Needs probabilities of single labels.
    """
    chances = predictions.probabilities
    if chances is None or isinstance(predictions.gold[0], set | frozenset | tuple):
        raise ValueError("confident mistakes need probabilities and one label an item")
    place = {label: column for column, label in enumerate(predictions.labels)}
    wrong = [
        Mistake(item, gold, guess, float(chances[row, place[guess]]))
        for row, (item, gold, guess) in enumerate(
            zip(predictions.ids, predictions.gold, predictions.guess, strict=True)
        )
        if gold != guess
    ]
    return sorted(wrong, key=lambda mistake: (-mistake.confidence, mistake.id))[:n]


def _thirds(lengths: Sequence[int]) -> list[str]:
    if not lengths:
        return []
    low, high = np.quantile(lengths, [1 / 3, 2 / 3])
    return ["short" if n <= low else "middle" if n <= high else "long" for n in lengths]
