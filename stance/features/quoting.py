"""Who is quoted where the target is spoken of: the target itself, others about it, nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from stance.article import AUTHOR, AnnotatedArticle, Passage, Quotation, Span
from stance.features.extractor import Extractor
from stance.features.mentions import find_mentions
from stance.lexicon import Lexicon

MANNERS = ("assertives", "boosters", "hedges", "refutation", "conflict", "valence")
"""The shipped lexicons that say how somebody is said to speak: to claim, to deny, to attack."""

_IN_MARKS = re.compile(r"[“\"]([^“”\"]+)[”\"]|``(.+?)''")
_BESIDE = 3  # characters between a scare quote and a mention beside it, its marks among them


def passage_quotations(passage: Passage) -> list[Quotation]:
    """The quotations that touch the passage, in offsets of the article.

    Those of the article's layer; over a bare article, what stands in quotation marks, with no
    cue and no source. `stance.annotation.annotate.Annotate` as a first step makes the layer.

    Examples
    --------
    >>> from stance.article import Article
    >>> passage = Passage(Article("1", "They call it “a good day”."))
    >>> [quotation.content for quotation in passage_quotations(passage)]
    [(Span(start=14, end=24),)]
    """
    article = passage.article
    if not isinstance(article, AnnotatedArticle):
        return [Quotation((span,)) for span in _in_marks(passage)]
    here = passage.span or Span(0, len(article.text))
    return [one for one in article.quotations if any(_touch(here, span) for span in _all(one))]


def _in_marks(passage: Passage) -> list[Span]:
    start = passage.span.start if passage.span else 0
    found = _IN_MARKS.finditer(passage.text)
    spans = [match.span(1) if match[1] else match.span(2) for match in found]
    return [Span(start + first, start + end) for first, end in spans]


def _all(quotation: Quotation) -> list[Span]:
    """Contents, cue and source."""
    parts = (*quotation.content, quotation.cue, quotation.source)
    return [span for span in parts if span is not None]


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def quoted_share(passage: Passage) -> float:
    """Share of the passage's characters that are quoted, scare quotes apart.

    Examples
    --------
    >>> from stance.article import Article
    >>> quoted_share(Passage(Article("1", "“Good,” he said.")))
    0.3125
    """
    here = passage.span or Span(0, len(passage.article.text))
    held = sorted(
        span
        for one in passage_quotations(passage)
        if one.kind != "scare"
        for span in one.content
    )
    quoted, reached = 0, here.start
    for start, end in held:
        start, end = max(start, reached), min(end, here.end)
        quoted += max(end - start, 0)
        reached = max(reached, end)
    return quoted / len(passage.text) if passage.text else 0.0


def target_mentions(passage: Passage) -> list[Span]:
    """Where the passage speaks of its target, in offsets of the article.

    Examples
    --------
    >>> from stance.article import Article
    >>> target_mentions(Passage(Article("1", "So. Ode won."), Span(4, 12), "Ode"))
    [Span(start=4, end=7)]
    """
    moved = passage.span.start if passage.span else 0
    return [Span(start + moved, end + moved) for start, end in find_mentions(passage)]


def voice_is(passage: Passage, source: Span | None) -> bool:
    """Whether the passage's voice is named in a source.

    Examples
    --------
    >>> from stance.article import Article
    >>> passage = Passage(Article("1", "Ms. Ode said no."), voice="Ada Ode")
    >>> voice_is(passage, Span(0, 7))
    True
    """
    if source is None or passage.voice == AUTHOR or not passage.voice.strip():
        return False
    words = set(re.findall(r"\w+", source.of(passage.article.text).lower()))
    return passage.voice.lower().split()[-1] in words


class Quoting(Extractor):
    """How the target, and the voice, stand to what is quoted in the passage.

    How much is quoted; the share of the target's mentions inside a quotation, by its kind;
    whether the target, the voice or somebody else is its source; how the target and how
    others are said to speak, by the lexicons of their cues; scare quotes beside the target.

    Parameters
    ----------
    manners
        Names of shipped lexicons, or paths: for each of their categories, how many cues of
        quotations whose source is the target, and of those whose source is somebody else.

    Notes
    -----
    When it misleads: it is as good as the layer of quotations; over bare articles only marks
    are seen and nobody is a source. A pronoun as source is the target only where the mention
    is given.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> article = annotate(Article("1", "“Ode lies,” said Eve Marsh."), attribution="rules")
    >>> measure = Quoting()
    >>> row = measure.transform([Passage(article, target="Ode")])[0]
    >>> [name for name, value in zip(measure.names(), row) if value][:3]
    ['quoted_share', 'n_direct', 'target_in_direct_share']
    """

    def __init__(self, manners: Sequence[str] = MANNERS) -> None:
        self.manners = manners

    def names(self) -> list[str]:
        """One column a measure."""
        counts = [f"n_{kind}" for kind in _KINDS]
        inside = [f"target_in_{kind}_share" for kind in _KINDS]
        manners = [
            f"{who}_cue_{m}"
            for who in ("target", "other")
            for m in _categories(tuple(self.manners))
        ]
        return ["quoted_share", *counts, *inside, *_SOURCES, "n_scare_beside_target", *manners]

    def row(self, passage: Passage) -> list[float]:
        """The measures of one passage."""
        found, mentions = passage_quotations(passage), target_mentions(passage)
        of_target = [one for one in found if _touches(one.source, mentions)]
        of_others = [one for one in found if one.source and one not in of_target]
        text = passage.article.text
        return [
            quoted_share(passage),
            *(float(sum(one.kind == kind for one in found)) for kind in _KINDS),
            *(_share_inside(mentions, found, kind) for kind in _KINDS),
            float(bool(of_target)),
            float(bool(of_others)),
            float(any(voice_is(passage, one.source) for one in found)),
            float(any(_inside(mention, one) for one in of_others for mention in mentions)),
            float(sum(_beside(one, mentions) for one in found)),
            *self._cues(of_target, text),
            *self._cues(of_others, text),
        ]

    def _cues(self, found: Iterable[Quotation], text: str) -> list[float]:
        """For each category, how many of the quotations have a word of it in their cue."""
        cues = [one.cue.of(text).split() for one in found if one.cue]
        held = [
            {c for word in words for name in self.manners for c in _lexicon(name)(word)}
            for words in cues
        ]
        return [float(sum(c in one for one in held)) for c in _categories(tuple(self.manners))]


_KINDS = ("direct", "indirect", "mixed", "scare")
_SOURCES = (
    "target_is_source",
    "other_is_source",
    "voice_is_source",
    "other_speaks_of_target",
)

_lexicon = lru_cache(maxsize=32)(Lexicon.read)


@lru_cache(maxsize=32)
def _categories(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({c for name in names for c in _lexicon(name).categories}))


def _touches(span: Span | None, mentions: Iterable[Span]) -> bool:
    return span is not None and any(_touch(span, mention) for mention in mentions)


def _inside(mention: Span, quotation: Quotation) -> bool:
    return any(s.start <= mention.start and mention.end <= s.end for s in quotation.content)


def _share_inside(mentions: Sequence[Span], found: Sequence[Quotation], kind: str) -> float:
    held = [one for one in found if one.kind == kind]
    inside = sum(any(_inside(mention, one) for one in held) for mention in mentions)
    return inside / len(mentions) if mentions else 0.0


def _beside(quotation: Quotation, mentions: Iterable[Span]) -> bool:
    """Whether this is a scare quote with a mention in it or right beside it."""
    if quotation.kind != "scare":
        return False
    wide = [Span(s.start - _BESIDE, s.end + _BESIDE) for s in quotation.content]
    return any(_touches(span, mentions) for span in wide)
