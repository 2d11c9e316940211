"""The user's own actors: where a text names them in the very spelling they were given in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from stance.annotation.cast import Found
from stance.annotation.name_forms import form_of
from stance.annotation.page import Page
from stance.article import Actor, Span


class KnownActors:
    """The mentions of the user's own actors.

    Attributes
    ----------
    all : list of Found
        Every actor given, with its mentions; some have none.
    first_tokens : dict of int to Found
        The token where each mention begins → whose it is.
    taken : set of int
        The tokens the mentions cover.
    """

    def __init__(self, known: Iterable[Actor], page: Page) -> None:
        self.all: list[Found] = []
        self.first_tokens: dict[int, Found] = {}
        self.taken: set[int] = set()
        forms: dict[str, list[tuple[str, Found]]] = defaultdict(list)
        for actor in known:
            one = _found(actor)
            self.all.append(one)
            for form in {actor.name, *actor.aliases}:
                forms[form.split(" ")[0].split("'")[0].split("’")[0]].append((form, one))
        if forms:
            self._search(forms, page)

    def _search(self, forms: dict[str, list[tuple[str, Found]]], page: Page) -> None:
        ends = {end: index for index, end in enumerate(page.ends)}
        end = 0
        for index, word in enumerate(page.words):
            start = page.starts[index]
            if start < end or word not in forms:
                continue
            fitting = [
                (form, one)
                for form, one in forms[word]
                if page.text.startswith(form, start) and start + len(form) in ends
            ]
            if fitting:
                form, one = max(fitting, key=lambda pair: len(pair[0]))
                end = start + len(form)
                one.mentions.append(Span(start, end))
                one.full += " " in form
                self.first_tokens[index] = one
                self.taken.update(range(index, ends[end] + 1))


def _found(actor: Actor) -> Found:
    """A user's actor before it is looked for; its name tells its kind where none is given."""
    words = tuple(actor.name.split())
    kind = actor.kind or (form_of(words).kind if words else "")
    forms = dict.fromkeys(actor.aliases, 1)
    return Found(actor.name, kind, actor.id, own=True, forms=forms)
