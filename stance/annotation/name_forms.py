"""Name forms: what a run of capitalised words can stand for, told from the words alone."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from stance.annotation.wording import countries, words_of

ORGANISATIONS = words_of("names", "organisations")
ADJECTIVES = words_of("names", "adjectives") | words_of("countries", "demonyms") - {
    "us",
    "u.s.",
}
_PLACES = words_of("names", "places")
_GROUPS = words_of("names", "groups") | {f"{w}s" for w in words_of("countries", "demonyms")}
_SUFFIXES = frozenset(["Jr", "Sr", "II", "III", "IV"])
_LINKS = frozenset(["of", "for", "&"])


class NameForm(NamedTuple):
    """A name as it is spelled somewhere.

    Attributes
    ----------
    spelled
        The words as a text has them; `name` the same, but for countries, which have one name.
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
    name = countries().get(spelled, spelled)
    kind = _kind(words, titled)
    surname = words[-2] if len(words) > 2 and words[-1] in _SUFFIXES else words[-1]
    key = name.lower()
    if kind == "person" and len(words) > 1:
        key = f"{words[0]} {surname}".lower() + f" {words[-1]}" * (surname != words[-1])
    initials = "".join(word[0] for word in words if word[0].isupper())
    return NameForm(spelled, name, key, kind, surname, initials)


def _kind(words: tuple[str, ...], titled: bool) -> str:
    lowered = [word.lower() for word in words]
    if titled:
        return "person"
    if " ".join(words) in countries():
        return "country"
    if lowered[-1] in _GROUPS:
        return "group"
    if words[0].isupper() or not ORGANISATIONS.isdisjoint(lowered):
        return "organisation"
    if len(lowered) == 1 or not _PLACES.isdisjoint(lowered) or not _LINKS.isdisjoint(lowered):
        return ""
    return "person" if len(lowered) < 6 and lowered[0] not in ADJECTIVES else ""
