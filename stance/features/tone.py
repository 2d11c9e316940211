"""What the training labels say of each word, seen from where it stands beside the target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from stance.article import Passage, as_passages
from stance.features.mentions import TARGET, clause_around, target_words
from stance.features.roles import stems_with_target

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

PLACES = (
    "anywhere",
    "before",
    "after",
    "near_before",
    "near_after",
    "clause_before",
    "clause_after",
)
_NEAR = 3
_UNSEEN_TARGET = 0.3  # what a word counts where the passage does not mention the target


def words_by_place(passage: Passage) -> list[tuple[str, tuple[float, ...]]]:
    """Each word's stem, and how much it stands in each of `PLACES`.

    Before and after fall off with the distance d to the nearest mention, as 1 / (1 + 0.3 d);
    the other places are 0 or 1.

    Examples
    --------
    >>> from stance.article import Article
    >>> words_by_place(Passage(Article("1", "Bad, but Ode"), target="Ode"))[0]
    ('bad', (1.0, 0.5263157894736842, 0.0, 1.0, 0.0, 0.0, 0.0))
    """
    found = target_words(passage)
    clauses = [clause_around(found.words, place) for place in found.places]
    within = {place for start, end in clauses for place in range(start, end)}
    rows = []
    for place, stem in enumerate(stems_with_target(found)):
        if stem != TARGET:
            away = min((place - mention for mention in found.places), key=abs, default=0)
            rows.append((stem, _weights(away, place in within)))
    return rows


def _weights(away: int, in_clause: bool) -> tuple[float, ...]:
    nearness, near = 1 / (1 + 0.3 * abs(away)), abs(away) <= _NEAR
    sides = (float(away < 0), float(away > 0))
    return (
        1.0,
        *(side * nearness for side in sides),
        *(side * near for side in sides),
        *(side * in_clause for side in sides),
    )


class LearnedTone(TransformerMixin, BaseEstimator):
    """How the words around the target lean, by what they stood near in training.

    A word leans to a label by its smoothed log-count ratio: how much oftener than others it
    stood near targets of that label, a word nearer counting more [1]_. A column sums the
    leanings of a passage's words to one label in one place. So a word's leaning is learned
    once, wherever it stood, and the weight of a place once, whatever stood there; a model of
    words by place must learn every word in every place.

    A text that was learned from is measured by what all *other* texts say of its words; else
    its own label would be among its columns.

    Parameters
    ----------
    smoothing
        How many occurrences without any leaning each word is given.

    Attributes
    ----------
    classes_
        The labels, sorted.
    vocabulary_
        Word → number.
    counts_
        How near each word stood to targets of each label, summed; (n_words, n_labels).

    Notes
    -----
    When it misleads: it sums words; irony, negation and grammar are not in it. Texts that are
    nearly the same, but not quite, still tell each other's labels.

    References
    ----------
    .. [1] Wang & Manning (2012). Baselines and Bigrams: Simple, Good Sentiment and Topic
       Classification. ACL.

    Examples
    --------
    >>> from stance.article import Article
    >>> texts = ("Ode lied.", "Ode erred and lied.", "Ode won.", "Ode won again.")
    >>> passages = [Passage(Article("1", text), target="Ode") for text in texts]
    >>> tone = LearnedTone().fit(passages, ["against", "against", "favor", "favor"])
    >>> row = tone.transform([Passage(Article("2", "They say Ode lied"), target="Ode")])[0]
    >>> [name for name, value in zip(tone.get_feature_names_out(), row) if value > 0]
    ['against_anywhere', 'against_after', 'against_near_after', 'against_clause_after']
    """

    def __init__(self, smoothing: float = 8.0) -> None:
        self.smoothing = smoothing

    def fit(self, X: object, y: Iterable[Any]) -> Self:
        """Count which words stood near targets of which label."""
        passages, labels = as_passages(X), list(y)
        self.classes_, numbers = np.unique(labels, return_inverse=True)
        self.shares_ = np.bincount(numbers) / len(numbers)
        read = [words_by_place(passage) for passage in passages]
        words = dict.fromkeys(stem for rows in read for stem, _ in rows)
        self.vocabulary_ = {word: number for number, word in enumerate(words)}
        self.texts_ = {
            text: n for n, text in enumerate(dict.fromkeys(p.text for p in passages))
        }
        found = self._found(read)
        shape = (len(self.texts_) + 1, len(self.vocabulary_) * len(self.classes_))
        texts = np.asarray([self.texts_[passage.text] for passage in passages], dtype=np.int64)
        columns = found.words * len(self.classes_) + numbers[found.rows]
        self.own_ = csr_matrix((_nearness(found), (texts[found.rows], columns)), shape=shape)
        self.counts_ = np.asarray(self.own_.sum(axis=0)).reshape(-1, len(self.classes_))
        return self

    def transform(self, X: object) -> Numbers:
        """The sums, of shape (n_passages, n_labels * n_places)."""
        check_is_fitted(self)
        passages = as_passages(X)
        found = self._found([words_by_place(passage) for passage in passages])
        texts = np.asarray([self.texts_.get(p.text, len(self.texts_)) for p in passages])
        leaning = self._leaning(found, texts)
        sums = [
            np.bincount(found.rows, place * label, minlength=len(passages))
            for label in leaning.T
            for place in found.places.T
        ]
        return np.column_stack(sums)

    def _leaning(self, found: _Found, texts: Indices) -> Numbers:
        """How each word leans by the texts other than its own; (n_words_found, n_labels)."""
        n_labels, own = len(self.classes_), np.empty((len(found.rows), len(self.classes_)))
        for label in range(n_labels):
            columns = found.words * n_labels + label
            own[:, label] = np.asarray(self.own_[texts[found.rows], columns]).ravel()
        counts = np.maximum(self.counts_[found.words] - own, 0)
        smoothed = counts + self.smoothing * self.shares_
        share = smoothed / (counts.sum(axis=1, keepdims=True) + self.smoothing)
        return np.asarray(np.log(share / self.shares_))

    def _found(self, read: Sequence[Sequence[tuple[str, tuple[float, ...]]]]) -> _Found:
        """The known words of all passages as arrays."""
        known = [
            (row, self.vocabulary_[stem], places)
            for row, rows in enumerate(read)
            for stem, places in rows
            if stem in self.vocabulary_
        ]
        rows, words, places = zip(*known, strict=True) if known else ((), (), ())
        return _Found(
            np.asarray(rows, dtype=np.int64),
            np.asarray(words, dtype=np.int64),
            np.asarray(places, dtype=np.float64).reshape(-1, len(PLACES)),
        )

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Label and place of each column."""
        check_is_fitted(self)
        names = [f"{label}_{place}" for label in self.classes_ for place in PLACES]
        return np.asarray(names, dtype=object)


class _Found(NamedTuple):
    """Words of passages: whose each is, which it is, and how much it stands in each place."""

    rows: Indices
    words: Indices
    places: Numbers


def _nearness(found: _Found) -> Numbers:
    near = found.places[:, 1] + found.places[:, 2]
    return np.where(near > 0, near, _UNSEEN_TARGET)
