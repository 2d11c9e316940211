"""Places: names that say where something happens, told from those that do something."""

from __future__ import annotations

from collections.abc import Iterable

from stance.annotation.cast import Found
from stance.annotation.name_forms import is_region
from stance.annotation.page import BETWEEN, CUES, Page
from stance.annotation.wording import words_of
from stance.article import Span

_LOCATIVE = words_of("function_words", "locatives")
_DOES = CUES | BETWEEN | {"'s", "’s"}


def without_places(found: Iterable[Found], page: Page) -> list[Found]:
    """Without names that say where at half of their mentions, and without idle regions.

    A region (“Ohio”, “West Virginia”) is no place where it does or owns something; the
    user's own actors are none.
    """
    return [one for one in found if one.kind or one.own or not _is_place(one, page)]


def _is_place(one: Found, page: Page) -> bool:
    located = sum(is_located(mention, page) for mention in one.mentions)
    if 2 * located >= len(one.mentions):
        return True
    return is_region(tuple(one.name.split())) and not any(
        does_something(mention, page) for mention in one.mentions
    )


def is_located(mention: Span, page: Page) -> bool:
    """Whether a mention says where: “in Doha”."""
    before = page.token(mention.start) - 1
    return before >= 0 and page.lower[before] in _LOCATIVE


def does_something(mention: Span, page: Page) -> bool:
    """Whether a reporting or auxiliary verb or a possessive follows a mention."""
    after = page.token(mention.end)
    return after < len(page.lower) and page.lower[after] in _DOES
