"""Labels from word lists alone: frames by keywords, stance by the words near a target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from stance.article import Passage, Span, as_passages
from stance.codebook import Codebook
from stance.features.vocabulary import CodeStrength, find_with_negation
from stance.lexicon import Lexicon
from stance.models.training import training_data


class KeywordFrames(BaseEstimator):
    """Give a passage the codes whose keywords it uses more than usual; no labels are needed.

    Nothing is learned from the labels: `y` only names the codes. `fit` reads the passages as
    a background corpus. The strength of a code in a text is the sum of its keywords' weights,
    each word with diminishing returns (1 + log of its count), over the root of the number of
    words; a keyword behind a negation in the same clause does not count. A code is given
    where its strength passes the mean of two yardsticks: how strong it usually is in the
    background, and how strong all codes usually are.

    Parameters
    ----------
    codebook
        The name or path of a codebook whose codes have keywords.
    strictness
        How many times its yardstick a code must reach.

    Attributes
    ----------
    classes_
        The codes, sorted: those of `y` where it is given, else all that have keywords.
    yardsticks_
        The strength at which each code is as probable as not.

    Notes
    -----
    When it misleads: a keyword is not a frame; a text may speak of courts and never reason
    in law. What is usual is taken from the background, so in a corpus about one matter a
    frame that nearly every text carries is held back.

    Examples
    --------
    >>> background = ["The court ruled.", "Wages and prices rose.", "It rained.", "We met."]
    >>> model = KeywordFrames().fit(background)
    >>> model.predict(["Taxes and wages fell with the economy."])
    [frozenset({'economic'})]
    """

    def __init__(self, codebook: str = "policy-frames", strictness: float = 1.0) -> None:
        self.codebook = codebook
        self.strictness = strictness

    def fit(self, X: object, y: Iterable[Iterable[str] | None] | None = None) -> Self:
        """Read the background corpus; `y` only names the codes.

        Raises
        ------
        ValueError
            Where the codes of `y` are none of the codebook's, or its length is not that of X.
        """
        passages = as_passages(X)
        self.classes_ = np.asarray(self._codes(len(passages), y))
        usual = self._strengths(passages).mean(axis=0)
        self.yardsticks_ = np.maximum((usual + usual.mean()) / 2, 1e-3)
        return self

    def _codes(self, n_passages: int, y: Iterable[Iterable[str] | None] | None) -> list[str]:
        book = Codebook.read(self.codebook)
        if not n_passages:
            raise ValueError("no passages: give a background corpus of at least one text")
        sets = [frozenset(labels or ()) for labels in y] if y is not None else []
        if y is not None and len(sets) != n_passages:
            raise ValueError(f"{n_passages} passages but {len(sets)} labels: give one set each")
        book.check(sets)
        seeded = {code.id for code in book.codes if code.keywords}
        return sorted({code for labels in sets for code in labels} or seeded)

    def _strengths(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        strength = CodeStrength(self.codebook).fit(passages)
        seeded, found = strength.codes(), strength.transform(passages)
        chosen = [seeded.index(code) if code in seeded else -1 for code in self.classes_]
        return np.column_stack([found, np.zeros(len(found))])[:, chosen]

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """How strong each code is as 0–1: a half at its yardstick, 1/12 without a keyword."""
        ratios = self._strengths(as_passages(X)) / (self.strictness * self.yardsticks_)
        squares = ratios**2
        return np.asarray((squares + 0.1) / (squares + 1.2))

    def predict(self, X: object) -> list[frozenset[str]]:
        """The codes above their yardstick, for each passage."""
        return [frozenset(map(str, self.classes_[row])) for row in self.predict_proba(X) > 0.5]


class PolarityStance(ClassifierMixin, BaseEstimator):
    """Give a passage the stance of the words of support and attack near its target.

    Each word of the lexicon speaks for the target or against it with its weight, the more the
    nearer it stands to a mention (weight × 8 / (8 + words between)); a negation at most three
    words before turns it round. Without a mention all words of the passage count the same.
    Nothing is learned from the labels: `y` only names the classes.

    Parameters
    ----------
    margin
        How far support and attack must lie apart for a stance.

    Attributes
    ----------
    classes_
        The labels of `y`, sorted; read as codes or aliases of the codebook *stance*.

    Notes
    -----
    When it misleads: a word near the target need not be about it, and who speaks is not
    asked; irony is taken at its word.

    Examples
    --------
    >>> from stance.article import Article
    >>> praise = Passage(Article("1", "We support the plan."), target="the plan")
    >>> attack = Passage(Article("2", "He condemned the plan."), target="the plan")
    >>> model = PolarityStance().fit([praise, attack], ["favor", "against"])
    >>> model.predict([praise, attack]).tolist()
    ['favor', 'against']
    """

    def __init__(self, margin: float = 0.5) -> None:
        self.margin = margin

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Read the names of the classes from `y`.

        Raises
        ------
        ValueError
            For a label that is no code of the codebook *stance*, and for training data that
            `training_data` refuses.
        """
        _, labels = training_data(X, y, classes=1)
        self.classes_ = np.unique(labels)
        self._codes()
        return self

    def _codes(self) -> list[str]:
        book = Codebook.read("stance")
        return [book[str(label)].id for label in self.classes_]

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        lexicon = Lexicon.read("polarity")
        leanings = [_leaning(passage, lexicon) for passage in as_passages(X)]
        scores = [self._scores(leaning) for leaning in leanings]
        odds = np.exp(np.asarray(scores).reshape(len(scores), len(self.classes_)))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _scores(self, leaning: float) -> list[float]:
        bounded = max(-20.0, min(20.0, leaning))
        by_code = {"favor": bounded, "against": -bounded, "neutral": self.margin}
        return [by_code[code] for code in self._codes()]

    def predict(self, X: object) -> NDArray[Any]:
        """The most probable label of each passage."""
        labels: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return labels


def _leaning(passage: Passage, lexicon: Lexicon) -> float:
    """Support minus attack, each word weighted by how near the target it stands."""
    text, mentions = passage.text, _mentions(passage)
    total = 0.0
    for hit, is_negated in find_with_negation(text, lexicon):
        if any(m.start < hit.span.end and hit.span.start < m.end for m in mentions):
            continue
        sign = (1 if hit.category == "support" else -1) * (-1 if is_negated else 1)
        total += sign * hit.weight * _nearness(text, hit.span, mentions)
    return total


def _nearness(text: str, span: Span, mentions: Sequence[Span]) -> float:
    gaps = [text[min(span.end, m.end) : max(span.start, m.start)].count(" ") for m in mentions]
    return 8 / (8 + min(gaps)) if gaps else 1.0


def _mentions(passage: Passage) -> list[Span]:
    """Where the target is mentioned, in offsets of the passage's own text."""
    start = passage.span.start if passage.span else 0
    text = passage.text
    given = [Span(s - start, e - start) for s, e in passage.target_spans]
    inside = [span for span in given if 0 <= span.start < span.end <= len(text)]
    name = (passage.target or "").strip()
    if inside or not name:
        return inside
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return [Span(*match.span()) for match in found]


class LexiconLabels(BaseEstimator):
    """Frames or stance from word lists, whichever the labels name.

    Attributes
    ----------
    model_
        The `KeywordFrames` or `PolarityStance`.

    Notes
    -----
    When it misleads: see the model of each task.

    Examples
    --------
    >>> model = LexiconLabels().fit(["Wages rose.", "It rained."], [{"economic"}, set()])
    >>> type(model.model_).__name__
    'KeywordFrames'
    """

    def __init__(self, codebook: str = "policy-frames") -> None:
        self.codebook = codebook

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Take the model that goes with the kind of label in `y`."""
        labels = list(y)
        is_frames = bool(labels) and isinstance(labels[0], frozenset | set)
        model = KeywordFrames(self.codebook) if is_frames else PolarityStance()
        self.model_ = model.fit(X, labels)
        return self

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, sorted."""
        return self.model_.classes_

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The strength of each label as 0–1; shape (n_passages, n_classes)."""
        return self.model_.predict_proba(X)

    def predict(self, X: object) -> NDArray[Any] | list[frozenset[str]]:
        """The label, or label set, of each passage."""
        return self.model_.predict(X)


def lexicon(codebook: str = "policy-frames") -> Pipeline:
    """Word lists alone, without learning from labels: what a list is worth.

    Examples
    --------
    >>> passages = ["They praised it.", "They condemned it."]
    >>> lexicon().fit(passages, ["favor", "against"]).predict(passages).tolist()
    ['favor', 'against']
    """
    return Pipeline([("lexicon", LexiconLabels(codebook))])


def frames_keywords(codebook: str = "policy-frames", strictness: float = 1.0) -> Pipeline:
    """The frames of a text from the keywords of a codebook: no coded article is needed.

    Examples
    --------
    >>> texts = ["Wages rose.", "The judge ruled.", "It rained.", "We met."]
    >>> frames_keywords().fit(texts).predict(["The court sued."])
    [frozenset({'legality-constitutionality-jurisdiction'})]
    """
    return Pipeline([("keywords", KeywordFrames(codebook, strictness))])
