"""How data are cut into training and test: every protocol by name, as pairs of index arrays."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold, StratifiedGroupKFold, StratifiedKFold

from stance.evaluation.items import Items

Indices: TypeAlias = NDArray[np.intp]
Folds: TypeAlias = Iterator[tuple[Indices, Indices]]


@dataclass(frozen=True)
class Protocol:
    """A way to cut data into training and test, with its definition.

    `keeps` says what never stands on both sides: "split" (the authors' own cut), "group",
    "target", "outlet", "time", or "" where nothing is kept apart.
    """

    name: str
    definition: str
    cut: Callable[[Items, int], Folds]
    keeps: str = ""

    def folds(self, items: Items, seed: int = 0) -> Folds:
        """Pairs of index arrays (train, test); `seed` decides where the definition leaves it.

        Raises
        ------
        ValueError
            Where the items lack what the protocol cuts by, or are too few.

        Examples
        --------
        >>> items = Items(labels=("pro", "con") * 4, groups=tuple("aabbccdd"))
        >>> [test.tolist() for _, test in protocol_of("leave-one-group-out").folds(items)]
        [[0, 1], [2, 3], [4, 5], [6, 7]]
        """
        if not len(items):
            raise ValueError(f"{self.name}: there are no items to split")
        return self.cut(items, seed)

    def warn_if_flattering(self, group: str, items: Items) -> None:
        """Warn where this protocol may put items of one group on both sides.

        `group` is what the card calls its groups.
        """
        sizes = Counter(items.groups)
        alike = sum(size for name, size in sizes.items() if name and size > 1)
        if group and alike and not self.keeps:
            warnings.warn(
                f"{self.name} ignores that {alike:,} of {len(items):,} items share their "
                f"{group} with others: test items may have near copies in training, and the "
                "score flatters. On BASIL that adds 5 to 9 points of F1, on article ideology "
                "by outlet about 30 of accuracy; a grouped protocol does not",
                stacklevel=2,
            )


def protocol_of(name: str) -> Protocol:
    """The protocol of that name.

    Raises
    ------
    ValueError
        For a name that is none of them; the message offers the nearest.

    Examples
    --------
    >>> protocol_of("official").definition
    "the authors' own training and test split"
    """
    if name not in PROTOCOLS:
        near = get_close_matches(name, PROTOCOLS, n=3, cutoff=0.4) or sorted(PROTOCOLS)
        raise ValueError(f"no protocol {name!r}; there are {', '.join(near)}")
    return PROTOCOLS[name]


def _official(items: Items, seed: int) -> Folds:
    test = np.asarray(items.is_test, dtype=bool)
    if not test.any() or test.all():
        raise ValueError(
            "the official protocol needs training and test items: these data have one split"
        )
    yield np.flatnonzero(~test), np.flatnonzero(test)


def _random(items: Items, seed: int, n_folds: int) -> Folds:
    _check_enough(len(items), n_folds, "items")
    splitter = KFold(n_folds, shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(items)))


def _stratified(items: Items, seed: int, n_folds: int, own_seed: int | None = None) -> Folds:
    if not isinstance(items.labels[0], str):
        raise ValueError(
            "stratified folds need one label an item: use 5-fold or grouped-5-fold"
        )
    rarest, count = min(Counter(items.labels).items(), key=lambda pair: (pair[1], pair[0]))
    _check_enough(count, n_folds, f"items of each label, and of {rarest!r}")
    state = seed if own_seed is None else own_seed
    splitter = StratifiedKFold(n_folds, shuffle=True, random_state=state)
    yield from splitter.split(np.zeros(len(items)), np.asarray(items.labels))


def _grouped(items: Items, seed: int, n_folds: int, by: str = "groups") -> Folds:
    groups = items.column(by)
    _check_enough(len(set(groups)), n_folds, by)
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    yield from splitter.split(np.zeros(len(items)), _strata(items, n_folds), groups)


def _strata(items: Items, n_folds: int) -> NDArray[np.str_]:
    """The labels; one and the same for label sets and where a label is too rare for folds."""
    single = [label if isinstance(label, str) else "" for label in items.labels]
    is_rare = min(Counter(single).values()) < n_folds
    return np.asarray([""] * len(single) if is_rare else single)


def _leave_one_out(items: Items, seed: int, by: str) -> Folds:
    values = items.column(by)
    _check_enough(len(set(values)), 2, by)
    for value in np.unique(values):
        yield np.flatnonzero(values != value), np.flatnonzero(values == value)


def _inside(items: Items, seed: int, by: str, n_folds: int = 5) -> Folds:
    """Each target's items in folds, trained on the other items of the same target."""
    values = items.column(by)
    for value in np.unique(values):
        own = np.flatnonzero(values == value)
        _check_enough(len(own), n_folds, f"items of each of the {by}, and of '{value}'")
        for train, test in KFold(n_folds, shuffle=True, random_state=seed).split(own):
            yield own[train], own[test]


def _across(items: Items, seed: int, by: str) -> Folds:
    """The test folds of `_inside`, trained on as many items of the other targets."""
    values = items.column(by)
    _check_enough(len(set(values)), 2, by)
    generator = np.random.default_rng(seed)
    for train, test in _inside(items, seed, by):
        others = np.flatnonzero(values != values[test[0]])
        size = min(len(train), len(others))
        yield np.sort(generator.choice(others, size, replace=False)), test


def _forward(items: Items, seed: int, n_windows: int = 5) -> Folds:
    """Equal windows by date; each is tested by a model of all that came before."""
    dates = items.column("dates")
    days, place, counts = np.unique(dates, return_inverse=True, return_counts=True)
    _check_enough(len(days), n_windows + 1, "dates")
    middle = np.cumsum(counts) - counts / 2
    window = (middle * (n_windows + 1) / len(items)).astype(int)[place]
    for current in np.unique(window)[1:]:
        yield np.flatnonzero(window < current), np.flatnonzero(window == current)


def _check_enough(found: int, needed: int, what: str) -> None:
    if found < needed:
        raise ValueError(f"this protocol needs {needed} {what}; there are {found}")


_ROWS = (
    Protocol("official", "the authors' own training and test split", _official, "split"),
    Protocol("5-fold", "5 random folds", partial(_random, n_folds=5)),
    Protocol("10-fold", "10 random folds", partial(_random, n_folds=10)),
    Protocol(
        "stratified-5-fold",
        "5 random folds with equal shares of labels",
        partial(_stratified, n_folds=5),
    ),
    Protocol(
        "stratified-10-fold",
        "10 random folds with equal shares of labels",
        partial(_stratified, n_folds=10),
    ),
    Protocol(
        "babe-5-fold",
        "the folds of Spinde et al. (2021): 5, stratified, shuffled with seed 42",
        partial(_stratified, n_folds=5, own_seed=42),
    ),
    Protocol(
        "grouped-5-fold",
        "5 folds that keep the groups of the card (story, body, claim, outlet) together",
        partial(_grouped, n_folds=5),
        "group",
    ),
    Protocol(
        "grouped-10-fold",
        "10 folds that keep the groups of the card together",
        partial(_grouped, n_folds=10),
        "group",
    ),
    Protocol(
        "unseen-target",
        "5 folds whose targets are not in training",
        partial(_grouped, n_folds=5, by="targets"),
        "target",
    ),
    Protocol(
        "unseen-outlet",
        "5 folds whose outlets are not in training",
        partial(_grouped, n_folds=5, by="outlets"),
        "outlet",
    ),
    Protocol(
        "leave-one-group-out",
        "each group is tested by a model of all others",
        partial(_leave_one_out, by="groups"),
        "group",
    ),
    Protocol(
        "leave-one-target-out",
        "each target is tested by a model of all others",
        partial(_leave_one_out, by="targets"),
        "target",
    ),
    Protocol(
        "leave-one-outlet-out",
        "each outlet is tested by a model of all others",
        partial(_leave_one_out, by="outlets"),
        "outlet",
    ),
    Protocol(
        "in-target",
        "each target in 5 folds, trained on its other items alone",
        partial(_inside, by="targets"),
    ),
    Protocol(
        "across-target",
        "the test folds of in-target, trained on as many items of other targets",
        partial(_across, by="targets"),
        "target",
    ),
    Protocol(
        "in-outlet",
        "each outlet in 5 folds, trained on its other items alone",
        partial(_inside, by="outlets"),
    ),
    Protocol(
        "across-outlet",
        "the test folds of in-outlet, trained on as many items of other outlets",
        partial(_across, by="outlets"),
        "outlet",
    ),
    Protocol(
        "forward-in-time",
        "5 windows by date, each tested by a model of all that came before",
        _forward,
        "time",
    ),
)

PROTOCOLS: dict[str, Protocol] = {row.name: row for row in _ROWS}
"""Every protocol by its name."""
