"""What is to be learned: passages with gold labels, and the way they are cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from stance.article import Passage
from stance.datasets import Card, Split, content_hash, load, resolve
from stance.evaluation.items import Items
from stance.evaluation.protocols import Protocol, protocol_of


@dataclass(frozen=True)
class Task:
    """Passages with gold labels, and the way they are cut into training and test."""

    name: str
    split: str
    card: Card
    protocol: Protocol
    passages: tuple[Passage, ...] = field(repr=False)
    items: Items = field(repr=False)
    ids: tuple[str, ...] = field(repr=False)
    data: str = ""


@lru_cache(maxsize=2)
def task_of(dataset: str, protocol: str | None = None) -> Task:
    """The data of a name, cut by a protocol, ready for any number of models.

    Raises
    ------
    ValueError
        For an unknown name or protocol, and for the official protocol on a split that its
        authors give no training data for, or a split without gold labels.
    FileNotFoundError
        For data that are not on this machine; the message says where to get them.
    """
    card, split = resolve(dataset)
    given = "official" if split in card.training else card.default_protocol
    chosen = protocol_of(protocol or given)
    test = load(f"{card.name}/{split}")
    if any(label is None for label in test.labels):
        raise ValueError(
            f"{test.name} has no gold labels: it can be labelled, but not scored; "
            f"run {card.name}/{card.default_split}"
        )
    parts = [*(_training(card, split) if chosen.name == "official" else ()), test]
    items = Items.of(
        [passage for part in parts for passage in part.passages],
        [label for part in parts for label in part.labels],
        [group for part in parts for group in part.groups],
        [part is test for part in parts for _ in part.ids],
    )
    return Task(
        card.name,
        split,
        card,
        chosen,
        tuple(passage for part in parts for passage in part.passages),
        items,
        tuple(record_id for part in parts for record_id in part.ids),
        "+".join(content_hash(part) for part in parts),
    )


def _training(card: Card, split: str) -> list[Split]:
    """The splits that the authors train on where they test this one."""
    if split not in card.training:
        tested = ", ".join(f"{card.name}/{name}" for name in card.training) or "no split"
        raise ValueError(
            f"{card.name}/{split} has no training data of its own; the official protocol "
            f"tests {tested}"
        )
    return [load(f"{card.name}/{name}") for name in card.training[split]]
