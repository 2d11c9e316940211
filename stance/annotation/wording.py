"""The words of political news this room needs to know: data read once, shared by its files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_LISTS = frozenset(["others", "demonyms"])
"""Entries of a table of names that are lists of words."""


@cache
def _read(name: str) -> Mapping[str, Any]:
    source = files("stance") / "resources" / "wording" / f"{name}.toml"
    return tomllib.loads(source.read_text("utf-8"))


def words_of(table: str, entry: str) -> frozenset[str]:
    """One list of `resources/wording/news.toml`.

    Examples
    --------
    >>> "senator" in words_of("names", "titles")
    True
    """
    return frozenset(_read("news")[table][entry].split())


@cache
def countries() -> dict[str, str]:
    """Each name of a country or union of countries → the name it goes under.

    Examples
    --------
    >>> countries()["U.S."], countries()["Qatar"]
    ('United States', 'Qatar')
    """
    return {name: name for name in words_of("countries", "others")} | names_in("countries")


@cache
def names_in(table: str, file: str = "news") -> dict[str, str]:
    """Each name in a table of a file of `resources/wording` → the name it goes under.

    Examples
    --------
    >>> names_in("institutions")["GOP"], names_in("acts")["Obamacare"]
    ('Republican Party', 'Affordable Care Act')
    """
    rows = {name: row for name, row in _read(file)[table].items() if name not in _LISTS}
    found = {other.strip(): name for name, s in rows.items() for other in [name, *s.split(";")]}
    found.pop("", None)
    return found


@cache
def templates(chain: str) -> tuple[str, ...]:
    """The features of the first or second chain of tags, of `resources/wording/templates.toml`.

    Examples
    --------
    >>> templates("first")[:2]
    ('word', 'word-1')
    """
    return tuple(_read("templates")[chain].split())
