"""The words of political news this room needs to know: data read once, shared by its files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    source = files("stance") / "resources" / "wording" / "news.toml"
    return tomllib.loads(source.read_text("utf-8"))


def words_of(table: str, entry: str) -> frozenset[str]:
    """One list of `resources/wording/news.toml`.

    Examples
    --------
    >>> "senator" in words_of("names", "titles")
    True
    """
    return frozenset(_tables()[table][entry].split())


@cache
def countries() -> dict[str, str]:
    """Each name of a country or union of countries → the name it goes under.

    Examples
    --------
    >>> countries()["U.S."], countries()["Qatar"]
    ('United States', 'Qatar')
    """
    found = {name: name for name in words_of("countries", "others")}
    for name, others in _tables()["countries"].items():
        if name not in {"others", "demonyms"}:
            found |= {other.strip(): name for other in [name, *others.split(";")]}
    found.pop("", None)
    return found
