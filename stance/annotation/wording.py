"""The words of political news this room needs to know: data read once, shared by its files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


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
    found = {name: name for name in words_of("countries", "others")}
    for name, others in _read("news")["countries"].items():
        if name not in {"others", "demonyms"}:
            found |= {other.strip(): name for other in [name, *others.split(";")]}
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
