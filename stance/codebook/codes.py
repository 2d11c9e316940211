"""One label of a codebook, and when two names are the same name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Code:
    """One label of a codebook.

    Attributes
    ----------
    id, name
        What files and models call it, and what people do.
    definition
        What it means, in a sentence.
    include, exclude
        Rules for a coder: when to give it, when not and what to give instead.
    examples
        Texts that carry it.
    keywords
        A word, a stem with a star or a phrase → its weight.
    aliases
        The names other data sets use for this code.
    parent
        The id of the code this one belongs under.
    """

    id: str
    name: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    keywords: Mapping[str, float] = field(default_factory=dict, hash=False)
    aliases: tuple[str, ...] = ()
    parent: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All the names of the code as `plain_name` makes them."""
        return frozenset(map(plain_name, (self.id, self.name, *self.aliases)))


def plain_name(label: str) -> str:
    """A label without case and punctuation, by which labels are compared.

    Examples
    --------
    >>> plain_name("Crime_and-Punishment ")
    'crime and punishment'
    """
    return re.sub(r"[\W_]+", " ", label).strip().casefold()
