"""Who is for or against whom, where the sentence is new, and where most pairs hold nothing?

Two things flatter the scores of one actor's stance on another. In directed-sentiment a third of
the sentences of `valid` stand in training too, with other pairs: both parts are scored. SEESAW
gives only pairs that hold something; here as many pairs that hold nothing are drawn beside
them, from the actors named in the same sentences, in training and in test. Models are trained
on `train` and tested on `valid` as they are; nothing is tuned here.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np

import stance
from stance.article import Passage
from stance.evaluation.metrics import score
from stance.evaluation.uncertainty import intervals
from stance.features.mentions import find_mentions
from stance.models import make_model

MODELS = ("majority", "stance-target-blind", "stance-news")
METRICS = ("f1_macro", "accuracy")
NOTHING = "none"


class Coded(NamedTuple):
    """Passages with a label and a group each."""

    passages: list[Passage]
    labels: list[str]
    groups: list[str]


def coded(name: str) -> Coded:
    """The passages of a split."""
    found = stance.load(name)
    return Coded(list(found.passages), [str(x) for x in found.labels], list(found.groups))


def with_nothing(given: Coded, seed: int = 0) -> Coded:
    """The same pairs and as many others of the same sentences, in which nothing is held."""
    pairs: dict[tuple[str, Any], set[tuple[str, str]]] = defaultdict(set)
    for passage in given.passages:
        pairs[_sentence(passage)].add((passage.voice, str(passage.target)))
    first = {_sentence(p): (p, g) for p, g in zip(given.passages, given.groups, strict=True)}
    spare = [
        (replace(passage, voice=voice, target=target), group)
        for place, (passage, group) in first.items()
        for voice, target in permutations(_named(passage), 2)
        if (voice, target) not in pairs[place]
    ]
    order = np.random.default_rng(seed).permutation(len(spare))[: len(given.labels)]
    drawn = [spare[number] for number in sorted(order)]
    return Coded(
        [*given.passages, *(passage for passage, _ in drawn)],
        [*given.labels, *(NOTHING for _ in drawn)],
        [*given.groups, *(group for _, group in drawn)],
    )


def _sentence(passage: Passage) -> tuple[str, Any]:
    return passage.article.id, passage.span


def _named(passage: Passage) -> list[str]:
    """The article's actors that the sentence names."""
    actors = [actor.name for actor in passage.article.meta["actors"]]
    return [name for name in actors if find_mentions(replace(passage, target=name))]


def rows_of(
    task: str, train: Coded, test: Coded, parts: dict[str, Sequence[int]]
) -> Iterator[dict[str, Any]]:
    """One row a model and part of the test passages."""
    for name in MODELS:
        model = make_model(name).fit(train.passages, train.labels)
        guess = [str(label) for label in model.predict(test.passages)]
        for part, places in parts.items():
            gold, said, groups = (
                [column[place] for place in places]
                for column in (test.labels, guess, test.groups)
            )
            yield {
                "task": task,
                "part": part,
                "model": name,
                "n": len(gold),
                "scores": score(gold, said, metrics=METRICS),
                "intervals": intervals(gold, said, groups=groups, metrics=METRICS),
            }


def directed(seed: int) -> Iterator[dict[str, Any]]:
    """Directed sentiment: all sentences, those seen in training, and new ones."""
    train, test = coded("directed-sentiment/train"), coded("directed-sentiment/valid")
    known = set(train.groups)
    seen = [group in known for group in test.groups]
    parts = {
        "all": range(len(seen)),
        "sentence seen in training": np.flatnonzero(seen).tolist(),
        "new sentence": np.flatnonzero(~np.asarray(seen)).tolist(),
    }
    yield from rows_of("directed-sentiment/valid", train, test, parts)


def seesaw(seed: int) -> Iterator[dict[str, Any]]:
    """SEESAW: pairs that hold something, and as many beside them that hold nothing."""
    train, test = coded("seesaw/train"), coded("seesaw/valid")
    given = {"pair given": range(len(test.labels))}
    yield from rows_of("seesaw/valid", train, test, given)
    train, test = with_nothing(train, seed), with_nothing(test, seed)
    sampled = {"no stance sampled": range(len(test.labels))}
    yield from rows_of("seesaw/valid", train, test, sampled)


@click.command()
@click.option("--seed", default=0, help="Of the pairs that hold nothing.")
@click.option("--output", type=click.Path(path_type=Path))
def main(seed: int, output: Path | None) -> None:
    """Score both data sets with and without what flatters."""
    rows = [*directed(seed), *seesaw(seed)]
    for row in rows:
        scores = "  ".join(
            f"{metric} {100 * row['scores'][metric]:.1f} [{100 * low:.1f}, {100 * high:.1f}]"
            for metric, (low, high) in row["intervals"].items()
        )
        start = f"{row['task']:<26}{row['part']:<27}{row['model']:<21}{row['n']:>5}"
        click.echo(f"{start}  {scores}")
    if output is not None:
        output.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
