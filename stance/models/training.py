"""What a stance model learns from: passages and one label each, checked first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import Passage, as_passages


def training_data(
    X: object, y: Iterable[Any], classes: int = 2
) -> tuple[list[Passage], NDArray[Any]]:
    """The passages and their labels, an array of shape (n_passages,).

    Parameters
    ----------
    X
        Whatever `as_passages` reads.
    y
        One label a passage.
    classes
        How many different labels there must be.

    Raises
    ------
    ValueError
        For passages that cannot be read, none of them, passages and labels that do not pair,
        a label that is missing (None, NaN), too few classes, or texts that are all empty.

    Examples
    --------
    >>> training_data(["Good.", "Bad."], ["for", "against"])[1].tolist()
    ['for', 'against']
    >>> training_data(["Good.", "Bad."], ["for", None])
    Traceback (most recent call last):
        ...
    ValueError: row 1: the label is None: leave out passages without a label
    """
    passages, labels = as_passages(X), list(y)
    if len(passages) != len(labels):
        raise ValueError(
            f"{len(passages)} passages but {len(labels)} labels: give one label each"
        )
    if not passages:
        raise ValueError("no training passages: give at least one")
    for row, label in enumerate(labels):
        if label is None or label != label:  # NaN alone is not itself
            raise ValueError(
                f"row {row}: the label is {label}: leave out passages without a label"
            )
    if len(set(labels)) < classes:
        raise ValueError(
            f"the {len(labels)} training labels hold fewer than two classes: "
            "give passages of at least two, or take the model 'majority'"
        )
    if not any(passage.text.strip() for passage in passages):
        raise ValueError(f"the texts of all {len(passages)} training passages are empty")
    return passages, np.asarray(labels)
