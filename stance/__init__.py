"""Framing and stance in political news: an article in, labels with evidence out.

The flow: `read` an article from a file, `label` it with the models that come with the
package, and look at its `frames`, `stances`, `quotations` and `actors`. Or `load` a data set by
name, make a model (`stance.models.make_model`), and let `stance.experiment.run` train, test and
sign the result.

Examples
--------
>>> import stance
>>> labelled = stance.label("“The budget robs the poor,” Senator Ann Lee said of the Treasury.")
>>> labelled.quotations["speaker_name"].tolist()
['Ann Lee']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from stance.annotation.annotate import annotate
    from stance.codebook import Codebook
    from stance.datasets import load
    from stance.ingest import read_article as read
    from stance.labelling import LabelledArticle, label, label_articles
    from stance.lexicon import Lexicon

__version__ = "0.1.0"

__all__ = [
    "AUTHOR",
    "Actor",
    "AnnotatedArticle",
    "Article",
    "Codebook",
    "LabelledArticle",
    "Lexicon",
    "Passage",
    "Quotation",
    "Span",
    "annotate",
    "as_passages",
    "label",
    "label_articles",
    "load",
    "read",
]

# Found on first use, so that `import stance` and `stance --help` are quick.
_ROOMS = {
    "annotate": ("stance.annotation.annotate", "annotate"),
    "Codebook": ("stance.codebook", "Codebook"),
    "load": ("stance.datasets", "load"),
    "read": ("stance.ingest", "read_article"),
    "LabelledArticle": ("stance.labelling", "LabelledArticle"),
    "label": ("stance.labelling", "label"),
    "label_articles": ("stance.labelling", "label_articles"),
    "Lexicon": ("stance.lexicon", "Lexicon"),
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    room, attribute = _ROOMS[name]
    value = globals()[name] = getattr(import_module(room), attribute)
    return value


def __dir__() -> list[str]:
    return __all__
