"""Frames of an article from its words and from its passages, and which passages carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from stance.annotation.sentences import find_paragraphs, find_sentences
from stance.article import AnnotatedArticle, Passage, Span, as_passages
from stance.models.frames import frames_linear
from stance.models.label_sets import (
    code_matrix,
    find_thresholds,
    fitted_coders,
    odds_of,
    often_enough,
)

Numbers = NDArray[np.float64]

POOLS = ("first", "lead", "strongest")
"""Of an article's sentences: the first (its headline), the first five, the strongest three."""


class HierarchicalFrames(BaseEstimator):
    """Score sentences by what articles taught; judge the article by its words and sentences.

    Only articles are coded. A linear model of the article's columns is learned for each code;
    the weights of its words score each sentence as a text of its own. The scores are pooled:
    the first sentence, the mean of the first five, the mean of the three strongest. A second
    logistic model of each code weighs the article's own log odds and the pools. It learns from
    scores of articles that the first had not seen (`folds`), so that it is calibrated, and
    thresholds are taken as in `LabelSets`.

    Parameters
    ----------
    columns
        A union from passages to columns; its part `words` scores the sentences.
    classify
        The classifier of one code, with `decision_function` and `coef_`.
    folds
        How many parts the training articles are cut into.
    weight
        How large the standardised pools are beside the article's log odds.
    random_state
        Of that cut; None cuts in the order given.

    Attributes
    ----------
    classes_
        The codes, sorted.
    columns_, coders_
        The fitted columns and the article's classifier of each code.
    centres_, spreads_
        Of the pools in training; shape (n_codes, n_pools).
    judges_
        The second model of each code; None where fewer than `folds` articles carry or lack it.
    thresholds_
        The probability from which on each code is given; shape (n_codes,).

    Notes
    -----
    When it misleads: a sentence is scored by words that tell whole articles apart; nobody
    coded sentences, so its score is no probability. On semeval2023-frames, by folds and over
    five seeds, it labels articles as well as `frames-linear` and no better (micro-F1 .697
    against .696, macro-F1 .559 both); take it for the passages.

    References
    ----------
    .. [1] Angelidis, S. & Lapata, M. (2018). Multiple Instance Learning Networks for
       Fine-Grained Sentiment Analysis. TACL 6.

    Examples
    --------
    >>> texts = ["Taxes rose. It rained.", "Sin is wrong. It rained."]
    >>> model = frames_hierarchical().fit(texts, [{"economic"}, {"morality"}])
    >>> model.predict(["It rained. The tax fell."])
    [frozenset({'economic'})]
    """

    def __init__(
        self,
        columns: Any,  # noqa: ANN401 - any union
        classify: BaseEstimator,
        folds: int = 5,
        weight: float = 0.3,
        random_state: int | None = 0,
    ) -> None:
        self.columns = columns
        self.classify = classify
        self.folds = folds
        self.weight = weight
        self.random_state = random_state

    def fit(self, X: object, y: Iterable[Iterable[str]]) -> Self:
        """Learn the article's model, score the sentences under it, and learn the judges.

        Raises
        ------
        ValueError
            Where passages and label sets do not pair, or no passage carries a code.
        """
        passages = as_passages(X)
        self.classes_, carried = code_matrix(len(passages), y)
        self.columns_ = clone(self.columns)
        matrix = self.columns_.fit_transform(passages)
        words, bounds = self._words(passages)
        self.coders_ = fitted_coders(self.classify, matrix, carried)
        odds, pools = self._unseen(matrix, words, bounds, carried)
        self.centres_ = pools.mean(axis=0)
        self.spreads_ = np.maximum(pools.std(axis=0), 1e-9)
        self._judge(odds, pools, carried)
        return self

    def _unseen(
        self,
        matrix: Any,  # noqa: ANN401
        words: Any,  # noqa: ANN401
        bounds: Sequence[int],
        carried: NDArray[np.bool_],
    ) -> tuple[Numbers, Numbers]:
        """Log odds and pools of each article under a model that has not seen it."""
        odds = np.zeros(carried.shape)
        pools = np.zeros((*carried.shape, len(POOLS)))
        if not often_enough(carried, self.folds).any():
            return odds, pools
        shuffle = self.random_state is not None
        cut = KFold(self.folds, shuffle=shuffle, random_state=self.random_state)
        for train, test in cut.split(carried):
            coders = fitted_coders(self.classify, matrix[train], carried[train])
            odds[test] = odds_of(coders, matrix[test])
            pools[test] = self._pooled(coders, words, bounds)[test]
        return odds, pools

    def _judge(self, odds: Numbers, pools: Numbers, carried: NDArray[np.bool_]) -> None:
        enough = often_enough(carried, self.folds)
        self.judges_ = [
            LogisticRegression().fit(self._told(odds, pools, code), carried[:, code])
            if enough[code]
            else None
            for code in range(len(self.classes_))
        ]
        self.thresholds_ = np.full(len(self.classes_), 0.5)
        if enough.any():
            chances = self._chances(odds, pools)[:, enough]
            self.thresholds_[enough] = find_thresholds(chances, carried[:, enough])

    def _told(self, odds: Numbers, pools: Numbers, code: int) -> Numbers:
        """What a judge is told: the article's log odds, and its pools beside the usual ones."""
        standing = (pools[:, code] - self.centres_[code]) / self.spreads_[code]
        return np.column_stack([odds[:, code], self.weight * standing])

    def _chances(self, odds: Numbers, pools: Numbers) -> Numbers:
        columns = [
            expit(odds[:, code])
            if judge is None
            else judge.predict_proba(self._told(odds, pools, code))[:, 1]
            for code, judge in enumerate(self.judges_)
        ]
        return np.column_stack(columns)

    def _words(self, passages: Sequence[Passage]) -> tuple[Any, list[int]]:
        """The words of all sentences, and where those of each passage begin and end."""
        inside = [sentences_of(passage) for passage in passages]
        bounds = [0, *np.cumsum([len(spans) for spans in inside]).tolist()]
        parts = [
            Passage(passage.article, span)
            for passage, spans in zip(passages, inside, strict=True)
            for span in spans
        ]
        words = dict(self.columns_.transformer_list)["words"]
        if not parts:
            return csr_matrix((0, len(words.get_feature_names_out()))), bounds
        return words.transform(parts), bounds

    def _weights(self, coders: Sequence[Any]) -> Numbers:
        """The weight of each word for each code; shape (n_words, n_codes)."""
        first = 0
        for name, part in self.columns_.transformer_list:
            width = len(part.get_feature_names_out())
            if name == "words":
                break
            first += width
        own = slice(first, first + width)
        zeros = np.zeros(width)
        rows = [zeros if isinstance(c, float) else np.ravel(c.coef_)[own] for c in coders]
        return np.asarray(rows).T

    def _pooled(self, coders: Sequence[Any], words: Any, bounds: Sequence[int]) -> Numbers:  # noqa: ANN401
        """The pools of each passage; shape (n_passages, n_codes, n_pools)."""
        scores = np.asarray(words @ self._weights(coders))
        return np.stack([_pools(scores[first:end]) for first, end in pairwise(bounds)])

    def predict_proba(self, X: object) -> Numbers:
        """The probability of each code; shape (n_passages, n_codes)."""
        check_is_fitted(self)
        passages = as_passages(X)
        if not passages:
            return np.zeros((0, len(self.classes_)))
        odds = odds_of(self.coders_, self.columns_.transform(passages))
        return self._chances(odds, self._pooled(self.coders_, *self._words(passages)))

    def predict(self, X: object) -> list[frozenset[str]]:
        """The codes at or above their threshold, for each passage."""
        given = self.predict_proba(X) >= self.thresholds_
        return [frozenset(map(str, self.classes_[row])) for row in given]

    def sentence_scores(self, passage: Passage) -> tuple[list[Span], Numbers]:
        """The sentences of a passage and their scores; shape (n_sentences, n_codes).

        The spans are offsets of the article. A score is what the sentence's words would add to
        the log odds of a code, were the sentence a text of its own.
        """
        check_is_fitted(self)
        words, _ = self._words([passage])
        return sentences_of(passage), np.asarray(words @ self._weights(self.coders_))


def sentences_of(passage: Passage) -> list[Span]:
    """The sentences of a passage, in offsets of its article: of its layers, where it has any.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "It rained. Taxes rose. Who pays?")
    >>> [span.of(article.text) for span in sentences_of(Passage(article, Span(11, 32)))]
    ['Taxes rose.', 'Who pays?']
    """
    article = passage.article
    start, end = passage.span or (0, len(article.text))
    if isinstance(article, AnnotatedArticle) and article.sentences:
        kept = (Span(max(s.start, start), min(s.end, end)) for s in article.sentences)
        return [span for span in kept if span.start < span.end]
    text = passage.text
    found = find_sentences(text, find_paragraphs(text))
    return [Span(span.start + start, span.end + start) for span in found]


def _pools(scores: Numbers) -> Numbers:
    """`POOLS` of the sentences of one text: (n_codes, n_pools); zeros for a text of none."""
    if not len(scores):
        return np.zeros((scores.shape[1], len(POOLS)))
    strongest = np.sort(scores, axis=0)[-3:]
    return np.column_stack([scores[0], scores[:5].mean(axis=0), strongest.mean(axis=0)])


def frames_hierarchical(
    C: float = 1, codebook: str = "policy-frames", random_state: int | None = 0
) -> Pipeline:
    """The frames of an article with the passages that carry them; see `HierarchicalFrames`.

    Parameters
    ----------
    C
        How little the weights are held back.
    codebook
        Whose keywords are counted beside the words.
    random_state
        Of the cut that calibrates.

    Examples
    --------
    >>> texts = ["Taxes rose. It rained.", "Sin is wrong. It rained."]
    >>> model = frames_hierarchical().fit(texts, [{"economic"}, {"morality"}])
    >>> spans, scores = model[-1].sentence_scores(Passage(as_passages(texts)[0].article))
    >>> spans[int(scores[:, 0].argmax())]
    Span(start=0, end=11)
    """
    linear = frames_linear(C, codebook, random_state=random_state)
    classify = linear.named_steps["classify"].classify
    columns = linear.named_steps["columns"]
    articles = HierarchicalFrames(columns, classify, random_state=random_state)
    return Pipeline([("hierarchical", articles)])
