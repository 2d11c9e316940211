"""Article → annotated article: paragraphs, sentences, tokens, actors, quotations."""

from stance.annotation.annotate import LAYERS, Annotate, annotate, annotate_all

__all__ = ["LAYERS", "Annotate", "annotate", "annotate_all"]
