"""Why a frame was given: the words of a text that speak for it, with what each adds."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from sklearn.pipeline import Pipeline

from stance.article import Passage, Span
from stance.features.stems import stem_spans


class Evidence(NamedTuple):
    """A word of an article and what it adds to the log odds of a code, before calibration."""

    span: Span
    contribution: float


def frame_evidence(model: Pipeline, passage: Passage, code: str, n: int = 10) -> list[Evidence]:
    """The words of a passage that speak most for a code, in text order.

    The model is linear in the weights of its words, so a word's share of the log odds is
    exact: its coefficient times its weight, divided among the places where it stands.
    Headline and keyword columns, which are no single words of the passage, are left out.

    Parameters
    ----------
    model
        A fitted `frames-linear` with one column a word (`hashed=0`).
    passage
        What was labelled; the spans are offsets of its article.
    code
        One of the model's classes.
    n
        How many words at most; only those that speak for the code.

    Raises
    ------
    ValueError
        For a code that is none of the model's, or a model without a column a word.

    Notes
    -----
    When it misleads: that is what moved the model, and no proof that the frame is there.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.models.frames import frames_linear
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_linear().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> passage = Passage(Article("1", "They spoke of taxes."))
    >>> [item.span for item in frame_evidence(model, passage, "economic")]
    [Span(start=14, end=19)]
    """
    classify, columns = model.named_steps["classify"], model.named_steps["columns"]
    codes = [str(label) for label in classify.classes_]
    if code not in codes:
        raise ValueError(f"{code!r} is no code of this model; it has {', '.join(codes)}")
    coder = classify.coders_[codes.index(code)]
    words = dict(columns.transformer_list).get("words")
    if not hasattr(words, "vocabulary_"):
        raise ValueError("this model keeps no words (hashed): fit one with hashed=0")
    if isinstance(coder, float):
        return []
    weights = _word_weights(columns, words, coder, passage)
    found = stem_spans(passage.text)
    counts = Counter(stem for stem, _ in found)
    start = passage.span.start if passage.span is not None else 0
    items = [
        Evidence(Span(s.start + start, s.end + start), weights.get(stem, 0.0) / counts[stem])
        for stem, s in found
    ]
    strongest = sorted(items, key=lambda item: -item.contribution)[:n]
    return sorted(item for item in strongest if item.contribution > 0)


def _word_weights(columns: Any, words: Any, coder: Any, passage: Passage) -> dict[str, float]:  # noqa: ANN401
    """Stem → coefficient × weight in this passage."""
    names = [name for name, _ in columns.transformer_list]
    widths = [len(part.get_feature_names_out()) for _, part in columns.transformer_list]
    first = sum(widths[: names.index("words")])
    row = words.transform([passage])
    stems = words.get_feature_names_out()
    scale = (columns.transformer_weights or {}).get("words", 1.0)
    coefficients = np.ravel(coder.coef_)
    return {
        str(stems[column]): float(value * scale * coefficients[first + column])
        for column, value in zip(row.indices, row.data, strict=True)
    }
