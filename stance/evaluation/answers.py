"""What every metric reads: gold answers and guesses, checked once and laid out as arrays."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Label: TypeAlias = Hashable


@dataclass(frozen=True, eq=False)
class Answers:
    """Gold and guess for the same items, checked: the one input of every metric.

    `gold` and `guess` hold one label an item, a set of labels an item, or a tuple with the
    quotations of an item. `labels` is the label set in the order of the card, which is also
    the order of the columns of `probabilities`. `targets` and `seen` (was the target in
    training?) are needed by the metrics that average over them.
    """

    gold: tuple[Any, ...]
    guess: tuple[Any, ...]
    labels: tuple[Label, ...] = ()
    probabilities: Array | None = None
    targets: tuple[str, ...] | None = None
    seen: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.gold)

    @property
    def is_multilabel(self) -> bool:
        """Whether an item carries a set of labels and not one label."""
        return _is_set(self.gold[0])

    @cached_property
    def gold_matrix(self) -> NDArray[np.bool_]:
        """Which label each item carries: (n_items, n_labels)."""
        return self._matrix(self.gold)

    @cached_property
    def guess_matrix(self) -> NDArray[np.bool_]:
        """Which label each item is guessed to carry: (n_items, n_labels)."""
        return self._matrix(self.guess)

    def _matrix(self, answers: Sequence[Any]) -> NDArray[np.bool_]:
        if not self.labels:
            raise ValueError("this metric scores labels, and the items hold quotations")
        place = {label: column for column, label in enumerate(self.labels)}
        found = np.zeros((len(answers), len(place)), dtype=bool)
        for row, answer in enumerate(answers):
            for label in _labels_in(answer):
                found[row, place[label]] = True
        return found

    def column(self, label: Label) -> int:
        """The place of `label` among the labels."""
        if label not in self.labels:
            raise ValueError(_unknown("the label of the metric", label, self.labels))
        return self.labels.index(label)

    def need_probabilities(self) -> Array:
        """The probabilities, or a ValueError that says they are needed."""
        if self.probabilities is None:
            raise ValueError("this metric needs probabilities: use a model with predict_proba")
        return self.probabilities

    def need_targets(self) -> tuple[str, ...]:
        """The target of each item, or a ValueError that says they are needed."""
        if self.targets is None:
            raise ValueError("this metric averages over targets: give one target an item")
        return self.targets


def check_answers(
    gold: Iterable[Any],
    guess: Iterable[Any],
    labels: Collection[Label] = (),
    probabilities: object = None,
    targets: Iterable[str | None] | None = None,
    seen: Iterable[object] | None = None,
) -> Answers:
    """The same answers as tuples and arrays, or one sentence about what is wrong with them.

    Raises
    ------
    ValueError
        For no items, no labels, sides of different length, a missing label (None, NaN), a
        label outside `labels`, or probabilities of another shape or outside 0–1.

    Examples
    --------
    >>> check_answers(["pro", "con"], ["pro"])
    Traceback (most recent call last):
    ValueError: gold has 2 items and guess has 1: give one for each gold label
    """
    true, said = tuple(gold), tuple(guess)
    if not true:
        raise ValueError("there is nothing to score: gold is empty")
    about = None if targets is None else tuple("" if t is None else str(t) for t in targets)
    known = None if seen is None else np.asarray([bool(flag) for flag in seen])
    for name, given in (("guess", said), ("targets", about), ("seen", known)):
        if given is not None:
            _check_length(name, given, true)
    _check_kinds(true, said)
    found = tuple(dict.fromkeys(labels)) or _labels_of((*true, *said))
    if not found and not isinstance(true[0], tuple):
        raise ValueError("no item has a label: give the labels of the task")
    for side, answers in (("gold", true), ("guess", said)):
        _check_known(side, answers, found)
    chances = None if probabilities is None else _checked_chances(probabilities, true, found)
    return Answers(true, said, found, chances, about, known)


def is_missing(answer: object) -> bool:
    """Whether an answer is None, NaN, or the missing value of a data frame.

    Examples
    --------
    >>> [is_missing(answer) for answer in (None, float("nan"), "", "none", 0)]
    [True, True, False, False, False]
    """
    if isinstance(answer, float | np.floating):
        return bool(np.isnan(answer))
    return answer is None or type(answer).__name__ in {"NAType", "NaTType"}


def _labels_in(answer: Any) -> Iterable[Any]:  # noqa: ANN401 - a label is anything hashable
    """The labels of one item; quotations, held in a tuple, are no labels."""
    if _is_set(answer):
        return answer  # type: ignore[no-any-return]
    return () if isinstance(answer, tuple) else (answer,)


def _is_set(answer: object) -> bool:
    return isinstance(answer, set | frozenset | list)


def _labels_of(answers: Iterable[Any]) -> tuple[Label, ...]:
    return tuple(sorted({x for answer in answers for x in _labels_in(answer)}, key=str))


def _check_length(name: str, given: Any, gold: Sequence[Any]) -> None:  # noqa: ANN401
    if len(given) != len(gold):
        raise ValueError(
            f"gold has {len(gold)} items and {name} has {len(given)}: "
            "give one for each gold label"
        )


def _check_kinds(gold: Sequence[Any], guess: Sequence[Any]) -> None:
    for side, answers in (("gold", gold), ("guess", guess)):
        for row, answer in enumerate(answers):
            if is_missing(answer):
                raise ValueError(f"row {row}: the {side} label is missing ({answer})")
    kinds = {(_is_set(answer), isinstance(answer, tuple)) for answer in (*gold, *guess)}
    if len(kinds) > 1:
        raise ValueError(
            "some items have one label, others a set of labels or quotations: give one kind"
        )


def _check_known(side: str, answers: Sequence[Any], labels: Sequence[Label]) -> None:
    known = set(labels)
    for row, answer in enumerate(answers):
        for label in _labels_in(answer):
            if label not in known:
                raise ValueError(_unknown(f"row {row}: the {side} label", label, labels))


def _checked_chances(given: object, gold: Sequence[Any], labels: Collection[Label]) -> Array:
    chances = np.asarray(given, dtype=float)
    if chances.shape != (len(gold), len(labels)):
        raise ValueError(
            f"probabilities have shape {chances.shape}, not ({len(gold)}, {len(labels)}): "
            "one row an item, one column a label in the order of labels"
        )
    outside = ~((chances >= 0) & (chances <= 1 + 1e-9)).all(axis=1)
    if outside.any():
        raise ValueError(f"row {outside.argmax()}: a probability is missing or outside 0–1")
    return chances


def _unknown(what: str, label: object, labels: Iterable[Label]) -> str:
    return f"{what} {label!r} is not one of the labels {', '.join(map(str, labels))}"
