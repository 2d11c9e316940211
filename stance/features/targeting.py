"""What is said around the target: crosses of its name with the words of the passage."""

from __future__ import annotations

import re

from stance.article import Passage

_WORD = re.compile(r"\w+")


def target_crosses(passage: Passage) -> list[str]:
    """Every word of the passage, joined to each word of its target.

    With them one linear model for all targets may weigh the same word differently from
    target to target, and share what targets with a common word have in common. Terms for
    `WordTfidf(analyzer=target_crosses)`; none without a target.

    Examples
    --------
    >>> from stance.article import Article
    >>> target_crosses(Passage(Article("1", "Cut it now"), target="Fuel tax"))
    ['fuel×cut', 'tax×cut', 'fuel×it', 'tax×it', 'fuel×now', 'tax×now']
    """
    names = _WORD.findall((passage.target or "").lower())
    words = _WORD.findall(passage.text.lower())
    return [f"{name}×{word}" for word in words for name in names]
