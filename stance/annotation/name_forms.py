"""Name forms: what a run of capitalised words can stand for, told from the words alone."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from stance.annotation.wording import countries, names_in, words_of

ORGANISATIONS = words_of("names", "organisations")
ADJECTIVES = words_of("names", "adjectives") | words_of("countries", "demonyms") - {
    "us",
    "u.s.",
}
_REGIONS = words_of("regions", "others")
_PLACE_OPENERS = words_of("names", "place_openers")
_PLACE_ENDINGS = words_of("names", "place_endings")
_GROUPS = words_of("names", "groups") | {f"{w}s" for w in words_of("countries", "demonyms")}
_KNOWN = {name: (true, "") for name, true in names_in("acts").items()}
_KNOWN |= {name: (true, "organisation") for name, true in names_in("institutions").items()}
_KNOWN |= {name: (true, "country") for name, true in countries().items()}
_NATIONAL = frozenset(["US", "U.S.", "United States"])
_SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV"])
_LINKS = frozenset(["of", "for", "&"])


class NameForm(NamedTuple):
    """A name as it is spelled somewhere.

    Attributes
    ----------
    spelled
        The words as a text has them; `name` the same, but for countries, parties and others
        of several names, which go under one.
    key
        Forms of one key name the same actor.
    kind
        person, organisation, country or group; empty where the words do not tell.
    surname
        The word that can stand for all of them; `initials` the letters that can.
    """

    spelled: str
    name: str
    key: str
    kind: str
    surname: str
    initials: str


@lru_cache(maxsize=20_000)
def form_of(words: tuple[str, ...], titled: bool = False) -> NameForm:
    """What these words can stand for.

    Parameters
    ----------
    titled
        Whether a title stood before them, so that they name a person.

    Examples
    --------
    >>> form = form_of(("National", "Farm", "Board"))
    >>> form.kind, form.initials, form_of(("Ana", "M", ".", "Ruiz")).key
    ('organisation', 'NFB', 'ana ruiz')
    """
    spelled = " ".join(words).replace(" .", ".")
    name, kind = _KNOWN.get(spelled) or (spelled, _kind(words))
    kind = "person" if titled else kind
    surname = words[-2] if len(words) > 2 and words[-1] in _SUFFIXES else words[-1]
    initials = "".join(word[0] for word in words if word[0].isupper())
    return NameForm(spelled, name, _key(words, name, kind, surname), kind, surname, initials)


def _key(words: tuple[str, ...], name: str, kind: str, surname: str) -> str:
    """What forms of one name share: “U.S. Farm Department” and “Department of Farm”."""
    if kind == "person" and len(words) > 1:
        return f"{words[0]} {surname}".lower() + f" {words[-1]}" * (surname != words[-1])
    if words[-1].islower():  # the Ruiz campaign
        return " ".join(words[-2:]).lower()
    if national := next((n for n in (1, 2) if " ".join(words[:n]) in _NATIONAL), 0):
        return form_of(words[national:]).key if len(words) > national else name.lower()
    if len(words) == 2 and words[1] == "Department":
        return f"department of {words[0]}".lower()
    return name.lower()


def _kind(words: tuple[str, ...]) -> str:
    lowered = [word.lower() for word in words]
    if lowered[-1] in _GROUPS:
        return "group"
    if words[0].isupper() or not ORGANISATIONS.isdisjoint(lowered):
        return "organisation"
    if len(lowered) == 1 or is_region(words) or not _LINKS.isdisjoint(lowered):
        return ""
    return "person" if len(lowered) < 6 and lowered[0] not in ADJECTIVES else ""


def is_region(words: tuple[str, ...]) -> bool:
    """Whether words name a part of a country or of the world.

    Examples
    --------
    >>> is_region(("West", "Virginia")), is_region(("Ana", "West"))
    (True, False)
    """
    if len(words) == 1:
        return words[0] in _REGIONS
    return words[0].lower() in _PLACE_OPENERS or words[-1].lower() in _PLACE_ENDINGS


def is_known(words: tuple[str, ...]) -> bool:
    """Whether words are a name of a country, a party or another well-known body.

    Examples
    --------
    >>> is_known(("GOP",)), is_known(("Farm", "Board"))
    (True, False)
    """
    return " ".join(words) in _KNOWN
