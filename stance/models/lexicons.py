"""Labels from word lists alone: frames by keywords, stance by the words near a target."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline

from stance.article import Passage, Span, as_passages
from stance.codebook import Codebook
from stance.features.vocabulary import Hit, find_hits, word_spans
from stance.lexicon import Lexicon


def keyword_lexicon(codebook: Codebook) -> Lexicon:
    """The keywords of a codebook as a lexicon whose categories are its codes.

    Examples
    --------
    >>> sorted(keyword_lexicon(Codebook.read("policy-frames"))("economy"))
    ['economic']
    """
    entries = {
        word: {code.id: weight}
        for code in codebook.codes
        for word, weight in code.keywords.items()
    }
    return Lexicon(codebook.id, entries, codebook.source)


class KeywordFrames(BaseEstimator):
    """Give a passage the codes whose keywords it uses more than texts usually do.

    Nothing is learned from the labels: `y` only names the codes. `fit` reads the passages as
    a background corpus and remembers how strong each code usually is in them. The strength
    of a code is the sum of its keywords' weights, each word with diminishing returns
    (1 + log of its count), over the root of the number of words. A keyword behind a negation in
    the same clause counts not at all.

    Parameters
    ----------
    codebook
        The name or path of a codebook whose codes have keywords.
    margin
        How many standard deviations above its usual strength a code has to be.

    Attributes
    ----------
    classes_
        The codes, sorted: those of `y` where it is given, else all that have keywords.
    usual_, spread_
        Mean and standard deviation of each code's strength in the background.

    Notes
    -----
    When it misleads: what is usual is taken from the background, so in a corpus about one
    matter a frame that nearly every text carries looks like none. And a keyword is not a
    frame: a text may speak of courts and never reason in law.

    Examples
    --------
    >>> background = ["The court ruled.", "Wages and prices rose.", "It rained.", "We met."]
    >>> model = KeywordFrames().fit(background)
    >>> model.predict(["Taxes and wages fell with the economy."])
    [frozenset({'economic'})]
    """

    def __init__(self, codebook: str = "policy-frames", margin: float = 0.5) -> None:
        self.codebook = codebook
        self.margin = margin

    def fit(self, X: object, y: Iterable[Iterable[str]] | None = None) -> Self:
        """Read the background corpus; `y` only names the codes.

        Raises
        ------
        ValueError
            Where the codes of `y` are none of the codebook's, or its length is not that of X.
        """
        passages = as_passages(X)
        codes = self._codes(len(passages), y)
        self.classes_ = np.asarray(codes)
        strengths = self._strengths(passages)
        self.usual_ = strengths.mean(axis=0)
        self.spread_ = np.maximum(strengths.std(axis=0), 1e-3)
        return self

    def _codes(self, n_passages: int, y: Iterable[Iterable[str]] | None) -> list[str]:
        book = Codebook.read(self.codebook)
        if y is None:
            return sorted(code.id for code in book.codes if code.keywords)
        sets = [frozenset(labels) for labels in y]
        if len(sets) != n_passages or not sets:
            raise ValueError(f"{n_passages} passages but {len(sets)} labels: give one set each")
        book.check(sets)
        return sorted({code for labels in sets for code in labels})

    def _strengths(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        lexicon, negation = keyword_lexicon(Codebook.read(self.codebook)), _negation()
        codes = [str(code) for code in self.classes_]
        rows = [_strength(p.text, lexicon, negation, codes) for p in passages]
        return np.asarray(rows).reshape(len(rows), len(self.classes_))

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """How far above usual each code is, as 0–1; one half at the margin."""
        standing = (self._strengths(as_passages(X)) - self.usual_) / self.spread_
        return np.asarray(1 / (1 + np.exp(-2 * (standing - self.margin))))

    def predict(self, X: object) -> list[frozenset[str]]:
        """The codes above the margin, for each passage."""
        return [frozenset(map(str, self.classes_[row])) for row in self.predict_proba(X) > 0.5]


def _strength(
    text: str, lexicon: Lexicon, negation: Lexicon, codes: Sequence[str]
) -> list[float]:
    counts: dict[tuple[str, str], list[float]] = {}
    for hit, is_negated in _with_negation(text, lexicon, negation):
        if not is_negated:
            counts.setdefault((hit.category, hit.entry), []).append(hit.weight)
    sums = dict.fromkeys(codes, 0.0)
    for (code, _), weights in counts.items():
        if code in sums:
            sums[code] += weights[0] * (1 + np.log(len(weights)))
    n_words = max(len(word_spans(text)), 1)
    return [sums[code] / n_words**0.5 for code in codes]


def _with_negation(
    text: str, lexicon: Lexicon, negation: Lexicon
) -> Iterator[tuple[Hit, bool]]:
    """Every hit, and whether a negation stands at most three words before it in its clause."""
    negators = [hit.span for hit in find_hits(text, negation)]
    ends = [span.end for span in negators]
    for hit in find_hits(text, lexicon):
        nearest = bisect_right(ends, hit.span.start) - 1
        between = text[ends[nearest] : hit.span.start] if nearest >= 0 else "."
        yield hit, len(between) < 60 and _SAME_CLAUSE.fullmatch(between) is not None


_SAME_CLAUSE = re.compile(r"[^\w.,;:!?—–]*(?:[\w'’-]+[^\w.,;:!?—–]+){0,3}")


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
            For a label that is no code of the codebook *stance*, or a wrong number of labels.
        """
        passages, labels = as_passages(X), np.asarray(list(y))
        if len(passages) != len(labels) or not passages:
            raise ValueError(
                f"{len(passages)} passages but {len(labels)} labels: give one each"
            )
        self.classes_ = np.unique(labels)
        self._codes()
        return self

    def _codes(self) -> list[str]:
        book = Codebook.read("stance")
        return [book[str(label)].id for label in self.classes_]

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each label; shape (n_passages, n_classes)."""
        lexicon, negation = Lexicon.read("polarity"), _negation()
        leanings = [_leaning(passage, lexicon, negation) for passage in as_passages(X)]
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


def _leaning(passage: Passage, lexicon: Lexicon, negation: Lexicon) -> float:
    """Support minus attack, each word weighted by how near the target it stands."""
    text, mentions = passage.text, _mentions(passage)
    total = 0.0
    for hit, is_negated in _with_negation(text, lexicon, negation):
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


@lru_cache(maxsize=1)
def _negation() -> Lexicon:
    return Lexicon.read("negation")


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

    def __init__(self, codebook: str = "policy-frames", margin: float = 0.5) -> None:
        self.codebook = codebook
        self.margin = margin

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Take the model that goes with the kind of label in `y`."""
        labels = list(y)
        is_frames = bool(labels) and isinstance(labels[0], frozenset | set)
        frames = KeywordFrames(self.codebook, self.margin)
        self.model_ = (frames if is_frames else PolarityStance(self.margin)).fit(X, labels)
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


def lexicon(codebook: str = "policy-frames", margin: float = 0.5) -> Pipeline:
    """Word lists alone, without learning from labels: what a list is worth.

    Examples
    --------
    >>> passages = ["They praised it.", "They condemned it."]
    >>> lexicon().fit(passages, ["favor", "against"]).predict(passages).tolist()
    ['favor', 'against']
    """
    return Pipeline([("lexicon", LexiconLabels(codebook, margin))])


def frames_keywords(codebook: str = "policy-frames", margin: float = 0.5) -> Pipeline:
    """The frames of a text from the keywords of a codebook: no coded article is needed.

    Examples
    --------
    >>> texts = ["Wages rose.", "The judge ruled.", "It rained.", "We met."]
    >>> frames_keywords().fit(texts).predict(["The court sued."])
    [frozenset({'legality-constitutionality-jurisdiction'})]
    """
    return Pipeline([("keywords", KeywordFrames(codebook, margin))])
