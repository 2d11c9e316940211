"""A fine-tuned encoder and a linear model of words, joined and calibrated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline

from stance.article import Passage, as_passages
from stance.encoding import find_encoder, was_taught
from stance.features.meaning import Meaning
from stance.models.encoded import with_meaning
from stance.models.encoder_beside import EncoderBeside
from stance.models.hashed import stance_hashed
from stance.models.joining import JoinedSteps
from stance.models.news import news_stance
from stance.models.pairs import stance_pairs
from stance.models.toward_target import stance_linear
from stance.models.training import training_data
from stance.passages import PassageBatch


class Words(NamedTuple):
    """A model of words, how vectors look at a passage beside it, and whose it has."""

    make: Callable[..., Pipeline]
    view: str
    vectors: str = ""


WORDS = {
    "news": Words(news_stance, "context"),
    "hashed": Words(stance_hashed, "context"),
    "targets": Words(stance_linear, "passage"),
    "topics": Words(partial(stance_linear, carries_over=True), "pair", "static"),
    "pairs": Words(stance_pairs, "verdicts", "static"),
}
"""The models it may stand beside, none of which needs an extra."""


class EncoderStacked(ClassifierMixin, BaseEstimator):
    """What an encoder's heads and a model of words say, joined by logistic regression.

    The joining is learned from passages on which neither has been trained: guesses of the
    words from the other folds, and for the encoder only texts that its own weights were never
    taught on (it keeps their hashes), since of those it remembers the label. The answer is
    therefore calibrated [1]_.

    Parameters
    ----------
    words
        The model of words; anything with `predict_proba`.
    encoder
        A name that `stance.encoding.find_encoder` knows, with heads.
    view
        What the encoder is shown, as in `stance.features.meaning.Meaning`.
    folds
        Parts into which the passages new to the encoder are cut; those of an article stay
        together.
    joining
        What learns from the log probability of each label, as the words have it, and the
        encoder's columns; logistic regression if None.

    Attributes
    ----------
    classes_
        The labels, sorted.
    words_, meaning_, joined_
        What was fitted.
    n_new_
        Passages the joining was learned from.

    Notes
    -----
    When it misleads: a text the encoder was taught on is answered from memory; do not count
    a score on such texts.

    References
    ----------
    .. [1] Wolpert, D. (1992). Stacked Generalization. Neural Networks.
    """

    def __init__(
        self,
        words: BaseEstimator,
        encoder: str = "news-stance",
        view: str = "marked",
        folds: int = 3,
        joining: BaseEstimator | None = None,
    ) -> None:
        self.words = words
        self.encoder = encoder
        self.view = view
        self.folds = folds
        self.joining = joining

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Learn the words from all passages, the joining from those new to the encoder.

        Raises
        ------
        ValueError
            For what `training_data` refuses, and a label with fewer than two passages that
            are new to the encoder.
        ImportError, FileNotFoundError
            Where the encoder is not installed.
        """
        passages, labels = training_data(X, y)
        self.meaning_ = Meaning(self.encoder, self.view).fit(passages)
        new = ~was_taught(find_encoder(self.encoder), [p.text for p in passages])
        self._check(labels, new)
        chosen = np.flatnonzero(new)
        guessed = self._guessed(passages, labels, chosen)
        self.n_new_ = len(chosen)
        columns = np.hstack([guessed, self.meaning_.transform([passages[n] for n in chosen])])
        joining = self.joining or LogisticRegression(max_iter=1000)
        self.joined_ = clone(joining).fit(columns, labels[chosen])
        self.words_ = clone(self.words).fit(passages, labels)
        self.classes_ = self.joined_.classes_
        return self

    def _check(self, labels: NDArray[Any], new: NDArray[np.bool_]) -> None:
        found, counts = np.unique(labels[new], return_counts=True)
        if len(found) < 2 or set(found) != set(labels) or counts.min() < 2:
            raise ValueError(
                f"the encoder {self.encoder!r} was taught on {len(new) - new.sum()} of the "
                f"{len(new)} passages, and the others are too few to weigh it by: give two "
                "labels, each with two passages that it was not taught on"
            )

    def _guessed(
        self, passages: Sequence[Passage], labels: NDArray[Any], chosen: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """What the words say of each chosen passage when they have not learned from it."""
        guessed = np.zeros((len(chosen), len(np.unique(labels))))
        for part in self._parts(passages, labels, chosen):
            rest = np.setdiff1d(np.arange(len(passages)), chosen[part])
            model = clone(self.words).fit([passages[n] for n in rest], labels[rest])
            guessed[part] = _log(model.predict_proba([passages[n] for n in chosen[part]]))
        return guessed

    def _parts(
        self, passages: Sequence[Passage], labels: NDArray[Any], chosen: NDArray[np.intp]
    ) -> Iterator[NDArray[np.intp]]:
        articles = [passages[n].article.text for n in chosen]
        _, counts = np.unique(labels[chosen], return_counts=True)
        cut = StratifiedGroupKFold(min(self.folds, counts.min()))
        return (part for _, part in cut.split(chosen, labels[chosen], articles))

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        passages = X if isinstance(X, PassageBatch) else as_passages(X)
        meaning = self.meaning_.transform(passages)  # first: it says where no encoder is
        if not len(passages):
            return np.zeros((0, len(self.classes_)))
        columns = np.hstack([_log(self.words_.predict_proba(passages)), meaning])
        return np.asarray(self.joined_.predict_proba(columns))

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _log(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.clip(probabilities, 1e-6, 1))


def encoder_asked(model: object) -> str:
    """The fingerprint of the encoder that a fitted model asks; nothing where it asks none.

    Raises
    ------
    ImportError, FileNotFoundError
        Where that encoder is not installed: said before there is any work.
    """
    last = model[-1] if isinstance(model, Pipeline) else model
    if not isinstance(last, EncoderStacked | EncoderBeside):
        return ""
    last.meaning_.transform([])
    fingerprint: str = last.meaning_.fingerprint_
    return fingerprint


def stance_encoder(
    encoder: str = "news-stance",
    words: str = "news",
    view: str = "marked",
    folds: int = 3,
    even: bool = False,
    vectors: str | None = None,
    random_state: int = 0,
    **parameters: Any,  # noqa: ANN401 - of the model of words
) -> Pipeline:
    """The fine-tuned encoder of a text and its target, beside a linear model of words.

    Parameters
    ----------
    encoder, view, folds
        As in `EncoderStacked`.
    words
        `news`: the words beside a mention; `hashed`: their small, fast form. `targets`: the
        words of the text, for each target; `topics`: these, and static vectors of text and
        target. `pairs`: what text and target have in common, in words and static vectors; the
        encoder is then asked only how a pair is related (`JoinedSteps`).
    even
        Whether both have half the say (`EncoderBeside`), and how much is not learned.
    vectors
        Whose vectors stand among the words: `static`, `minilm` or another sentence encoder;
        none if empty, and as told above if None.
    random_state
        Of the model of words.
    **parameters
        Of the model of words.

    Raises
    ------
    ValueError
        For another model of words.

    Examples
    --------
    >>> stance_encoder().steps[0][0]
    'stance'
    """
    if words not in WORDS:
        raise ValueError(f"no model of words {words!r}: take one of {', '.join(WORDS)}")
    make, shown, own = WORDS[words]
    linear = make(random_state=random_state, **parameters)
    if asked := own if vectors is None else vectors:
        linear = with_meaning(linear, asked, shown)
    if even:
        return Pipeline([("stance", EncoderBeside(linear, encoder, view))])
    joining = JoinedSteps() if words == "pairs" else None
    return Pipeline([("stance", EncoderStacked(linear, encoder, view, folds, joining))])
