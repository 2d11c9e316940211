"""What a protocol may look at: labels, groups, targets, outlets and dates of the items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.article import AnnotatedArticle, Passage


@dataclass(frozen=True)
class Items:
    """What a protocol may look at: one entry an item, or empty where the data do not say.

    Attributes
    ----------
    labels
        The gold label, or set of labels.
    groups
        What must stay on one side of a split: story, body, claim, outlet, topic.
    targets, outlets, dates
        Of the passage and its article; dates as ISO 8601, so that they sort as text.
    is_test
        Whether the authors of the data put the item into the test split.

    Examples
    --------
    >>> from stance.article import Article
    >>> passages = [Passage(Article("1", "Yes."), target="tax"), Passage(Article("2", "No."))]
    >>> Items.of(passages, ["pro", "con"]).targets
    ('tax', '')
    """

    labels: tuple[Any, ...]
    groups: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    is_test: tuple[bool, ...] = ()

    @classmethod
    def of(
        cls,
        passages: Sequence[Passage],
        labels: Sequence[Any],
        groups: Sequence[str] = (),
        is_test: Sequence[bool] = (),
    ) -> Items:
        """The items that these passages are, with the outlet and date of their articles."""
        articles = [
            p.article.article if isinstance(p.article, AnnotatedArticle) else p.article
            for p in passages
        ]
        for name, given in (("labels", labels), ("groups", groups), ("is_test", is_test)):
            if len(given) != len(passages) and (given or name == "labels"):
                raise ValueError(
                    f"{len(passages)} passages and {len(given)} {name}: give one for each"
                )
        return cls(
            tuple(labels),
            tuple(groups),
            tuple(passage.target or "" for passage in passages),
            tuple(article.outlet for article in articles),
            tuple(article.date for article in articles),
            tuple(map(bool, is_test)),
        )

    def __len__(self) -> int:
        return len(self.labels)

    def column(self, name: str) -> NDArray[np.str_]:
        """The `groups`, `targets`, `outlets` or `dates`, or what is wrong with them."""
        values: tuple[str, ...] = getattr(self, name)
        missing = len(self) - sum(map(bool, values))
        if missing:
            raise ValueError(
                f"this protocol needs the {name} of all items, and {missing} of {len(self)} "
                "have none: choose another protocol"
            )
        return np.asarray(values, dtype=str)
