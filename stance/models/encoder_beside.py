"""A fine-tuned encoder and a model of words, each with half the say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from stance.article import as_passages
from stance.encoding import find_encoder
from stance.features.meaning import Meaning
from stance.models.pairs import UNRELATED
from stance.models.training import training_data
from stance.passages import PassageBatch

_LEAST = 0.1  # below it a pair is surely apart, and the encoder, which is slow, is not asked


class EncoderBeside(ClassifierMixin, BaseEstimator):
    """The geometric mean of what an encoder's head and a model of words say.

    Nothing is learned of how far to trust either, as `EncoderStacked` does: where the texts
    new to the encoder come from few stories, what is learned from them holds for these alone.
    Whether a pair is related at all, the words alone say.

    Parameters
    ----------
    words
        The model of words; anything with `predict_proba`.
    encoder
        A name that `stance.encoding.find_encoder` knows, with a head whose answers are the
        labels, `apart` aside.
    view
        What the encoder is shown, as in `stance.features.meaning.Meaning`.
    apart
        The label of pairs that are not related, where there is one.

    Attributes
    ----------
    classes_
        The labels, sorted.
    words_, meaning_
        What was fitted.
    head_
        The encoder's columns, in the order of the labels.

    Notes
    -----
    When it misleads: its probabilities are not calibrated, and both halves were taught to
    find rare labels, so that these are called too often.
    """

    def __init__(
        self,
        words: BaseEstimator,
        encoder: str = "news-stance",
        view: str = "marked",
        apart: str = UNRELATED,
    ) -> None:
        self.words = words
        self.encoder = encoder
        self.view = view
        self.apart = apart

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Learn the words, and find the head.

        Raises
        ------
        ValueError
            For what `training_data` refuses, and where no head has these answers.
        ImportError, FileNotFoundError
            Where the encoder is not installed.
        """
        passages, labels = training_data(X, y)
        self.meaning_ = Meaning(self.encoder, self.view).fit(passages)
        self.classes_ = np.unique(labels)
        known: Sequence[str] = getattr(find_encoder(self.encoder), "labels", ())
        self.head_ = head_of(known, self.classes_[self._near()])
        self.words_ = clone(self.words).fit(passages, labels)
        return self

    def _near(self) -> NDArray[np.bool_]:
        return np.asarray(self.classes_ != self.apart)

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        passages = X if isinstance(X, PassageBatch) else as_passages(X)
        self.meaning_.transform([])  # it says where no encoder is
        if not len(passages):
            return np.zeros((0, len(self.classes_)))
        answer = np.array(self.words_.predict_proba(passages))
        near = self._near()
        asked = np.flatnonzero(answer[:, near].sum(axis=1) > _LEAST)
        scores = self.meaning_.transform([passages[int(n)] for n in asked])[:, self.head_]
        place = np.ix_(asked, near)
        answer[place] = between(answer[place], scores)
        return answer

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def head_of(known: Sequence[str], labels: NDArray[Any]) -> list[int]:
    """The columns of the first head whose answers are these labels, in their order.

    Examples
    --------
    >>> head_of(["tone:bad", "tone:good", "is:pro", "is:con"], np.asarray(["con", "pro"]))
    [3, 2]
    """
    for head in dict.fromkeys(name.partition(":")[0] for name in known):
        answers = [name.partition(":")[2] for name in known if name.startswith(f"{head}:")]
        if sorted(answers) == sorted(labels):
            return [known.index(f"{head}:{label}") for label in labels]
    raise ValueError(f"the encoder has no head for {', '.join(labels)}: it has {list(known)}")


def between(words: NDArray[np.float64], scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """The geometric mean of probabilities and of a softmax, which adds up to what they did.

    Examples
    --------
    >>> between(np.asarray([[0.4, 0.1]]), np.log([[0.2, 0.8]])).round(2).tolist()
    [[0.25, 0.25]]
    """
    odds = scores - scores.max(axis=1, keepdims=True)
    both = np.sqrt(words * np.exp(odds.astype(float)))
    share = words.sum(axis=1, keepdims=True) / both.sum(axis=1, keepdims=True)
    return np.asarray(both * share)
