"""Framing and stance in political news: an article in, labels with evidence out."""

from stance.article import (
    AUTHOR,
    Actor,
    AnnotatedArticle,
    Article,
    Passage,
    Quotation,
    Span,
    as_passages,
)

__version__ = "0.1.0"

__all__ = [
    "AUTHOR",
    "Actor",
    "AnnotatedArticle",
    "Article",
    "Passage",
    "Quotation",
    "Span",
    "as_passages",
]
