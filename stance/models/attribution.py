"""Who says what: articles to their quotations, by rules or learned from coded articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Self

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from stance.annotation.annotate import annotate, by_rules, page_of
from stance.annotation.attributor import Attributor
from stance.annotation.page import Page
from stance.article import AnnotatedArticle, Article, Passage, Quotation, Span, as_passages

_MARKS = frozenset("“„‟«”»\"‘’'")


class RuleAttribution(BaseEstimator):
    """Quotations by hand-written rules: marks, reporting verbs, “that”, “according to”.

    Fitting learns one thing: whether the data count the quotation marks around a content
    as part of it, as PolNeAR does and the seed corpus does not.

    Attributes
    ----------
    keeps_marks_ : bool

    Notes
    -----
    When it misleads: it knows a list of verbs and no grammar; most of what it misses is
    indirect speech.

    Examples
    --------
    >>> model = RuleAttribution().fit(["“No,” he said."], [(Quotation((Span(1, 4),)),)])
    >>> [[quotation]] = model.predict(["Ruiz wept. “Never,” she said."])
    >>> quotation.content
    (Span(start=12, end=18),)
    """

    def fit(self, X: object, y: Iterable[Sequence[Quotation]]) -> Self:
        """Learn whether contents begin with their quotation marks."""
        kept = bare = 0
        for passage, quotations in _paired(X, y):
            text = passage.article.text
            for span in (span for one in quotations for span in one.content):
                kept += text[span.start : span.start + 1] in _MARKS
                bare += text[max(span.start - 1, 0) : span.start] in _MARKS
        self.keeps_marks_ = kept > bare
        return self

    def predict(self, X: object) -> list[tuple[Quotation, ...]]:
        """The quotations of each article, scare quotes left out."""
        return [self._of(page) for page in _pages(X)]

    def _of(self, page: Page) -> tuple[Quotation, ...]:
        found = (one for one in by_rules(page) if one.kind != "scare")
        return tuple(_with_marks(one, page.text) if self.keeps_marks_ else one for one in found)


class LearnedAttribution(BaseEstimator):
    """Quotations by linear models that have learned from coded articles.

    Parameters
    ----------
    bits, epochs, rate, decay, caution, least, dropout, folds, boldness, random_state
        As for `stance.annotation.attributor.Attributor`, which does the work.

    Attributes
    ----------
    attributor_ : Attributor

    Notes
    -----
    When it misleads: see `Attributor`.

    Examples
    --------
    >>> gold = Quotation((Span(5, 10),), "indirect", Span(15, 19), Span(12, 14))
    >>> quick = {"bits": 12, "epochs": 20, "decay": 0.0, "caution": 0.1, "least": 1}
    >>> model = LearnedAttribution(**quick, dropout=0.0)
    >>> model = model.fit(["Yes: taxes, he said."] * 4, [(gold,)] * 4)
    >>> [[quotation]] = model.predict(["Yes: taxes, he said."])
    >>> quotation == gold
    True
    """

    def __init__(
        self,
        bits: int = 20,
        epochs: int = 8,
        rate: float = 0.1,
        decay: float = 0.003,
        caution: float = 40.0,
        least: int = 2,
        dropout: float = 0.5,
        folds: int = 3,
        boldness: float = 0.2,
        random_state: int = 0,
    ) -> None:
        self.bits = bits
        self.epochs = epochs
        self.rate = rate
        self.decay = decay
        self.caution = caution
        self.least = least
        self.dropout = dropout
        self.folds = folds
        self.boldness = boldness
        self.random_state = random_state

    def fit(self, X: object, y: Iterable[Sequence[Quotation]]) -> Self:
        """Learn from articles and their quotations.

        Raises
        ------
        ValueError
            For articles and labels that do not pair, or where no quotation has a cue.
        """
        passages = _paired(X, y)
        self.attributor_ = Attributor(**self.get_params()).fit(
            _pages([passage for passage, _ in passages]), [label for _, label in passages]
        )
        return self

    def predict(self, X: object) -> list[tuple[Quotation, ...]]:
        """The quotations of each article, in text order, as the training data mark them."""
        return self.attributor_.quotations(_pages(X))


def attribution_rules() -> Pipeline:
    """Quotations by hand-written rules: the baseline.

    Examples
    --------
    >>> attribution_rules().steps[0][0]
    'attribution'
    """
    return Pipeline([("attribution", RuleAttribution())])


def attribution_learned(
    epochs: int = 8, decay: float = 0.003, boldness: float = 0.2, random_state: int = 0
) -> Pipeline:
    """Quotations by two chains of tags and a link model, all linear, no parser.

    Examples
    --------
    >>> attribution_learned(epochs=3).get_params()["attribution__epochs"]
    3
    """
    model = LearnedAttribution(
        epochs=epochs, decay=decay, boldness=boldness, random_state=random_state
    )
    return Pipeline([("attribution", model)])


def _paired(
    X: object, y: Iterable[Sequence[Quotation]]
) -> list[tuple[Passage, Sequence[Quotation]]]:
    passages, labels = as_passages(X), list(y)
    if len(passages) != len(labels):
        raise ValueError(f"{len(passages)} articles but {len(labels)} labels: give one each")
    return list(zip(passages, labels, strict=True))


def _pages(X: object) -> list[Page]:
    return [page_of(_annotated(passage.article)) for passage in as_passages(X)]


def _annotated(article: Article | AnnotatedArticle) -> AnnotatedArticle:
    if isinstance(article, AnnotatedArticle) and article.tokens and article.actors:
        return article
    bare = article.article if isinstance(article, AnnotatedArticle) else article
    return annotate(bare, layers=("actors",))


def _with_marks(quotation: Quotation, text: str) -> Quotation:
    """The contents with the marks that stand right around them."""
    content = []
    for start, end in quotation.content:
        before = start > 0 and text[start - 1] in _MARKS
        after = end < len(text) and text[end] in _MARKS
        content.append(Span(start - before, end + after))
    return replace(quotation, content=tuple(content))
