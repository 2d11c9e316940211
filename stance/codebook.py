"""A codebook: the labels a study uses, what they mean, and how to tell."""

from __future__ import annotations

import difflib
import html
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

UNITS = ("article", "paragraph", "sentence", "headline", "passage")
"""What one label may be given to; a passage is a text with a target."""


@dataclass(frozen=True)
class Code:
    """One label of a codebook.

    `include` and `exclude` are rules for a coder; `keywords` maps a word, a stem with a star
    or a phrase to its weight; `aliases` are the names other data sets use for this code;
    `parent` is the id of the code this one belongs under.
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


@dataclass(frozen=True)
class Codebook:
    """Labels with their definitions, read from a TOML file: it names, checks and prints.

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
        path = _codebook_path(str(name_or_path))
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path.name} is not a TOML file in UTF-8: {error}") from None
        return _checked(_codebook(content, path.name), path.name)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all codes, in the codebook's order: the classes of a model."""
        return tuple(code.id for code in self.codes)

    def __getitem__(self, label: str) -> Code:
        """The code of a label, by id, name or alias; case and punctuation are ignored."""
        found = self._names.get(_key(label))
        if found is None:
            near = difflib.get_close_matches(label, self.ids, n=3, cutoff=0.4) or self.ids
            raise ValueError(f"{label!r} is no code of {self.id}; try {', '.join(near)}")
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
        if cell.strip() and _key(cell) in self._names:
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
                    near = difflib.get_close_matches(label, self.ids, n=3, cutoff=0.4)
                    known = ", ".join(near or self.ids)
                    raise ValueError(f"row {row}: {label!r} is no code of {self.id}; {known}?")

    def diff(self, other: Codebook) -> list[str]:
        """What changed from this version to the other, one line a change.

        Examples
        --------
        >>> stance = Codebook.read("stance")
        >>> stance.diff(stance)
        []
        """
        mine, others = ({code.id: code for code in book.codes} for book in (self, other))
        lines = _changes(self, other, skip={"codes"})
        lines += [f"- code {label}" for label in mine if label not in others]
        lines += [f"+ code {label}" for label in others if label not in mine]
        for label in (label for label in mine if label in others):
            changes = _changes(mine[label], others[label])
            lines += [f"~ code {label}: {change[2:]}" for change in changes]
        return lines

    def to_markdown(self) -> str:
        """The codebook as the appendix of a paper.

        Examples
        --------
        >>> print(Codebook.read("stance").to_markdown().splitlines()[0])
        # Codebook: Stance towards a target (version 1)
        """
        kind = "one or more codes" if self.multilabel else "one code"
        head = [
            f"# Codebook: {self.title} (version {self.version})",
            f"Unit of coding: {self.unit}; {kind} each. Source: {self.source or 'own'}",
        ]
        if self.note:
            head.append(self.note)
        return "\n\n".join([*head, *(_code_section(code) for code in self.codes)]) + "\n"

    def to_text(self) -> str:
        """The codebook for a terminal: one line a code, those below another indented."""
        width = max(len(code.id) for code in self.codes) + 2
        lines = [f"{self.title} ({self.id}, version {self.version}; one {self.unit} a label)"]
        for code in self.codes:
            indent = "    " if code.parent else "  "
            lines.append(f"{indent}{code.id:<{width}}{code.definition}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{html.escape(code.id)}</th><td>{html.escape(code.name)}</td>"
            f"<td>{html.escape(code.definition)}</td></tr>"
            for code in self.codes
        )
        caption = html.escape(f"{self.title} (version {self.version})")
        return f"<table><caption>{caption}</caption>{rows}</table>"

    @property
    def _names(self) -> dict[str, Code]:
        return {_key(name): c for c in self.codes for name in (c.id, c.name, *c.aliases)}


def _key(label: str) -> str:
    return re.sub(r"[\W_]+", " ", label).strip().casefold()


def codebook_names() -> list[str]:
    """The codebooks that come with the package.

    Examples
    --------
    >>> "policy-frames" in codebook_names()
    True
    """
    folder = Path(str(files("stance"))) / "resources" / "codebooks"
    return sorted(path.stem for path in folder.glob("*.toml"))


def _codebook_path(name: str) -> Path:
    shipped = Path(str(files("stance"))) / "resources" / "codebooks"
    for path in (shipped / f"{name}.toml", Path(name)):
        if path.is_file():
            return path
    near = difflib.get_close_matches(name, codebook_names(), n=3) or codebook_names()
    raise ValueError(f"no codebook {name!r}: neither a file nor shipped; try {', '.join(near)}")


def _codebook(content: dict[str, Any], where: str) -> Codebook:
    rows = content.pop("code", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise ValueError(f"{where} has no codes: write one [[code]] table for each")
    codes = []
    for number, row in enumerate(rows, start=1):
        place = f"{where}, code {row.get('id', number)}"
        row["keywords"] = _keywords(row.get("keywords", []), place)
        codes.append(_made(Code, row, place))
    book: Codebook = _made(Codebook, {**content, "codes": tuple(codes)}, where)
    return book


def _made(kind: Any, row: dict[str, Any], where: str) -> Any:  # noqa: ANN401 - one of two nouns
    known = {item.name: str(item.type) for item in fields(kind)}
    for name, value in row.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1) or list(known)
            raise ValueError(f"{where}: unknown field {name!r}; known are {', '.join(near)}")
        kinds = {"str": str, "bool": bool, "tuple[str, ...]": list}
        if not isinstance(value, kinds.get(known[name], object)):
            raise ValueError(f"{where}: {name} is {value!r}, not of the kind {known[name]}")
    needed = [name for name in ("id", "name", "title", "definition") if name in known]
    missing = [name for name in needed if not row.get(name)]
    if missing:
        raise ValueError(f"{where}: {missing[0]} is missing or empty")
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()})


def _keywords(entries: Any, where: str) -> dict[str, float]:  # noqa: ANN401 - from a file
    """`word`, `stem*` or `a phrase`, with `^2` behind it for a weight other than one."""
    weights: dict[str, float] = {}
    if not isinstance(entries, list):
        raise ValueError(f"{where}: keywords is {entries!r}, not a list of strings")
    for entry in entries:
        found = re.fullmatch(
            r"([^\^]*[^\^*\s])(\*?)(?:\^(-?\d+(?:\.\d+)?))?", str(entry).strip()
        )
        if found is None:
            raise ValueError(
                f"{where}: cannot read the keyword {entry!r}; write word or word^2"
            )
        word = " ".join((found[1] + found[2]).casefold().split())
        if word in weights:
            raise ValueError(f"{where}: the keyword {word!r} stands there twice")
        weights[word] = float(found[3] or 1)
    return weights


def _checked(book: Codebook, where: str) -> Codebook:
    if book.unit not in UNITS:
        raise ValueError(f"{where}: unit is {book.unit!r}, not one of {', '.join(UNITS)}")
    owners: dict[str, str] = {}
    for code in book.codes:
        names = {_key(name) for name in (code.id, code.name, *code.aliases)}
        claims = [f"name '{name}'" for name in sorted(names)]
        for claim in [*claims, *(f"keyword '{word}'" for word in code.keywords)]:
            if claim in owners:
                raise ValueError(
                    f"{where}: the {claim} is in two codes, {owners[claim]} and {code.id}"
                )
            owners[claim] = code.id
        if code.parent and code.parent not in book.ids:
            raise ValueError(f"{where}, code {code.id}: the parent {code.parent!r} is no code")
    return book


def _changes(old: Any, new: Any, skip: frozenset[str] | set[str] = frozenset()) -> list[str]:  # noqa: ANN401
    names = [item.name for item in fields(old) if item.name not in skip]
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in names]
    return [f"~ {name}: {was!r} → {now!r}" for name, was, now in pairs if was != now]


def _code_section(code: Code) -> str:
    lines = [f"## {code.name} (`{code.id}`)", code.definition]
    if code.parent:
        lines.append(f"Belongs under `{code.parent}`.")
    for title, items in (("Code", code.include), ("Do not code", code.exclude)):
        lines += [f"*{title}:* " + "; ".join(items)] if items else []
    lines += [f"> {example}" for example in code.examples]
    words = [w if weight == 1 else f"{w} ({weight:g})" for w, weight in code.keywords.items()]
    lines += ["*Keywords:* " + ", ".join(words)] if words else []
    return "\n\n".join(lines)
