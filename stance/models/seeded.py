"""Frames from a codebook and any number of coded articles, none included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_union
from sklearn.utils.validation import check_is_fitted

from stance.article import Passage, as_passages
from stance.codebook import Codebook
from stance.features.stems import headline_stems, stems
from stance.features.words import WordTfidf
from stance.models.label_sets import LabelSets
from stance.models.votes import cast_votes, code_strengths, mean_votes, vote_report


class SeededFrames(BaseEstimator):
    """Learn frames from the votes of a codebook's keywords, and from coded articles if any.

    Four functions vote for (+1) or against (-1) each code of each training passage, or
    abstain (0): the keywords in the whole text, in the headline, in the first fifth, and a
    lexicon where one speaks for the code. Where the mean vote is decided, a classifier of
    words is trained on it, so that words no codebook lists are learned from those it does.
    Its probability is
    averaged with the keywords' own. Coded articles train a second, ordinary model; the two are
    mixed by the number n of coded articles: n parts of the second and `worth` of the first. A
    proportion chosen by answers for coded articles the second had not seen did worse with 25 to
    100 of them (`experiments/few_labels.py`).

    Parameters
    ----------
    columns
        A transformer from passages to the columns of both classifiers.
    codebook
        The name or path of a codebook whose codes have keywords.
    gold
        Whether the labels in `y` are learned from; if not, `y` only names the codes.
    worth
        How many coded articles the votes are worth.
    random_state
        Of the calibration of the second model.

    Attributes
    ----------
    classes_
        The codes, sorted.
    yardsticks_
        The keyword strength from which on a code speaks; see `KeywordFrames`.
    students_
        The classifier of each code trained on votes; a number where votes did not differ.
    linear_
        The model trained on coded articles, or None.
    n_coded_
        How many coded articles there were.
    report_
        For each voting function: its coverage (share of passages and codes it votes on),
        overlap (and another votes too), conflict (and another says the contrary), and its
        accuracy on coded articles (NaN where there are none).

    Notes
    -----
    When it misleads: without coded articles nothing tells how common a frame is; shares of
    frames counted from it are the codebook's, not the corpus's.

    References
    ----------
    .. [1] Ratner, Bach, Ehrenberg, Fries, Wu & Ré (2017). Snorkel: Rapid Training Data
       Creation with Weak Supervision. VLDB.

    Examples
    --------
    >>> texts = ["The court ruled.", "Wages and prices rose.", "It rained.", "We met."]
    >>> model = frames_seeded().fit(texts, [None, {"economic"}, None, {"morality"}])
    >>> model.predict(["Taxes and wages fell with the economy."])
    [frozenset({'economic'})]
    """

    def __init__(
        self,
        columns: Any,  # noqa: ANN401 - any transformer
        codebook: str = "policy-frames",
        gold: bool = False,
        worth: int = 40,
        random_state: int | None = 0,
    ) -> None:
        self.columns = columns
        self.codebook = codebook
        self.gold = gold
        self.worth = worth
        self.random_state = random_state

    def fit(self, X: object, y: Iterable[Iterable[str] | None] | None = None) -> Self:
        """Learn from passages, of which those with None for a label are not coded.

        Raises
        ------
        ValueError
            Where passages and labels do not pair, or a label is no code of the codebook.
        """
        passages = as_passages(X)
        sets = self._checked_sets(passages, y)
        self.classes_ = np.asarray(self._codes(sets))
        columns = clone(self.columns)
        matrix = columns.fit_transform(passages)
        self.columns_ = columns
        strengths = self._strengths(passages)
        usual = strengths.mean(axis=0)
        self.yardsticks_ = np.maximum((usual + usual.mean()) / 2, 1e-3)
        codes = self.classes_.tolist()
        votes = cast_votes(self.codebook, codes, passages, strengths, self.yardsticks_)
        self.students_ = [_student(matrix, vote) for vote in mean_votes(votes).T]
        self._learn_gold(matrix, sets)
        self.report_ = vote_report(votes, codes, sets if self.gold else [])
        return self

    def _checked_sets(
        self, passages: Sequence[Passage], y: Iterable[Iterable[str] | None] | None
    ) -> list[frozenset[str] | None]:
        labels = [None] * len(passages) if y is None else list(y)
        sets = [None if labelled is None else frozenset(labelled) for labelled in labels]
        if len(sets) != len(passages) or not passages:
            raise ValueError(f"{len(passages)} passages but {len(sets)} labels: give one each")
        Codebook.read(self.codebook).check(labelled or () for labelled in sets)
        return sets

    def _codes(self, sets: Sequence[frozenset[str] | None]) -> list[str]:
        named = {code for labelled in sets if labelled for code in labelled}
        book = Codebook.read(self.codebook)
        return sorted(named or {code.id for code in book.codes if code.keywords})

    def _learn_gold(self, matrix: Any, sets: Sequence[frozenset[str] | None]) -> None:  # noqa: ANN401
        rows = [row for row, labelled in enumerate(sets) if labelled is not None]
        self.n_coded_ = len(rows) if self.gold else 0
        self.linear_ = None
        coded = [sets[row] or frozenset() for row in rows]
        if self.n_coded_ and any(coded):
            logistic = LogisticRegression(class_weight="balanced", max_iter=2000)
            linear = LabelSets(logistic, random_state=self.random_state)
            self.linear_ = linear.fit(matrix[rows], coded)

    def _strengths(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        return code_strengths(self.codebook, self.classes_.tolist(), passages)

    def predict_proba(self, X: object) -> NDArray[np.float64]:
        """The probability of each code; shape (n_passages, n_codes)."""
        check_is_fitted(self)
        passages = as_passages(X)
        if not passages:
            return np.zeros((0, len(self.classes_)))
        matrix = self.columns_.transform(passages)
        seeded = self._seeded(matrix, self._strengths(passages))
        if self.linear_ is None:
            return seeded
        learned = np.zeros_like(seeded)
        known = np.searchsorted(self.classes_, self.linear_.classes_)
        learned[:, known] = _at_half(
            self.linear_.predict_proba(matrix), self.linear_.thresholds_
        )
        return np.asarray(
            (self.n_coded_ * learned + self.worth * seeded) / (self.n_coded_ + self.worth)
        )

    def _seeded(self, matrix: Any, strengths: NDArray[np.float64]) -> NDArray[np.float64]:  # noqa: ANN401
        squares = (strengths / self.yardsticks_) ** 2
        keywords = (squares + 0.1) / (squares + 1.2)
        learned = [
            np.full(len(strengths), student)
            if isinstance(student, float)
            else student.predict_proba(matrix)[:, 1]
            for student in self.students_
        ]
        return np.asarray((keywords + np.column_stack(learned)) / 2)

    def predict(self, X: object) -> list[frozenset[str]]:
        """The codes that are more probable than not, for each passage."""
        return [frozenset(map(str, self.classes_[row])) for row in self.predict_proba(X) > 0.5]


def _student(matrix: Any, votes: NDArray[np.float64]) -> Any:  # noqa: ANN401
    decided = np.flatnonzero(np.abs(votes) >= 0.5)
    carried = votes[decided] > 0
    if not len(decided) or carried.all() or not carried.any():
        return float(carried.mean()) if len(decided) else 0.0
    return LogisticRegression(C=10, max_iter=2000).fit(matrix[decided], carried)


def _at_half(chances: NDArray[np.float64], thresholds: NDArray[np.float64]) -> Any:  # noqa: ANN401
    """Probabilities bent so that each code's threshold comes to one half."""
    bent = chances * (1 - thresholds)
    return bent / (bent + (1 - chances) * thresholds + 1e-12)


def frames_seeded(
    codebook: str = "policy-frames", gold: bool = False, random_state: int | None = 0
) -> Pipeline:
    """The frames of a text from a codebook and uncoded articles, and from coded ones too.

    Examples
    --------
    >>> texts = ["The court ruled.", "Wages rose.", "It rained.", "We met."]
    >>> frames_seeded().fit(texts).predict(["The judge and the court."])
    [frozenset({'legality-constitutionality-jurisdiction'})]
    """
    columns = make_union(
        WordTfidf(sublinear_tf=True, analyzer=stems),
        WordTfidf(sublinear_tf=True, analyzer=headline_stems),
    )
    columns.set_params(transformer_weights={"wordtfidf-2": 0.5})
    seeded = SeededFrames(columns, codebook, gold, random_state=random_state)
    return Pipeline([("seeded", seeded)])


def frames_seeded_linear(
    codebook: str = "policy-frames", random_state: int | None = 0
) -> Pipeline:
    """A codebook's votes and coded articles together; see `SeededFrames`.

    Examples
    --------
    >>> texts = ["The court ruled.", "Wages rose.", "It rained.", "We met."]
    >>> model = frames_seeded_linear().fit(texts, [None, {"economic"}, None, set()])
    >>> model.predict(["Wages and taxes."])
    [frozenset({'economic'})]
    """
    return frames_seeded(codebook, gold=True, random_state=random_state)
