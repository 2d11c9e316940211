"""Actors: the people, organisations, groups and countries an article names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stance.annotation.cast import Cast, Found
from stance.annotation.known_actors import KnownActors
from stance.annotation.metonyms import with_metonyms
from stance.annotation.names import find_names
from stance.annotation.page import Page
from stance.annotation.regions import without_places
from stance.article import Actor


def find_actors(
    page: Page, known: Iterable[Actor] = (), metonyms: bool = False
) -> tuple[Actor, ...]:
    """Who a text names, in the order of first mention, with every mention's offsets.

    Names are chains of capitalised words; titles before them are not part of them. A surname
    alone, an acronym introduced in brackets and the other names of a country mean the actor
    they stand for.

    Parameters
    ----------
    known
        Actors you know of: their names and aliases, in this very spelling, come first; other
        forms of their names (a surname, a middle initial, an acronym, a role) mean them too.
    metonyms
        Whether capitals, seats of government and peoples mean their country (“the Kremlin”).

    Notes
    -----
    When it misleads: two people of one surname are told apart by who is named in full more
    often; a place counts as an actor unless half of its mentions say where (“in Doha”); a
    name that the text only uses at the start of a sentence may be missed.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> text = "Gov. Ana Ruiz met the National Farm Board (NFB). The NFB thanked Ruiz."
    >>> [(a.name, len(a.mentions)) for a in annotate(Article("1", text)).actors]
    [('Ana Ruiz', 2), ('National Farm Board', 3)]
    """
    own = KnownActors(known, page)
    cast = Cast(page, own.all, own.first_tokens)
    found = [*cast.add_all(find_names(page, own.taken)), *own.all]
    if metonyms:
        found = with_metonyms(found, page)
    found = [one for one in found if one.mentions]
    for one in found:
        one.mentions.sort()
    named = without_places(found, page)
    return tuple(_numbered(sorted(named, key=lambda one: one.mentions[0])))


def _numbered(found: Sequence[Found]) -> Iterator[Actor]:
    used = {one.id for one in found}
    number = 0
    for one in found:
        identifier = one.id
        if not identifier and not one.own:
            number += 1
            while f"actor-{number}" in used:
                number += 1
            identifier = f"actor-{number}"
        aliases = tuple(sorted(form for form in one.forms if form != one.name))
        yield Actor(identifier, one.name, aliases, tuple(one.mentions), one.kind)
