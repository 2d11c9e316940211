"""Slant: one label a text or sentence, from words, loaded vocabulary, manner and place."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import LinearSVC

from stance.article import Passage
from stance.features.characters import CharacterCounts
from stance.features.stems import headline_stems, stems
from stance.features.style import Position, Style
from stance.features.vocabulary import STYLE, CodeStrength, Vocabulary, damped
from stance.features.words import WordTfidf
from stance.models.label_sets import LabelSets
from stance.models.linear import Margins, OneOrMore

SLANT = (*STYLE, "polarity", "negation", "economy", "legality")
"""The lexicons whose shares stand beside the words."""


def words_and_pairs(passage: Passage) -> list[str]:
    """The words of a passage, and each with its neighbour; function words are kept.

    Examples
    --------
    >>> from stance.article import Article
    >>> words_and_pairs(Passage(Article("1", "We pay. You win.")))
    ['we', 'pay', 'you', 'win', 'we pay', 'pay you', 'you win']
    """
    words = re.findall(r"\w+", passage.text.lower())
    return words + [f"{one} {other}" for one, other in pairwise(words)]


def root(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The square root: the difference of one word from none counts more than that from ten.

    Examples
    --------
    >>> root(np.array([0.0, 0.25])).tolist()
    [0.0, 0.5]
    """
    return np.asarray(np.sqrt(shares))


def _text_parts() -> list[tuple[str, Any]]:
    return [
        ("words", WordTfidf(sublinear_tf=True, analyzer=words_and_pairs)),
        ("stems", WordTfidf(sublinear_tf=True, analyzer=stems)),
    ]


def _letters() -> tuple[str, Any]:
    counts = CharacterCounts(ngram_range=(2, 5), min_df=2)
    return ("letters", make_pipeline(counts, TfidfTransformer(sublinear_tf=True)))


def _manner_parts() -> list[tuple[str, Any]]:
    vocabulary = make_pipeline(
        Vocabulary(SLANT),
        FunctionTransformer(root, feature_names_out="one-to-one"),
        StandardScaler(),
    )
    return [
        ("vocabulary", vocabulary),
        ("style", make_pipeline(Style(), StandardScaler())),
        ("position", make_pipeline(Position(), StandardScaler())),
    ]


_WEIGHTS = {
    "vocabulary": 0.06,
    "style": 0.06,
    "position": 0.06,
    "keywords": 0.3,
    "headline": 0.5,
}


def _union(parts: list[tuple[str, Any]]) -> FeatureUnion:
    names = dict(parts)
    weights = {name: weight for name, weight in _WEIGHTS.items() if name in names}
    return FeatureUnion(parts, transformer_weights=weights or None)


def category_linear(
    codebook: str = "", C: float = 0.3, random_state: int | None = 0
) -> Pipeline:
    """One label a text from words, word pairs, stems and letters, and a codebook's keywords.

    Examples
    --------
    >>> model = category_linear().fit(["Taxes rose.", "Sin is wrong."], ["money", "faith"])
    >>> model.predict(["The tax fell."]).tolist()
    ['money']
    """
    parts = [*_text_parts(), _letters()]
    if codebook:
        strength = make_pipeline(
            CodeStrength(codebook), FunctionTransformer(damped, feature_names_out="one-to-one")
        )
        parts.append(("keywords", strength))
    classify = Margins(C, random_state=random_state)
    return Pipeline([("columns", _union(parts)), ("classify", classify)])


def bias_linear(C: float = 0.1, random_state: int | None = 0) -> Pipeline:
    """Whether a sentence is biased, or how, from its words, its tone, its manner and its place.

    Given sets of kinds of bias, each kind has its own threshold, for the best F1 of that kind.

    Examples
    --------
    >>> texts = ["He spoke on Monday.", "What a disgraceful, shameless liar!"]
    >>> bias_linear().fit(texts, ["no", "yes"]).predict(["A shameless liar."]).tolist()
    ['yes']
    """
    columns = _union([*_text_parts(), *_manner_parts()])
    one = Margins(C, balanced=False, random_state=random_state)
    machine = LinearSVC(C=C / 3, class_weight="balanced", random_state=random_state)
    more = LabelSets(machine, random_state=None, sharing=0)
    return Pipeline([("columns", columns), ("classify", OneOrMore(one, more))])


def hyperpartisan_linear(C: float = 0.2, random_state: int | None = 0) -> Pipeline:
    """Whether an article blindly takes a side, from words, letters, headline, tone and manner.

    Examples
    --------
    >>> texts = ["He spoke on Monday.", "What a disgraceful, shameless liar!"]
    >>> model = hyperpartisan_linear().fit(texts, ["false", "true"])
    >>> model.predict(["A shameless liar."]).tolist()
    ['true']
    """
    headline = ("headline", WordTfidf(sublinear_tf=True, analyzer=headline_stems))
    columns = _union([*_text_parts(), _letters(), headline, *_manner_parts()])
    classify = Margins(C, balanced=False, random_state=random_state)
    return Pipeline([("columns", columns), ("classify", classify)])
