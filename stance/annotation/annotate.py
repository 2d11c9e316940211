"""The conductor of this room: an article in, the article with its layers out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Self

from sklearn.base import BaseEstimator, TransformerMixin
from skops import io as skops_io

from stance.annotation.actors import find_actors
from stance.annotation.laid_out import laid_out_speech
from stance.annotation.marks import bare, find_quoted
from stance.annotation.page import Page
from stance.annotation.quotations import quoted_speech
from stance.annotation.reporting import reported_speech, with_reported
from stance.annotation.sentences import find_paragraphs, find_sentences
from stance.annotation.speakers import resolve_speakers
from stance.annotation.tokens import number_tokens
from stance.article import (
    Actor,
    AnnotatedArticle,
    Article,
    Passage,
    Quotation,
    Spans,
    as_passages,
)
from stance.word_types import current_types

LAYERS = ("paragraphs", "sentences", "tokens", "actors", "quotations")
"""The layers an article can have, in the order they are made."""

ATTRIBUTIONS = ("learned", "rules")
"""How quotations can be found."""


def annotate(
    article: Article,
    *,
    actors: Iterable[Actor] = (),
    metonyms: bool = False,
    attribution: str = "learned",
    layers: Collection[str] | None = None,
) -> AnnotatedArticle:
    """An article with its paragraphs, sentences, tokens, actors and quotations.

    No text makes it raise, and its cost is linear in the length of the text.

    Parameters
    ----------
    actors
        Actors you know of: their names and aliases take precedence over what is found.
    metonyms
        Whether a capital, a seat of government or a people means its country: “Moscow said”,
        “the Kremlin”, “the French have”. They are names of their own otherwise, or places.
    attribution
        `"learned"`: quotations by the model that ships, learned from PolNeAR [1]_; what it
        leaves in quotation marks is told by rule. `"rules"`: all by hand-written rules.
    layers
        The names of the layers you need, of `LAYERS`; all of them if None.

    Raises
    ------
    ValueError
        For an unknown layer or an unknown kind of attribution.

    References
    ----------
    .. [1] Newell, Margolin & Ruths (2018). An attribution relations corpus for political
       news. LREC.

    Examples
    --------
    >>> annotated = annotate(Article("1", "Taxes rose. “We will pay,” Ana Ruiz said."))
    >>> [sentence.of(annotated.text) for sentence in annotated.sentences]
    ['Taxes rose.', '“We will pay,” Ana Ruiz said.']
    >>> [quotation] = annotated.quotations
    >>> quotation.content[0].of(annotated.text), quotation.source.of(annotated.text)
    ('We will pay,', 'Ana Ruiz')
    """
    [annotated] = annotate_all(
        [article], actors=actors, metonyms=metonyms, attribution=attribution, layers=layers
    )
    return annotated


def annotate_all(
    articles: Iterable[Article],
    *,
    actors: Iterable[Actor] = (),
    metonyms: bool = False,
    attribution: str = "learned",
    layers: Collection[str] | None = None,
) -> list[AnnotatedArticle]:
    """Several articles at once: the same as `annotate` of each, in less time.

    Examples
    --------
    >>> articles = [Article("1", "Taxes rose."), Article("2", "Wages fell.")]
    >>> annotate_all(articles) == [annotate(article) for article in articles]
    True
    """
    wanted = _checked_layers(layers)
    _check_attribution(attribution)
    known = tuple(actors)
    annotated = [_with_spans(article, wanted) for article in articles]
    if not wanted & {"actors", "quotations"}:
        return annotated
    bare_pages = [Page(one) for one in annotated]
    casts = [find_actors(page, known, metonyms) for page in bare_pages]
    if "quotations" not in wanted:
        return [one.with_layers(cast) for one, cast in zip(annotated, casts, strict=True)]
    pages = [
        page.told(find_quoted(page.text, page.paragraphs), cast)
        for page, cast in zip(bare_pages, casts, strict=True)
    ]
    found = map(by_rules, pages) if attribution == "rules" else _by_model(pages)
    resolved = map(resolve_speakers, pages, found)
    return [
        one.with_layers(cast, quotations)
        for one, (quotations, cast) in zip(annotated, resolved, strict=True)
    ]


def _with_spans(article: Article, wanted: set[str]) -> AnnotatedArticle:
    text = article.text
    paragraphs = find_paragraphs(text)
    sentences = find_sentences(text, paragraphs) if wanted != {"paragraphs"} else Spans()
    if not wanted - {"paragraphs", "sentences"}:
        return AnnotatedArticle(article, paragraphs, sentences)
    types = current_types()
    tokens, numbers = number_tokens(text, types)
    return AnnotatedArticle(article, paragraphs, sentences, tokens).counted(types, numbers)


def page_of(annotated: AnnotatedArticle) -> Page:
    """What attribution works on: an article as words, with what stands in marks."""
    return Page(annotated, find_quoted(annotated.text, annotated.paragraphs))


def by_rules(page: Page) -> tuple[Quotation, ...]:
    """The quotations of a page by hand-written rules, without their speakers."""
    told = with_reported(quoted_speech(page), reported_speech(page))
    return _with_laid_out(told, laid_out_speech(page))


def _with_laid_out(
    found: tuple[Quotation, ...], laid_out: Sequence[Quotation]
) -> tuple[Quotation, ...]:
    """Both, but for speech told by layout that begins where other speech does."""
    if not laid_out:
        return found
    taken = {one.content[0].start for one in found}
    rest = (one for one in laid_out if one.content[0].start not in taken)
    return tuple(sorted([*found, *rest], key=lambda one: one.content))


def _by_model(pages: Sequence[Page]) -> Iterator[tuple[Quotation, ...]]:
    """The quotations the shipped model finds; marks it says nothing of are told by rule."""
    for page, found in zip(pages, shipped_attributor().quotations(pages), strict=True):
        told = _with_rest(_in_house_form(found, page), quoted_speech(page))
        yield _with_laid_out(told, laid_out_speech(page))


def _in_house_form(quotations: Iterable[Quotation], page: Page) -> list[Quotation]:
    """As the seed corpus marks them: without quotation marks, empty ones left out."""
    stripped = (bare(one, page.text) for one in quotations)
    return [one for one in stripped if one.content]


def _with_rest(
    found: Sequence[Quotation], marked: Sequence[Quotation]
) -> tuple[Quotation, ...]:
    """Both, without the quotations in marks that touch a content, a cue or a source."""
    taken = sorted(
        span
        for one in found
        for span in (*one.content, one.cue, one.source)
        if span is not None
    )
    rest, first = [], 0
    for one in marked:
        while first < len(taken) and taken[first].end <= one.content[0].start:
            first += 1
        if first == len(taken) or taken[first].start >= one.content[-1].end:
            rest.append(one)
    return tuple(sorted([*found, *rest], key=lambda one: one.content))


@lru_cache(maxsize=1)
def shipped_attributor() -> Any:  # noqa: ANN401 - an Attributor, built by skops
    """The attributor that ships; only its own types and numpy's are built from its file."""
    path = Path(
        str(resources.files("stance") / "resources" / "pretrained" / "attribution.skops")
    )
    types = skops_io.get_untrusted_types(file=path)
    if strangers := [name for name in types if not name.startswith("stance.annotation.")]:
        raise ValueError(f"{path.name} holds types that are not trusted: {strangers[0]}")
    return skops_io.load(path, trusted=types)


def _checked_layers(layers: Collection[str] | None) -> set[str]:
    wanted = set(LAYERS if layers is None else layers)
    if unknown := sorted(wanted.difference(LAYERS)):
        raise ValueError(f"unknown layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}")
    return wanted


def _check_attribution(attribution: str) -> None:
    if attribution not in ATTRIBUTIONS:
        raise ValueError(f"attribution must be 'learned' or 'rules', not {attribution!r}")


class Annotate(TransformerMixin, BaseEstimator):
    """The first step of a pipeline whose later steps need layers: annotates every article.

    Passages that share an article share its annotation, and the last articles seen are
    remembered, so that cross-validation pays for each article once.

    Parameters
    ----------
    actors, metonyms, attribution, layers
        As for `annotate`.

    Examples
    --------
    >>> [passage] = Annotate().fit_transform(["Taxes rose. Wages fell."])
    >>> len(passage.article.sentences)
    2
    """

    def __init__(
        self,
        actors: tuple[Actor, ...] = (),
        metonyms: bool = False,
        attribution: str = "learned",
        layers: tuple[str, ...] | None = None,
    ) -> None:
        self.actors = actors
        self.metonyms = metonyms
        self.attribution = attribution
        self.layers = layers

    def fit(self, X: object, y: object = None) -> Self:
        """Learns nothing."""
        return self

    def transform(self, X: object) -> list[Passage]:
        """The same passages over annotated articles."""
        return [self._over_layers(passage) for passage in as_passages(X)]

    def _over_layers(self, passage: Passage) -> Passage:
        if isinstance(passage.article, AnnotatedArticle):
            return passage
        layers = None if self.layers is None else tuple(self.layers)
        options = (tuple(self.actors), self.metonyms, self.attribution, layers)
        return replace(passage, article=_remembered(passage.article, *options))


@lru_cache(maxsize=1024)
def _remembered(
    article: Article,
    actors: tuple[Actor, ...],
    metonyms: bool,
    attribution: str,
    layers: tuple[str, ...] | None,
) -> AnnotatedArticle:
    return annotate(
        article, actors=actors, metonyms=metonyms, attribution=attribution, layers=layers
    )
