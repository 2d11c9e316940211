"""Articles → labelled articles, one or a million."""

from stance.labelling.labelled import LabelledArticle
from stance.labelling.labeller import Labeller, label, label_articles

__all__ = ["LabelledArticle", "Labeller", "label", "label_articles"]
