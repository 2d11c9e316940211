"""A word list as a function from token to categories, read from a table we ship or yours."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

Words = tuple[str, ...]

_MOST_KNOWN = 20_000
"""Tokens a lexicon remembers the entries of; then it begins again, lest it grow for ever."""


_HEAD = 3
"""Characters of an entry by which it is looked up."""


class Match(NamedTuple):
    """An entry found at tokens `start` to `end` (end-exclusive)."""

    start: int
    end: int
    entry: str


@dataclass(frozen=True)
class Lexicon:
    """Which categories a word belongs to, and how strongly.

    An entry is a word (`doubt`), a stem with a star (`doubt*` covers *doubtful*), or a phrase
    of either (`tax cut*`). Case is ignored. A word takes the exact entry where there is one,
    else its longest stem.

    Parameters
    ----------
    name
        What the lexicon is called.
    entries
        Entry → category → weight.
    about
        What it measures and where it comes from.

    Notes
    -----
    When it misleads: a word list sees words, never what they are used for; *he denied that the
    law is unjust* holds a word of morality and a word of refutation and judges nothing.

    Examples
    --------
    >>> doubt = Lexicon("doubt", {"perhaps": {"hedge": 1.0}, "doubt*": {"hedge": 1.0}})
    >>> doubt("Doubtful")
    frozenset({'hedge'})
    >>> doubt("certain")
    frozenset()
    """

    name: str
    entries: Mapping[str, Mapping[str, float]] = field(repr=False, hash=False)
    about: str = field(default="", repr=False)

    @classmethod
    def read(cls, name_or_path: str | Path) -> Lexicon:
        """Read a lexicon by the name of a shipped one or from a file of your own.

        A line holds an entry and, after tabs, a category (default: the file's name) and a
        weight (default 1). Lines beginning with `#` say what the list measures.

        Raises
        ------
        ValueError
            For an unknown name or a line that cannot be read; the message names the line.

        Examples
        --------
        >>> sorted(Lexicon.read("hedges")("perhaps"))
        ['hedges']
        """
        path = _lexicon_path(str(name_or_path))
        about, entries = [], dict[str, dict[str, float]]()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.startswith("#"):
                about.append(line[1:].strip())
            elif line.strip():
                entry, category, weight = _parsed(line, path, number)
                entries.setdefault(entry, {})[category] = weight
        return cls(path.stem, entries, " ".join(about))

    @property
    def categories(self) -> tuple[str, ...]:
        """All categories in alphabetical order."""
        return tuple(
            sorted({category for found in self.entries.values() for category in found})
        )

    def __call__(self, token: str) -> frozenset[str]:
        """The categories of one token; empty where the lexicon does not know it."""
        return frozenset(self.weights(token))

    def weights(self, token: str) -> Mapping[str, float]:
        """Category → weight of one token.

        Examples
        --------
        >>> Lexicon("mood", {"awful": {"negative": 2.0}}).weights("awful")
        {'negative': 2.0}
        """
        starting = self._starting_with(token.casefold())
        return next((self.entries[words[0]] for words in starting if len(words) == 1), {})

    def find(self, tokens: Sequence[str]) -> list[Match]:
        """All entries in a sequence of tokens, the longest at each place, never overlapping.

        Examples
        --------
        >>> money = Lexicon("money", {"tax": {"fiscal": 1}, "tax cut*": {"fiscal": 2}})
        >>> money.find(["a", "tax", "cuts", "the", "tax"])
        [Match(start=1, end=3, entry='tax cut*'), Match(start=4, end=5, entry='tax')]
        """
        lowered = [token.casefold() for token in tokens]
        candidates = self._candidates(lowered)
        found: list[Match] = []
        free = 0
        for position in (i for i, some in enumerate(candidates) if some):
            if position >= free:
                for words in candidates[position]:
                    if len(words) == 1 or _agrees(words, lowered, position):
                        free = position + len(words)
                        found.append(Match(position, free, " ".join(words)))
                        break
        return found

    def _candidates(self, tokens: Sequence[str]) -> list[Sequence[Words]]:
        """For each token the entries that may begin there; for most tokens none."""
        known = self._known
        return [
            known[token] if token in known else self._starting_with(token) for token in tokens
        ]

    def _starting_with(self, token: str) -> Sequence[Words]:
        """Entries whose first word covers this token, the longest and most exact first."""
        if token not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            heads = [token[:n] for n in self._head_lengths if n <= len(token)]
            firsts = [f for head in heads if head in self._by_head for f in self._by_head[head]]
            self._known[token] = self._covering(token, firsts) if firsts else ()
        return self._known[token]

    def _covering(self, token: str, firsts: Sequence[str]) -> Sequence[Words]:
        covering = [first for first in firsts if _covers(first, token)]
        covering.sort(key=lambda first: (first == token, len(first)), reverse=True)
        found = [words for first in covering for words in self._by_first_word[first]]
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def _known(self) -> dict[str, Sequence[Words]]:
        return {}

    @cached_property
    def _by_head(self) -> dict[str, list[str]]:
        """The first words of entries by how these begin: most tokens begin otherwise."""
        index: dict[str, list[str]] = {}
        for first in self._by_first_word:
            index.setdefault(first.rstrip("*")[:_HEAD], []).append(first)
        return index

    @cached_property
    def _head_lengths(self) -> list[int]:
        return sorted({len(head) for head in self._by_head})

    @cached_property
    def _by_first_word(self) -> dict[str, list[Words]]:
        index: dict[str, list[Words]] = {}
        for entry in self.entries:
            words = tuple(entry.split())
            index.setdefault(words[0], []).append(words)
        return index


def _covers(first: str, token: str) -> bool:
    """Whether the first word of an entry stands for a token."""
    return token.startswith(first[:-1]) if first.endswith("*") else token == first


def _agrees(words: Words, tokens: Sequence[str], position: int) -> bool:
    """Whether the words of an entry stand at this place; the first is known to."""
    following = tokens[position + 1 : position + len(words)]
    return len(following) == len(words) - 1 and all(map(_covers, words[1:], following))


def _lexicon_path(name: str) -> Path:
    shipped = Path(str(files("stance"))) / "resources" / "lexicons"
    for path in (shipped / f"{name}.tsv", Path(name)):
        if path.is_file():
            return path
    known = lexicon_names()
    near = difflib.get_close_matches(name, known, n=3) or known
    raise ValueError(f"no lexicon {name!r}: neither a file nor shipped; try {', '.join(near)}")


def lexicon_names() -> list[str]:
    """The lexicons that come with the package.

    Examples
    --------
    >>> "hedges" in lexicon_names()
    True
    """
    folder = Path(str(files("stance"))) / "resources" / "lexicons"
    return sorted(path.stem for path in folder.glob("*.tsv"))


def _parsed(line: str, path: Path, number: int) -> tuple[str, str, float]:
    fields = [cell.strip() for cell in line.split("\t")]
    entry = " ".join(fields[0].casefold().split())
    category = fields[1] if len(fields) > 1 and fields[1] else path.stem
    try:
        weight = float(fields[2]) if len(fields) > 2 else 1.0
    except ValueError:
        raise ValueError(f"{path.name} line {number}: the weight is {fields[2]!r}") from None
    if not entry.strip("*") or len(fields) > 3:
        raise ValueError(
            f"{path.name} line {number}: expected entry, category and weight between tabs"
        )
    return entry, category, weight
