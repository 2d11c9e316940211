"""What a passage means, as an encoder sees it: vectors of the text, its target, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stance.article import Passage, as_passages
from stance.encoding import SEPARATOR, Encoder, find_encoder
from stance.features.segments import (
    nearest_sentences,
    passage_sentences,
    target_context,
    target_segments,
    voiced_segments,
)
from stance.features.verdicts import VERDICT_NAMES, VERDICTS, toward_verdicts

Vectors = NDArray[np.float32]


def _passages(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    return encoder.encode([passage.text for passage in passages])


def _targets(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    return encoder.encode([passage.target or "" for passage in passages])


def _contexts(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    return encoder.encode([target_context(passage) for passage in passages])


def _two(
    segments: Callable[[Passage], tuple[str, str]],
) -> Callable[[Encoder, Sequence[Passage]], Vectors]:
    """What looks at two texts a passage as one input of an encoder of pairs."""

    def look(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
        return encoder.encode([SEPARATOR.join(segments(passage)) for passage in passages])

    return look


def _sentences(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    """The mean over each passage's sentences, brought to length 1."""
    lists = [passage_sentences(passage) for passage in passages]
    vectors = encoder.encode([sentence for sentences in lists for sentence in sentences])
    starts = np.cumsum([0, *map(len, lists)][:-1])
    sums = np.add.reduceat(vectors, starts, axis=0) if len(vectors) else vectors
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: Vectors = sums / np.maximum(lengths, np.float32(1e-9))
    return unit


def _pairs(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    """Text, target, their distance and product a column, and their cosine."""
    texts, targets = _passages(encoder, passages), _targets(encoder, passages)
    cosine = (texts * targets).sum(axis=1, keepdims=True)
    return np.hstack([_crossed(texts, targets), cosine])


def _crossed(texts: Vectors, targets: Vectors) -> Vectors:
    return np.hstack([texts, targets, abs(texts - targets), texts * targets])


def _nearness(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    """How near the target comes to the text's sentences."""
    rows = [_cosines(sentences @ target) for sentences, target in _read(encoder, passages)]
    return np.asarray(rows, np.float32).reshape(len(rows), len(_NEAR))


def _verdicts(encoder: Encoder, passages: Sequence[Passage]) -> Vectors:
    """How near the target comes to the sentences, and both to verdicts on any report."""
    said = encoder.encode(list(VERDICTS.values()))
    rows = [
        [*_cosines(sentences @ target), *toward_verdicts(sentences, target, said)]
        for sentences, target in _read(encoder, passages)
    ]
    return np.asarray(rows, np.float32).reshape(len(rows), len(_NEAR) + len(VERDICT_NAMES))


def _read(encoder: Encoder, passages: Sequence[Passage]) -> Iterator[tuple[Vectors, Vectors]]:
    """The vectors of each passage's sentences and of its target; each text is read once."""
    texts = {passage.text: passage for passage in passages}
    lists = [passage_sentences(passage) for passage in texts.values()]
    ends = np.cumsum([len(sentences) for sentences in lists])
    vectors = np.split(encoder.encode([s for found in lists for s in found]), ends[:-1])
    place = dict(zip(texts, vectors, strict=True))
    names = list(dict.fromkeys(passage.target or "" for passage in passages))
    target = dict(zip(names, encoder.encode(names), strict=True))
    return ((place[p.text], target[p.target or ""]) for p in passages)


_NEAR = (
    *("nearest_cosine", "second_cosine", "third_cosine", "opening_cosine", "mean_cosine"),
    "nearest_place",
)


def _cosines(near: Vectors) -> list[float]:
    """The three nearest sentences, the first one, the mean, and where the nearest stands."""
    best = [*np.sort(near)[::-1][:3], 0.0, 0.0][:3]
    return [*best, near[0], near.mean(), near.argmax() / len(near)]


_CROSSED = ("text", "target", "distance", "product")


class View(NamedTuple):
    """What is looked at, and its columns: blocks as wide as a vector, then single ones."""

    look: Callable[[Encoder, Sequence[Passage]], Vectors]
    blocks: tuple[str, ...]
    others: tuple[str, ...] = ()


VIEWS = {
    "passage": View(_passages, ("passage",)),
    "target": View(_targets, ("target",)),
    "context": View(_contexts, ("context",)),
    "marked": View(_two(target_segments), ("marked",)),
    "voiced": View(_two(voiced_segments), ("voiced",)),
    "nearest": View(_two(nearest_sentences), ("nearest",)),
    "sentences": View(_sentences, ("sentences",)),
    "pair": View(_pairs, _CROSSED, ("cosine",)),
    "nearness": View(_nearness, (), _NEAR),
    "verdicts": View(_verdicts, (), (*_NEAR, *VERDICT_NAMES)),
}
"""What can be looked at."""


class Meaning(TransformerMixin, BaseEstimator):
    """The vector an encoder gives to a passage, its target, its sentences, or the pair.

    Texts that say the same in other words lie close together, which word counts cannot see;
    most useful where texts are short or training data few.

    Parameters
    ----------
    encoder
        A name that `stance.encoding.find_encoder` knows, or anything with `encode`.
    view
        `passage`: the text. `target`: the target's text. `context`: the words around the
        target's mentions. `marked`: the text with its mentions in brackets and the target
        after it, as a fine-tuned encoder reads them; `voiced`: with the voice before the
        target; `nearest`: the three sentences of a long text that share most words with the
        target. `sentences`: the mean over the sentences of a long text. `pair`: text u and
        target v as u, v, |u − v|, u ∗ v and their cosine (Conneau et al. 2017). `nearness`:
        the cosines of the target with the text's sentences, six columns: for long texts
        toward a headline or a claim; `verdicts`: these, and how near target and sentences
        come to what may be said of any report, that it is a hoax or confirmed (`VERDICTS`).
    weight
        What the columns are multiplied with, so that a linear model beside word counts
        leans on them more or less.

    Attributes
    ----------
    fingerprint_
        The encoder's own; a model used with other weights than it learned from is refused.

    Notes
    -----
    When it misleads: nearness is of topic first and of opinion last; "for the tax" and
    "against the tax" lie close together.

    References
    ----------
    .. [1] Conneau, A. et al. (2017). Supervised Learning of Universal Sentence
       Representations from Natural Language Inference Data. EMNLP.

    Examples
    --------
    >>> columns = Meaning().fit_transform(["Tax cuts.", "Lower duties.", "A late goal."])
    >>> columns.shape, bool(columns[0] @ columns[1] > columns[0] @ columns[2])
    ((3, 256), True)
    """

    def __init__(
        self, encoder: str | Encoder = "static", view: str = "passage", weight: float = 1.0
    ) -> None:
        self.encoder = encoder
        self.view = view
        self.weight = weight

    def fit(self, X: object, y: object = None) -> Self:
        """Find the encoder and remember which it is; nothing else is learned.

        Raises
        ------
        ValueError
            For an unknown encoder or view.
        """
        as_passages(X)
        if self.view not in VIEWS:
            raise ValueError(f"no view {self.view!r}: take one of {', '.join(VIEWS)}")
        self.fingerprint_ = self._encoder().fingerprint
        return self

    def transform(self, X: object) -> Vectors:
        """The vectors, of shape (n_passages, n_columns).

        Raises
        ------
        ValueError
            Where the encoder of that name has other weights than in `fit`.
        """
        check_is_fitted(self)
        encoder = self._encoder()
        if encoder.fingerprint != self.fingerprint_:
            raise ValueError(
                f"the encoder {self.encoder!r} has the weights {encoder.fingerprint}, and the "
                f"model was trained with {self.fingerprint_}: train it again, or restore them"
            )
        return VIEWS[self.view].look(encoder, as_passages(X)) * np.float32(self.weight)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Block and number of each column: `passage_meaning_0`."""
        check_is_fitted(self)
        _, blocks, others = VIEWS[self.view]
        size = self._encoder().size
        names = [f"{block}_meaning_{number}" for block in blocks for number in range(size)]
        return np.asarray([*names, *others], dtype=object)

    def _encoder(self) -> Encoder:
        return find_encoder(self.encoder) if isinstance(self.encoder, str) else self.encoder
