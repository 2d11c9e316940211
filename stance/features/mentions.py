"""Where a passage speaks of its target: the mentions, the words around them, their clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from stance.article import Passage, Span

TARGET, NAME = "TARGET", "NAME"
"""What stands among the words for a mention of the target, and for any other name."""

WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_CLAUSE_ENDS = frozenset(',;:—–-()"“”.!?')
_CLAUSE_STARTS = frozenset(
    {"after", "although", "and", "as", "because", "before", "but"}
    | {"if", "that", "though", "when", "which", "while", "who"}
)


def find_mentions(passage: Passage) -> list[Span]:
    """Where the passage speaks of its target, in offsets of the passage's own text.

    The spans the passage comes with; without any, wherever the target's words stand, or, for
    a name of several words, the last of them alone: a person's surname.

    Examples
    --------
    >>> from stance.article import Article
    >>> find_mentions(Passage(Article("1", "Ms. Ode won."), target="Ada Ode"))
    [Span(start=4, end=7)]
    """
    start = passage.span.start if passage.span else 0
    moved = [Span(a - start, b - start) for a, b in sorted(passage.target_spans)]
    inside = [span for span in moved if span.start >= 0 and span.end <= len(passage.text)]
    if inside or passage.target_spans:
        return inside
    found = _spelled(passage.target or "").finditer(passage.text)
    return [Span(*match.span()) for match in found]


@lru_cache(maxsize=4096)
def _spelled(target: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in target.split()]
    if not words:
        return re.compile(r"(?!)")  # matches nowhere
    whole = r"\s+".join(words)
    surname = f"|{words[-1]}" if len(words) > 1 and words[-1][0].isupper() else ""
    return re.compile(f"(?<!\\w)(?:(?i:{whole}){surname})(?!\\w)")


class TargetWords(NamedTuple):
    """The words of a passage in small letters, each mention one word `TARGET` at `places`."""

    words: list[str]
    places: list[int]
    capital: list[bool]


def target_words(passage: Passage) -> TargetWords:
    """The words of a passage, and where among them the target stands.

    Examples
    --------
    >>> from stance.article import Article
    >>> target_words(Passage(Article("1", "They like Ada Ode."), target="Ada Ode")).words
    ['they', 'like', 'TARGET', '.']
    """
    found = TargetWords([], [], [])
    mentions = find_mentions(passage)
    previous: Span | None = None
    for start, end, word, capital in _words_of(passage.text):
        while mentions and mentions[0].end <= start:
            mentions.pop(0)
        mention = mentions[0] if mentions and mentions[0].start < end else None
        if mention is not None and mention == previous:
            continue
        previous = mention
        if mention is not None:
            found.places.append(len(found.words))
        found.words.append(TARGET if mention else word)
        found.capital.append(capital)
    return found


@lru_cache(maxsize=256)
def _words_of(text: str) -> tuple[tuple[int, int, str, bool], ...]:
    """Start, end, small letters and capital of each word; a sentence has several targets."""
    return tuple(
        (match.start(), match.end(), match.group().lower(), match.group()[0].isupper())
        for match in WORD.finditer(text)
    )


def clause_around(words: Sequence[str], place: int) -> tuple[int, int]:
    """Start and end of the run of words around a place that no mark or conjunction cuts.

    Examples
    --------
    >>> clause_around(["well", ",", "they", "rose", "."], 3)
    (2, 4)
    """
    start, end = place, place + 1
    while start and not cuts_clause(words[start - 1]):
        start -= 1
    while end < len(words) and not cuts_clause(words[end]):
        end += 1
    return start, end


def cuts_clause(word: str) -> bool:
    """Whether a mark or conjunction ends a clause.

    Examples
    --------
    >>> cuts_clause("because"), cuts_clause("said")
    (True, False)
    """
    return word in _CLAUSE_ENDS or word in _CLAUSE_STARTS
