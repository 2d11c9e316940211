"""Headings in title case: lines whose capitals name nobody."""

from __future__ import annotations

import re
from bisect import bisect_left

from stance.annotation.page import Page
from stance.annotation.wording import words_of

_FUNCTION_WORDS = words_of("function_words", "words")
_FIRST_LINE = re.compile(r"[^\n]{1,200}(?=\n)")
_HEADING = re.compile(r"^# [^\n]{1,200}$", re.MULTILINE)


def heading_tokens(page: Page) -> set[int]:
    r"""The tokens of lines in title case: the first of several, and those after a `#`.

    Examples
    --------
    >>> from stance.annotation.annotate import annotate, page_of
    >>> from stance.article import Article
    >>> text = "Rail Strike Halts Most Trains\n\nThe strike went on."
    >>> page = page_of(annotate(Article("1", text), layers=["tokens"]))
    >>> sorted(heading_tokens(page))
    [0, 1, 2, 3, 4]
    """
    first = _FIRST_LINE.match(page.text)
    lines = [first] if first else []
    if "# " in page.text:
        lines += _HEADING.finditer(page.text, first.end() if first else 0)
    found: set[int] = set()
    for match in lines:
        if _is_title_case(match.group().split()):
            start, end = (bisect_left(page.starts, place) for place in match.span())
            found.update(range(start, end))
    return found


def _is_title_case(words: list[str]) -> bool:
    """Whether every word but the small ones has a capital, as no sentence has."""
    bare = [word for word in words if word[0].isalpha()]
    small = [word for word in bare if not word[0].isupper()]
    ends = bool(words) and words[-1][-1] in ".!?"
    return len(bare) > 2 and not ends and all(w in _FUNCTION_WORDS for w in small)
