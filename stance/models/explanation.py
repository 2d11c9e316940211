"""Why a passage got its label: what each of its words or sentences adds to the decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from stance.annotation.sentences import find_paragraphs, find_sentences
from stance.article import Passage, Span
from stance.models.evidence import Evidence
from stance.models.linear import LinearView, linear_view

Numbers: TypeAlias = NDArray[np.float64]
Pieces = Literal["words", "sentences"]
Divided: TypeAlias = tuple[tuple[Any, Any], float, Numbers]  # two labels, margin, shares

_WORD = re.compile(r"[#@]?\w+(?:['’]\w+)*|[^\w\s]")
_HIDDEN = "ꙮ"  # a letter of one Church Slavonic psalter: a word of it is a word nobody knows
_LEAST = 0.02  # where a row's length changes with a word, all its columns move by so little
_SURE = 1e-12  # the least probability: its logarithm is finite


class Explanation(NamedTuple):
    """What speaks for one decision; `margin` = `elsewhere` + the sum of all contributions.

    Attributes
    ----------
    label, over
        The model's label, and the one that came second.
    margin
        How far the label is ahead of the second, in log odds before calibration.
    elsewhere
        What stands at no piece of the text: how common the labels are, the target's name.
    evidence
        The pieces that count, in text order, as offsets of the article; those with a positive
        contribution speak for the label, the others for the second.
    """

    label: Any
    margin: float
    elsewhere: float
    evidence: tuple[Evidence, ...]
    over: Any


def explain(model: Pipeline, passage: Passage, pieces: Pieces | None = None) -> Explanation:
    """Why a model gave a passage its label, and not the one that came second.

    For a linear model the contributions are exact: the weight of each column times its value,
    divided among the pieces without which the column falls. For any other, a piece's
    contribution is what the margin loses without it, and `elsewhere` is the rest.

    Parameters
    ----------
    model
        A fitted model with one label a passage: `stance-linear`, `stance-pairs` and so on.
    passage
        What was labelled.
    pieces
        `"words"` (and marks) or `"sentences"`. By default words for a linear model, sentences
        for any other unless the passage has but one.

    Raises
    ------
    ValueError
        For a model of label sets, which `frame_evidence` explains, or unknown pieces.

    Notes
    -----
    When it misleads: it says what moved the model, not what the author meant. Where two words
    say the same, the trees of `stance-pairs` miss neither when the other is there: both
    contribute nothing, and `elsewhere` is large. The passage is read once for each piece: for
    articles of thousands of words ask for sentences.

    Examples
    --------
    >>> from stance.article import Article
    >>> from stance.models import make_model
    >>> model = make_model("stance-target-blind").fit(["Good!", "Bad!"], ["for", "against"])
    >>> found = explain(model, Passage(Article("1", "How good.")))
    >>> found.label, [item.span for item in found.evidence if item.contribution > 0.05]
    ('for', [Span(start=4, end=8)])
    >>> total = sum(item.contribution for item in found.evidence)
    >>> round(found.elsewhere + total - found.margin, 9)
    0.0
    """
    if pieces not in {None, "words", "sentences"}:
        raise ValueError(f"pieces is {pieces!r}: give 'words' or 'sentences'")
    _check(model, passage)
    linear = linear_view(model, [passage]) is not None
    spans = _spans(passage.text, pieces or ("words" if linear else "sentences"))
    if pieces is None and len(spans) == 1:
        spans = _spans(passage.text, "words")
    read = [passage, *(_hide(passage, span) for span in spans)]
    view = linear_view(model, read)
    found = _missed(model, read) if view is None else _traced(view)
    (label, over), margin, shares = found
    start = passage.span.start if passage.span is not None else 0
    evidence = tuple(
        Evidence(Span(span.start + start, span.end + start), float(share))
        for span, share in zip(spans, shares, strict=True)
        if share
    )
    elsewhere = margin - sum(item.contribution for item in evidence)
    return Explanation(label, margin, elsewhere, evidence, over)


def _spans(text: str, pieces: str) -> list[Span]:
    if pieces == "words":
        return [Span(*match.span()) for match in _WORD.finditer(text)]
    return list(find_sentences(text, find_paragraphs(text)))


def _hide(passage: Passage, piece: Span) -> Passage:
    """The passage without what a piece says: each word unknown, each mark a space."""
    text = piece.of(passage.text)
    hidden = _WORD.sub(lambda word: _unknown(word[0]), text)
    start = passage.span.start if passage.span is not None else 0
    article = getattr(passage.article, "article", passage.article)
    before, after = article.text[: start + piece.start], article.text[start + piece.end :]
    return replace(passage, article=replace(article, text=before + hidden + after))


def _unknown(word: str) -> str:
    return (_HIDDEN if any(map(str.isalnum, word)) else " ") * len(word)


def _traced(view: LinearView) -> Divided:
    """Each column's weight times its value, divided among the pieces it falls without."""
    columns = csr_matrix(view.columns)
    scores = np.ravel(columns[0] @ view.weights.T + view.intercepts)
    best, second = np.argsort(-scores, kind="stable")[:2]
    own = columns[0].indices
    weights = view.weights[best, own] - view.weights[second, own]
    values, without = columns[0].data, columns[1:][:, own].toarray()
    falls = (values - without) * np.sign(values)
    falls[falls < _LEAST * np.abs(values)] = 0
    total = falls.sum(axis=0)
    parts = falls / np.where(total > 0, total, 1)
    classes = view.classes.tolist()
    margin = float(scores[best] - scores[second])
    return (classes[best], classes[second]), margin, parts @ (weights * values)


def _missed(model: Pipeline, read: Sequence[Passage]) -> Divided:
    """What the margin loses without each piece."""
    chances = np.log(np.maximum(model.predict_proba(read), _SURE))
    best, second = np.argsort(-chances[0], kind="stable")[:2]
    margins = chances[:, best] - chances[:, second]
    classes = np.asarray(model.classes_).tolist()
    return (classes[best], classes[second]), float(margins[0]), margins[0] - margins[1:]


def _check(model: Pipeline, passage: Passage) -> None:
    if not hasattr(model, "predict_proba") or isinstance(
        model.predict([passage])[0], frozenset
    ):
        raise ValueError(
            "explain takes a model that gives each passage one label with its probability; "
            "for label sets see stance.models.evidence.frame_evidence"
        )
