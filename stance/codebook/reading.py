"""A TOML file → the checked fields of a codebook; what is wrong is one sentence."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from stance.codebook.codes import Code

UNITS = ("article", "paragraph", "sentence", "headline", "passage")
"""What one label may be given to; a passage is a text with a target."""

_BOOK = {
    "id": str,
    "title": str,
    "version": str,
    "unit": str,
    "multilabel": bool,
    "source": str,
    "note": str,
}
_CODE = {
    "id": str,
    "name": str,
    "definition": str,
    "include": list,
    "exclude": list,
    "examples": list,
    "keywords": list,
    "aliases": list,
    "parent": str,
}
_NEEDED = ("id", "title", "name", "definition")
_KINDS = {str: "a text", bool: "true or false", list: "a list of texts"}
_KEYWORD = re.compile(r"([^\^]*[^\^*\s])(\*?)(?:\^(\d+(?:\.\d+)?))?")


def codebook_names() -> list[str]:
    """The codebooks that come with the package.

    Examples
    --------
    >>> "policy-frames" in codebook_names()
    True
    """
    return sorted(path.stem for path in _shipped().glob("*.toml"))


def read_fields(name_or_path: str) -> dict[str, Any]:
    """The fields of a `Codebook` by the name of a shipped one or from a file.

    Raises
    ------
    ValueError
        One sentence that names the file and, where there is one, the code.
    """
    path = _path(name_or_path)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not a TOML file in UTF-8: {error}") from None
    codes = tuple(_codes(content.pop("code", []), path.name))
    _check_fields(content, _BOOK, path.name)
    if content.get("unit", "article") not in UNITS:
        unit, units = content["unit"], ", ".join(UNITS)
        raise ValueError(f"{path.name}: unit is {unit!r}, not one of {units}")
    _check_owners(codes, path.name)
    _check_parents(codes, path.name)
    return {**content, "codes": codes}


def _shipped() -> Path:
    return Path(str(files("stance"))) / "resources" / "codebooks"


def _path(name: str) -> Path:
    for path in (_shipped() / f"{name}.toml", Path(name)):
        if path.is_file():
            return path
    near = difflib.get_close_matches(name, codebook_names(), n=3) or codebook_names()
    raise ValueError(f"no codebook {name!r}: neither a file nor shipped; try {', '.join(near)}")


def _codes(rows: Any, where: str) -> list[Code]:  # noqa: ANN401 - from a file
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise ValueError(f"{where} has no codes: write one [[code]] table for each")
    return [
        _code(row, f"{where}, code {row.get('id', number)}")
        for number, row in enumerate(rows, start=1)
    ]


def _code(row: Mapping[str, Any], where: str) -> Code:
    _check_fields(row, _CODE, where)
    fields: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    return Code(**(fields | {"keywords": _keywords(row.get("keywords", []), where)}))


def _check_fields(row: Mapping[str, Any], kinds: Mapping[str, type], where: str) -> None:
    for name, value in row.items():
        if name not in kinds:
            near = difflib.get_close_matches(name, kinds, n=1) or list(kinds)
            raise ValueError(f"{where}: unknown field {name!r}; known are {', '.join(near)}")
        in_list = value if isinstance(value, list) else []
        if not isinstance(value, kinds[name]) or not all(isinstance(i, str) for i in in_list):
            raise ValueError(f"{where}: {name} is {value!r}, not {_KINDS[kinds[name]]}")
    for name in _NEEDED:
        if name in kinds and not str(row.get(name, "")).strip():
            raise ValueError(f"{where}: {name} is missing or empty")


def _keywords(entries: Sequence[str], where: str) -> dict[str, float]:
    """`word`, `stem*` or `a phrase`, with `^2` behind it for a weight other than one."""
    weights: dict[str, float] = {}
    for entry in entries:
        found = _KEYWORD.fullmatch(entry.strip())
        if found is None or float(found[3] or 1) <= 0:
            raise ValueError(
                f"{where}: cannot read the keyword {entry!r}; write word, stem* or two words, "
                "with a weight above zero as word^2"
            )
        word = " ".join((found[1] + found[2]).casefold().split())
        if word in weights:
            raise ValueError(f"{where}: the keyword {word!r} stands there twice")
        weights[word] = float(found[3] or 1)
    return weights


def _check_owners(codes: Sequence[Code], where: str) -> None:
    """No name and no keyword may belong to two codes."""
    owners: dict[str, str] = {}
    for code in codes:
        claims = [f"name '{name}'" for name in sorted(code.names)]
        for claim in [*claims, *(f"keyword '{word}'" for word in code.keywords)]:
            if claim in owners:
                raise ValueError(
                    f"{where}: the {claim} is in two codes, {owners[claim]} and {code.id}"
                )
            owners[claim] = code.id


def _check_parents(codes: Sequence[Code], where: str) -> None:
    parents = {code.id: code.parent for code in codes}
    for code in codes:
        above, seen = code.parent, {code.id}
        while above:
            if above not in parents:
                raise ValueError(f"{where}, code {code.id}: the parent {above!r} is no code")
            if above in seen:
                raise ValueError(f"{where}, code {code.id} stands under itself, by {above!r}")
            seen.add(above)
            above = parents[above]
