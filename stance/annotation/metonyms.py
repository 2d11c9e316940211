"""Metonyms: a capital, a seat of government or a people that stands for its country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from stance.annotation.cast import Found
from stance.annotation.name_forms import form_of
from stance.annotation.page import Page
from stance.annotation.regions import does_something, is_located
from stance.annotation.wording import names_in
from stance.article import Span

_SEATS = names_in("seats", "metonyms")
_PEOPLES = names_in("peoples", "metonyms")
_PEOPLES |= {f"{people}s": country for people, country in _PEOPLES.items()}
_NAMESAKES = frozenset(["person", "organisation"])


def with_metonyms(found: Iterable[Found], page: Page) -> list[Found]:
    """The actors with what stands for a country as mentions of it.

    “Moscow said”, “talks with the Kremlin”, “Russians” and “the French have” mean a country;
    “in Moscow”, “Mr. Washington” and “French wine” do not. The user's own actors are left as
    they are, and a country among them gets the mentions.
    """
    kept: list[Found] = []
    stands: list[tuple[str, str, Span]] = [*_peoples_that_act(page)]
    for one in found:
        country = None if one.own else _country_of(one)
        if country is None:
            kept.append(one)
        else:
            seats = one.name in _SEATS
            stands += (
                (country, one.name, mention)
                for mention in one.mentions
                if not (seats and is_located(mention, page))
            )
    return _told(kept, stands)


def _country_of(one: Found) -> str | None:
    if one.kind in _NAMESAKES and " " not in one.name:
        return None
    return _SEATS.get(one.name) or _PEOPLES.get(one.name)


def _peoples_that_act(page: Page) -> Iterator[tuple[str, str, Span]]:
    """“The French said”: the adjective as a noun, which no name is made of."""
    peoples = np.flatnonzero(page.known(_is_people, np.bool_))
    for index in peoples.tolist():
        mention = Span(page.starts[index], page.ends[index])
        led = index > 0 and page.lower[index - 1] == "the"
        if led and does_something(mention, page):
            word = page.words[index]
            yield _PEOPLES[word], word, mention


def _is_people(word: str) -> bool:
    return word in _PEOPLES and not word.endswith("s")


def _told(kept: list[Found], stands: Iterable[tuple[str, str, Span]]) -> list[Found]:
    """The actors with these mentions of countries; countries not yet there are new."""
    countries = {form_of(tuple(one.name.split())).name: one for one in kept if one.name}
    for country, form, mention in stands:
        one = countries.get(country)
        if one is None:
            one = countries[country] = Found(country, "country")
            kept.append(one)
        one.mentions.append(mention)
        one.forms[form] = one.forms.get(form, 0) + 1
    return kept
