"""What the target-aware encoder can be taught: a task is a row, its answers have a loss."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from torch import Tensor
from torch.nn import functional

from stance.article import Passage
from stance.datasets import Split, load
from stance.encoding.wordpieces import PieceNumbers
from stance.features.segments import nearest_sentences, target_segments, voiced_segments
from stance.models.pairs import UNRELATED

Segments = Callable[[Passage], tuple[str, str]]
Groups = Callable[[Split], Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """How a label becomes numbers, and what is lost where the scores miss them."""

    gold: Callable[[Any, Sequence[str]], Any]
    loss: Callable[[Tensor, Tensor], Tensor]


def sets_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """Each answer for itself: any number of them may hold."""
    return functional.binary_cross_entropy_with_logits(scores, gold.float())


def tags_loss(scores: Tensor, gold: Tensor) -> Tensor:
    """One answer a piece; a gold of -100 is not asked for."""
    return functional.cross_entropy(scores.flatten(0, 1), gold.flatten())


KINDS = {
    "label": Kind(lambda label, labels: labels.index(label), functional.cross_entropy),
    "labels": Kind(lambda held, labels: [int(one in held) for one in labels], sets_loss),
    "tags": Kind(lambda tags, labels: [labels.index(tag) for tag in tags], tags_loss),
}


def card_groups(split: Split) -> Sequence[str]:
    """The groups that the data's card names."""
    return split.groups


def stories(split: Split) -> list[str]:
    """Bodies and headlines that are related, directly or by way of others, are one story.

    The bodies of a story say the same of the same headlines, and the stories of test are new.
    """
    bodies = np.unique(split.groups, return_inverse=True)[1]
    headlines = np.unique([p.target for p in split.passages], return_inverse=True)[1]
    near = np.asarray(split.labels) != UNRELATED
    ends = (bodies[near], bodies.max() + 1 + headlines[near])
    size = bodies.max() + headlines.max() + 2
    links = coo_array((np.ones(near.sum()), ends), shape=(size, size))
    return [str(story) for story in connected_components(links, directed=False)[1][bodies]]


@dataclass(frozen=True)
class Task:
    """One head: where its rows come from, how a passage is read and what is answered.

    `tests` are splits to score on; `most` is the number of rows an epoch, drawn anew for each,
    where `even` from every label alike as long as there are rows; `longest` counts pieces;
    `without` are labels that are left out; `groups` are held out whole. `shippable` says that
    the terms of the data allow weights derived from them to be given on.
    """

    data: str
    tests: tuple[str, ...] = ()
    segments: Segments = target_segments
    kind: str = "label"
    most: int = 10_000
    even: bool = False
    longest: int = 112
    without: frozenset[str] = frozenset()
    groups: Groups = card_groups
    shippable: bool = False
    terms: str = "for research, or not stated"


TASKS = {
    "newsmtsc": Task("newsmtsc/train", ("newsmtsc/mt",), shippable=True, terms="MIT"),
    "p-stance": Task(
        "p-stance/train", ("p-stance/val",), most=5_000, longest=96, shippable=True, terms="MIT"
    ),
    "semeval2016": Task("semeval2016/train", ("semeval2016/a",)),
    "vast": Task("vast/train", ("vast/dev",)),
    "gwsd": Task("gwsd/train", ("gwsd/test",)),
    "directed-sentiment": Task(
        "directed-sentiment/train", ("directed-sentiment/valid",), segments=voiced_segments
    ),
    "seesaw": Task("seesaw/train", ("seesaw/valid",), segments=voiced_segments),
    "emergent": Task("emergent/train", ("emergent/test",)),
    "fnc-1": Task(
        "fnc-1/train",
        segments=nearest_sentences,
        most=4_000,
        even=True,
        without=frozenset({UNRELATED}),
        groups=stories,
    ),
    "frames": Task("semeval2023-frames/train", kind="labels"),
    "slant": Task("babe/sg2", terms="AGPL-3.0"),
}


@dataclass(frozen=True)
class Row:
    """One passage as the encoder reads it."""

    ids: list[int]
    segments: list[int]
    gold: Any


@dataclass(frozen=True)
class Taught:
    """A task's rows: those that teach, with their texts, and those held out."""

    task: Task
    labels: tuple[str, ...]
    train: list[Row]
    held: list[Row]
    texts: list[str]


def is_held_out(group: str) -> bool:
    """Whether a group belongs to the tenth that teaches nothing; the same on every machine."""
    return int(hashlib.blake2b(group.encode(), digest_size=4).hexdigest(), 16) % 10 == 0


def labels_of(task: Task, split: Split) -> tuple[str, ...]:
    """The answers of the head, in the order of the data's card."""
    return tuple(label for label in split.card.labels if label not in task.without)


def rows_of(
    task: Task, split: Split, labels: Sequence[str], numbers: PieceNumbers
) -> list[Row | None]:
    """Each passage of a split as a row; None where its label is left out."""
    gold = KINDS[task.kind].gold
    return [
        None
        if task.kind == "label" and label in task.without
        else Row(*numbers.pair(*task.segments(passage), task.longest), gold(label, labels))
        for passage, label in zip(split.passages, split.labels, strict=True)
    ]


def taught(task: Task, numbers: PieceNumbers) -> Taught:
    """Read a task's data and set a tenth of its groups aside."""
    split = load(task.data)
    labels = labels_of(task, split)
    train, held, texts = [], [], []
    rows = rows_of(task, split, labels, numbers)
    for row, group, passage in zip(rows, task.groups(split), split.passages, strict=True):
        if row is not None and is_held_out(group):
            held.append(row)
        elif row is not None:
            train.append(row)
            texts.append(passage.text)
    return Taught(task, labels, train, held, texts)


def drawn(held: Taught, draw: np.random.Generator) -> NDArray[np.intp]:
    """The rows of an epoch, in any order."""
    order = draw.permutation(len(held.train))
    if held.task.even:
        turns = turns_of(held.train[row].gold for row in order)
        order = order[np.argsort(turns, kind="stable")]
    return order[: held.task.most]


def turns_of(golds: Iterable[int]) -> list[int]:
    """At each answer, how often it has come before."""
    seen: Counter[int] = Counter()
    turns = []
    for gold in golds:
        turns.append(seen[gold])
        seen[gold] += 1
    return turns
