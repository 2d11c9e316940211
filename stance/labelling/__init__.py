"""Articles → labelled articles, one or a million."""

from stance.labelling.bulk import Summary, label_corpus
from stance.labelling.dataframe import label_dataframe
from stance.labelling.labelled import LabelledArticle
from stance.labelling.labeller import Labeller, label, label_articles

__all__ = [
    "LabelledArticle",
    "Labeller",
    "Summary",
    "label",
    "label_articles",
    "label_corpus",
    "label_dataframe",
]
