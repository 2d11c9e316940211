"""Who speaks of the target: its name, its part in the sentence, the words between the two."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from stance.article import AUTHOR, Article, Passage, Span
from stance.features.mentions import TARGET, find_mentions, target_words
from stance.features.roles import roles_of_target, stems_with_target

NOBODY = "(author)"
"""The one term of a passage whose voice is the author's."""
VOICE = "VOICE"


def voice_names(passage: Passage) -> list[str]:
    """The words of the voice's name, the whole of it, and the pair it makes with the target.

    As the other functions here, terms for `WordTfidf(analyzer=voice_names)`.

    Examples
    --------
    >>> voice_names(Passage(None, target="Ode", voice="Eve Marsh"))
    ['eve', 'marsh', '=eve marsh', 'eve marsh→ode']
    """
    if passage.voice == AUTHOR:
        return [NOBODY]
    name, target = passage.voice.lower(), (passage.target or "").lower()
    return [*re.findall(r"\w+", name), f"={name}", f"{name}→{target}"]


def roles_of_voice(passage: Passage) -> list[str]:
    """The part the voice takes in what happens, as `roles_of_target` guesses the target's.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Marsh blamed Ode.")
    >>> roles_of_voice(Passage(article, target="Ode", voice="Eve Marsh"))
    ['does', 'does:blame', 'does:blame NAME', 'first']
    """
    return [NOBODY] if passage.voice == AUTHOR else roles_of_target(_toward_voice(passage))


def _toward_voice(passage: Passage) -> Passage:
    return replace(passage, target=passage.voice, target_spans=())


def words_between(passage: Passage) -> list[str]:
    """Stems, and pairs of stems, between the voice and the target where they stand nearest.

    Each is marked with which of the two comes first; the order alone is a term too.

    Notes
    -----
    When it misleads: the voice is found by its name or surname. “He”, or another name for the
    same party, is not seen.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Marsh bitterly blamed Ode.")
    >>> words_between(Passage(article, target="Ode", voice="Eve Marsh"))[:4]
    ['VOICE…TARGET', 'VOICE…bitter…TARGET', 'VOICE…blame…TARGET', 'VOICE…bitter blame…TARGET']
    """
    if passage.voice == AUTHOR:
        return [NOBODY]
    voices, targets = find_mentions(_toward_voice(passage)), find_mentions(passage)
    pairs = [(v, t) for v in voices for t in targets if v.end <= t.start or t.end <= v.start]
    if not pairs:
        return [f"{'far' if voices else 'no'} {VOICE}"]
    voice, target = min(pairs, key=lambda pair: _gap(*pair).end - _gap(*pair).start)
    first, last = (VOICE, TARGET) if voice < target else (TARGET, VOICE)
    stems = _stems(_gap(voice, target).of(passage.text))
    pairs_of_stems = [f"{one} {other}" for one, other in pairwise(stems)]
    return [f"{first}…{run}{last}" for run in ("", *(f"{r}…" for r in stems + pairs_of_stems))]


def _gap(one: Span, other: Span) -> Span:
    return Span(min(one.end, other.end), max(one.start, other.start))


def _stems(text: str) -> list[str]:
    """Stems of a stretch of a text; names and the rest are told apart as around a target."""
    return stems_with_target(target_words(Passage(Article("", text))))
