"""How a text and its target, a headline, a claim or a topic, agree in what they speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from stance.article import Passage, as_passages
from stance.features.cues import count_cues, cue_names

Columns = NDArray[np.float64]

OPENING = 60
"""The words that open a text: in news, what happened and who says so."""

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def stems(text: str) -> list[str]:
    """The words in small letters, cut to six: a stem that costs nothing.

    Examples
    --------
    >>> stems("Deniers denied it")
    ['denier', 'denied', 'it']
    """
    return [word[:6] for word in re.findall(r"\w+", text.lower())]


def stem_pairs(text: str) -> list[str]:
    """Neighbouring stems.

    Examples
    --------
    >>> stem_pairs("No tax rise")
    ['no tax', 'tax rise']
    """
    words = stems(text)
    return [f"{one} {next_}" for one, next_ in pairwise(words)]


def find_pieces(text: str) -> list[str]:
    """The sentences of a text by their marks; one empty piece for an empty text.

    Examples
    --------
    >>> find_pieces("It rained. Who knew?")
    ['It rained.', ' Who knew?']
    """
    return [piece for piece in _SENTENCE.findall(text) if piece.strip()] or [""]


class Overlap(TransformerMixin, BaseEstimator):
    """Similarity of text and target at body, opening and sentence level, and how it is told.

    TF-IDF cosines of stems and of stem pairs, and of a latent space [1]_; the share of the
    target's words (weighted by rarity) that the text, its opening and its best sentences
    hold; where the best sentence stands; cues of doubt, refutation and report in the target,
    the text, its opening and around the best sentence, and how target and sentence differ in
    them. Each distinct text is read once, however many pairs it is in.

    Parameters
    ----------
    n_topics
        Dimensions of the latent space; at most what the training words allow.
    random_state
        Seed of the decomposition.

    Attributes
    ----------
    words_, pairs_
        Fitted `TfidfVectorizer` of stems and of stem pairs.
    topics_
        Fitted `TruncatedSVD` of the stems.

    Notes
    -----
    When it misleads: words in common say that two texts speak of the same thing, hardly ever
    that they agree on it. A passage without a target is compared with an empty one.

    References
    ----------
    .. [1] Hanselowski et al. (2018). A Retrospective Analysis of the Fake News Challenge
       Stance-Detection Task. COLING, section 4.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Rain fell. The mayor opened the bridge.")
    >>> about = [Passage(article, target=t) for t in ("Mayor opens bridge", "Cat found")]
    >>> columns = Overlap().fit(about)
    >>> place = list(columns.get_feature_names_out()).index("cosine_best_sentence")
    >>> bool(columns.transform(about)[0, place] > columns.transform(about)[1, place])
    True
    """

    def __init__(self, n_topics: int = 50, random_state: int = 0) -> None:
        self.n_topics = n_topics
        self.random_state = random_state

    def fit(self, X: object, y: object = None) -> Self:
        """Learn how rare words are, and the latent space, from all distinct texts."""
        table = _table(as_passages(X))
        texts = [*table.texts, *table.targets, "no words"]  # the last keeps either from none
        self.words_ = TfidfVectorizer(analyzer=stems, sublinear_tf=True).fit(texts)
        self.pairs_ = TfidfVectorizer(analyzer=stem_pairs, sublinear_tf=True)
        self.pairs_.fit(texts)
        size = min(self.n_topics, len(self.words_.vocabulary_) - 1, len(texts) - 1)
        self.topics_ = TruncatedSVD(max(size, 1), random_state=self.random_state)
        self.topics_.fit(self.words_.transform(texts))
        return self

    def transform(self, X: object) -> Columns:
        """The measures of each pair; shape (n_passages, n_columns)."""
        check_is_fitted(self)
        table = _table(as_passages(X))
        if not len(table.pairs):
            return np.empty((0, len(self.get_feature_names_out())))
        openings = [" ".join(text.split()[:OPENING]) for text in table.texts]
        pieces = [find_pieces(text) for text in table.texts]
        first = np.concatenate([[0], np.cumsum([len(found) for found in pieces])])
        sentences = [piece for found in pieces for piece in found]
        best, best_columns = self._best_sentences(table, sentences, first)
        cosines = self._cosines(table, openings)
        return np.hstack(
            [cosines, best_columns, _cue_columns(table, openings, sentences, best)]
        )

    def _cosines(self, table: _Table, openings: list[str]) -> Columns:
        rows, names = table.pairs.T
        texts, targets = (
            self.words_.transform(table.texts),
            self.words_.transform(table.targets),
        )
        opened = self.words_.transform(openings)
        latent, latent_targets = self._latent(texts), self._latent(targets)
        columns = [
            _dots(texts[rows], targets[names]),
            _dots(opened[rows], targets[names]),
            (latent[rows] * latent_targets[names]).sum(axis=1),
            (self._latent(opened)[rows] * latent_targets[names]).sum(axis=1),
            _covered(targets[names], texts[rows]),
            _covered(targets[names], opened[rows]),
        ]
        texts, targets = (
            self.pairs_.transform(table.texts),
            self.pairs_.transform(table.targets),
        )
        columns += [_dots(texts[rows], targets[names]), _covered(targets[names], texts[rows])]
        sizes = np.asarray([len(text) for text in table.texts])[rows]
        lengths = np.asarray([len(name) for name in table.targets])[names]
        return np.column_stack([*columns, np.log1p(sizes), np.log1p(lengths)])

    def _latent(self, matrix: csr_matrix) -> Columns:
        return np.asarray(normalize(self.topics_.transform(matrix)))

    def _best_sentences(
        self, table: _Table, sentences: list[str], first: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Columns]:
        """The sentence of each text nearest to its target, and how near all of them are."""
        pieces, targets = self.words_.transform(sentences), self.words_.transform(table.targets)
        best = np.empty(len(table.pairs), np.int64)
        columns = np.empty((len(table.pairs), len(_NEARNESS)))
        order = np.argsort(table.pairs[:, 0], kind="stable")
        ends = np.searchsorted(table.pairs[order, 0], np.arange(len(table.texts) + 1))
        for text, (start, end) in enumerate(pairwise(ends)):
            own = order[start:end]
            near = targets[table.pairs[own, 1]] @ pieces[first[text] : first[text + 1]].T
            columns[own] = _nearness(near.toarray())
            best[own] = first[text] + near.toarray().argmax(axis=1)
        covered = _covered(targets[table.pairs[:, 1]], pieces[best])
        return best, np.column_stack([columns, covered])

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The names of the columns."""
        cues = [f"{part}_{cue}" for part in _PARTS for cue in cue_names()]
        names = [*_COSINES, *_NEARNESS, "covered_by_best_sentence", *cues]
        return np.asarray(names, dtype=object)


_COSINES = (
    *("cosine", "cosine_opening", "cosine_latent", "cosine_latent_opening"),
    *("covered_by_text", "covered_by_opening", "cosine_pairs", "covered_pairs"),
    *("length", "target_length"),
)
_NEARNESS = (
    *("cosine_best_sentence", "cosine_second_sentence", "cosine_third_sentence"),
    *("cosine_first_sentence", "cosine_mean", "near_share", "place_of_best", "n_sentences"),
)
_PARTS = ("target", "text", "opening", "best_sentence", "difference")


class _Table(NamedTuple):
    """The distinct texts and targets, and for each passage the place of both."""

    texts: list[str]
    targets: list[str]
    pairs: NDArray[np.int64]


def _table(passages: Sequence[Passage]) -> _Table:
    texts: dict[str, int] = {}
    targets: dict[str, int] = {}
    pairs = [
        (
            texts.setdefault(passage.text, len(texts)),
            targets.setdefault(passage.target or "", len(targets)),
        )
        for passage in passages
    ]
    return _Table(list(texts), list(targets), np.asarray(pairs, np.int64).reshape(-1, 2))


def _dots(one: csr_matrix, other: csr_matrix) -> Columns:
    return np.asarray(one.multiply(other).sum(axis=1)).ravel()


def _covered(targets: csr_matrix, texts: csr_matrix) -> Columns:
    """The share of the target's weight on words that the text holds too."""
    shared = targets.multiply(texts.astype(bool))
    whole = np.asarray(targets.sum(axis=1)).ravel()
    found = np.asarray(shared.sum(axis=1)).ravel()
    return np.asarray(found / np.where(whole > 0, whole, 1))


def _nearness(near: Columns) -> Columns:
    """What the cosines of a target with the sentences of a text come to, in few numbers."""
    size = near.shape[1]
    top = -np.sort(-near, axis=1)[:, :3]
    top = np.pad(top, ((0, 0), (0, 3 - top.shape[1])))
    rest = [
        near[:, 0],
        near.mean(axis=1),
        (near > 0.2).mean(axis=1),
        near.argmax(axis=1) / size,
    ]
    return np.column_stack([top, *rest, np.full(len(near), np.log(size))])


def _cue_columns(
    table: _Table, openings: list[str], sentences: list[str], best: NDArray[np.int64]
) -> Columns:
    rows, names = table.pairs.T
    targets, texts = count_cues(table.targets)[names], count_cues(table.texts)
    wanted, place = np.unique(best, return_inverse=True)
    nearest = count_cues([sentences[i] for i in wanted.tolist()])[place]
    sizes = np.asarray([1 + len(text.split()) for text in table.texts])
    rates = 100 * texts / sizes[:, None]
    opened = count_cues(openings)[rows]
    return np.hstack([targets, rates[rows], opened, nearest, targets - nearest])
