"""A codebook: the labels a study uses, what they mean, and how to tell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from stance.codebook import printing
from stance.codebook.codes import Code, plain_name
from stance.codebook.reading import UNITS, codebook_names, read_fields

__all__ = ["UNITS", "Code", "Codebook", "codebook_names"]


@dataclass(frozen=True)
class Codebook:
    """Labels with their definitions, read from a TOML file: it names, checks and prints.

    Attributes
    ----------
    id, title, version, source, note
        What it is called, where it comes from, and a word for the coder.
    codes
        The labels; see `Code`.
    unit
        What one label is given to, one of `UNITS`.
    multilabel
        Whether a unit may carry several codes.

    Notes
    -----
    When it misleads: keywords are a coder's first guess at the words of a frame; they are
    no definition, and a text may carry a frame in none of them.

    Examples
    --------
    >>> frames = Codebook.read("policy-frames")
    >>> frames["Capacity_and_resources"].id
    'capacity-resources'
    >>> len(frames.ids)
    15
    """

    id: str
    title: str
    codes: tuple[Code, ...] = field(repr=False)
    version: str = "1"
    unit: str = "article"
    multilabel: bool = False
    source: str = ""
    note: str = ""

    @classmethod
    def read(cls, name_or_path: str | Path) -> Codebook:
        """Read a codebook by the name of a shipped one or from a TOML file of your own.

        Raises
        ------
        ValueError
            One sentence for an unknown name or field, a missing definition, a code or a
            keyword given twice, an unknown parent; it names the file and the code.

        Examples
        --------
        >>> Codebook.read("stance").ids
        ('favor', 'against', 'neutral')
        """
        return cls(**read_fields(str(name_or_path)))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all codes, in the codebook's order: the classes of a model."""
        return tuple(code.id for code in self.codes)

    def __getitem__(self, label: str) -> Code:
        """The code of a label, by id, name or alias; case and punctuation are ignored."""
        found = self._names.get(plain_name(label))
        if found is None:
            raise ValueError(f"{label!r} is no code of {self.id}; try {self._near(label)}")
        return found

    def parse(self, cell: str, row: int | str = "?") -> frozenset[str]:
        """The codes in one cell of a table, separated by `;`, `,` or `|`; empty for none.

        Raises
        ------
        ValueError
            For a label the codebook does not have, or for several where it allows one; the
            message names the row.

        Examples
        --------
        >>> sorted(Codebook.read("policy-frames").parse("Morality; Economic"))
        ['economic', 'morality']
        """
        if cell.strip() and plain_name(cell) in self._names:
            return frozenset({self[cell].id})
        labels = [part for part in re.split(r"[;,|]", cell) if part.strip()]
        try:
            found = frozenset(self[label].id for label in labels)
        except ValueError as error:
            raise ValueError(
                f"row {row}: {error} (several labels are separated by ; , or |)"
            ) from None
        if len(found) > 1 and not self.multilabel:
            raise ValueError(f"row {row}: {self.id} allows one label, got {', '.join(labels)}")
        return found

    def check(self, labels: Iterable[str | Iterable[str]]) -> None:
        """Raise a ValueError naming the first row whose label is not a code's id.

        Examples
        --------
        >>> Codebook.read("stance").check(["favor", "neutral"])
        """
        for row, item in enumerate(labels):
            for label in [item] if isinstance(item, str) else item:
                if label not in self.ids:
                    near = self._near(label)
                    raise ValueError(f"row {row}: {label!r} is no code of {self.id}; {near}?")

    def with_parents(self, labels: Iterable[str]) -> frozenset[str]:
        """The labels and all codes they stand under: a coded sub-frame codes its frame.

        Examples
        --------
        >>> sorted(Codebook.read("climate").with_parents(["economic-3"]))
        ['economic', 'economic-3']
        """
        found: set[str] = set()
        for label in labels:
            while label and label not in found:
                found.add(label)
                label = self[label].parent
        return frozenset(found)

    def diff(self, other: Codebook) -> list[str]:
        """What changed from this version to the other, one line a change.

        Examples
        --------
        >>> stance = Codebook.read("stance")
        >>> stance.diff(stance)
        []
        """
        return printing.changes(self, other)

    def to_markdown(self) -> str:
        """The codebook as the appendix of a paper.

        Examples
        --------
        >>> print(Codebook.read("stance").to_markdown().splitlines()[0])
        # Codebook: Stance towards a target (version 1)
        """
        return printing.markdown(self)

    def to_text(self) -> str:
        """The codebook for a terminal: one line a code, those below another indented."""
        return printing.text(self)

    def to_html(self) -> str:
        """The codebook as a table of HTML, every text escaped."""
        return printing.page(self)

    def _repr_html_(self) -> str:
        return self.to_html()

    @cached_property
    def _names(self) -> dict[str, Code]:
        return {name: code for code in self.codes for name in code.names}

    def _near(self, label: str) -> str:
        return ", ".join(
            difflib.get_close_matches(label, self.ids, n=3, cutoff=0.4) or self.ids
        )
