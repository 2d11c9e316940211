"""Article → annotated article: paragraphs, sentences, tokens, actors, quotations."""

from stance.annotation.annotate import LAYERS, Annotate, annotate

__all__ = ["LAYERS", "Annotate", "annotate"]
