"""The conductor of this room: an article in, the article with its layers out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Self

from sklearn.base import BaseEstimator, TransformerMixin

from stance.annotation.actors import find_actors
from stance.annotation.marks import find_quoted
from stance.annotation.page import Page
from stance.annotation.quotations import quoted_speech
from stance.annotation.reporting import reported_speech, with_reported
from stance.annotation.sentences import find_paragraphs, find_sentences
from stance.annotation.speakers import resolve_speakers
from stance.annotation.tokens import find_tokens
from stance.article import Actor, AnnotatedArticle, Article, Passage, as_passages

LAYERS = ("paragraphs", "sentences", "tokens", "actors", "quotations")
"""The layers an article can have, in the order they are made."""


def annotate(
    article: Article,
    *,
    actors: Iterable[Actor] = (),
    attribution: str = "rules",
    layers: Collection[str] | None = None,
) -> AnnotatedArticle:
    """An article with its paragraphs, sentences, tokens, actors and quotations.

    No text makes it raise, and its cost is linear in the length of the text.

    Parameters
    ----------
    actors
        Actors you know of: their names and aliases take precedence over what is found.
    attribution
        `"rules"`: quotations by hand-written rules.
    layers
        The names of the layers you need, of `LAYERS`; all of them if None.

    Raises
    ------
    ValueError
        For an unknown layer or an unknown kind of attribution.

    Examples
    --------
    >>> annotated = annotate(Article("1", "Taxes rose. Wages fell."))
    >>> [sentence.of(annotated.text) for sentence in annotated.sentences]
    ['Taxes rose.', 'Wages fell.']
    """
    wanted = _checked_layers(layers)
    _check_attribution(attribution)
    text = article.text
    paragraphs = find_paragraphs(text)
    sentences = find_sentences(text, paragraphs) if wanted != {"paragraphs"} else ()
    tokens = find_tokens(text) if wanted - {"paragraphs", "sentences"} else ()
    if not wanted & {"actors", "quotations"}:
        return AnnotatedArticle(article, paragraphs, sentences, tokens)
    cast = find_actors(text, sentences, tokens, tuple(actors))
    if "quotations" not in wanted:
        return AnnotatedArticle(article, paragraphs, sentences, tokens, cast)
    page = Page(text, sentences, tokens, find_quoted(text, paragraphs))
    found = with_reported(quoted_speech(page), reported_speech(page))
    quotations, cast = resolve_speakers(text, sentences, tokens, cast, found)
    return AnnotatedArticle(article, paragraphs, sentences, tokens, cast, quotations)


def _checked_layers(layers: Collection[str] | None) -> set[str]:
    wanted = set(LAYERS if layers is None else layers)
    if unknown := sorted(wanted.difference(LAYERS)):
        raise ValueError(f"unknown layer {unknown[0]!r}; the layers are {', '.join(LAYERS)}")
    return wanted


def _check_attribution(attribution: str) -> None:
    if attribution not in {"rules"}:
        raise ValueError(f"attribution must be 'rules', not {attribution!r}")


class Annotate(TransformerMixin, BaseEstimator):
    """The first step of a pipeline whose later steps need layers: annotates every article.

    Passages that share an article share its annotation, and the last articles seen are
    remembered, so that cross-validation pays for each article once.

    Parameters
    ----------
    actors, attribution, layers
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
        attribution: str = "rules",
        layers: tuple[str, ...] | None = None,
    ) -> None:
        self.actors = actors
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
        annotated = _remembered(passage.article, tuple(self.actors), self.attribution, layers)
        return replace(passage, article=annotated)


@lru_cache(maxsize=1024)
def _remembered(
    article: Article,
    actors: tuple[Actor, ...],
    attribution: str,
    layers: tuple[str, ...] | None,
) -> AnnotatedArticle:
    return annotate(article, actors=actors, attribution=attribution, layers=layers)
