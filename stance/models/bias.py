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
from stance.features.stems import headline_stems, stems, stems_around
from stance.features.style import Position, Style
from stance.features.vocabulary import STYLE, CodeStrength, Vocabulary, damped
from stance.features.words import WordTfidf
from stance.models.chosen import ChosenSettings, settings_around
from stance.models.label_sets import LabelSets
from stance.models.linear import Margins, OneOrMore

SLANT = (*STYLE, "polarity", "negation", "economy", "legality")
"""The lexicons whose shares stand beside the words."""

_QUICK = {
    Margins: {"folds": 10**9},
    OneOrMore: {"one__folds": 10**9, "more__folds": 3},
}
"""What spares the search for settings a calibration that changes no label."""


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
    "around": 0.4,
}


def _union(parts: list[tuple[str, Any]]) -> FeatureUnion:
    names = dict(parts)
    weights = {name: weight for name, weight in _WEIGHTS.items() if name in names}
    return FeatureUnion(parts, transformer_weights=weights or None)


def _model(
    columns: FeatureUnion,
    classify: Any,  # noqa: ANN401
    parameters: dict[str, float],
    choose: bool,
    random_state: int | None,
) -> Pipeline:
    """The pipeline; or its `C` and the weight of all but words chosen in training."""
    model = Pipeline([("columns", columns), ("classify", classify)])
    if not choose:
        return model
    weights = columns.transformer_weights or {}
    names = [name for name in weights if name != "headline"]
    settings = settings_around(parameters, weights, names=names)
    quick = _QUICK[type(classify)]
    return Pipeline([("chosen", ChosenSettings(model, settings, quick, 3, random_state))])


def category_linear(
    codebook: str = "", C: float = 0.3, choose: bool = False, random_state: int | None = 0
) -> Pipeline:
    """One label a text from words, word pairs, stems and letters, and a codebook's keywords.

    Parameters
    ----------
    codebook
        Whose keywords are counted beside the words; none if empty.
    C
        How little the weights are held back.
    choose
        Whether `C` and the weight of the keywords are chosen on folds of the training texts,
        around the given ones; see `ChosenSettings`.
    random_state
        Of the solver and of the folds.

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
    return _model(_union(parts), classify, {"C": C}, choose, random_state)


def bias_linear(
    C: float = 0.1,
    context: bool = False,
    choose: bool = False,
    random_state: int | None = 0,
) -> Pipeline:
    """Whether a sentence is biased, or how, from its words, its tone, its manner and its place.

    Given sets of kinds of bias, each kind has its own threshold, for the best F1 of that kind.

    Parameters
    ----------
    C
        How little the weights are held back.
    context
        Whether the words round the sentence in its article are counted, apart from its own.
    choose
        Whether `C` and the weights of tone, manner and place are chosen on folds of the
        training sentences, around the given ones; see `ChosenSettings`. The folds are cut in
        the order given, so that sentences of an article stay together.
    random_state
        Of the solver.

    Examples
    --------
    >>> texts = ["He spoke on Monday.", "What a disgraceful, shameless liar!"]
    >>> bias_linear().fit(texts, ["no", "yes"]).predict(["A shameless liar."]).tolist()
    ['yes']
    """
    around = [("around", WordTfidf(sublinear_tf=True, analyzer=stems_around))]
    columns = _union([*_text_parts(), *_manner_parts(), *(around if context else [])])
    one = Margins(C, balanced=False, random_state=random_state)
    machine = LinearSVC(C=C / 3, class_weight="balanced", random_state=random_state)
    more = LabelSets(machine, random_state=None, sharing=0)
    parameters = {"one__C": C, "more__classify__C": C / 3}
    return _model(columns, OneOrMore(one, more), parameters, choose, None)


def hyperpartisan_linear(
    C: float = 0.2, choose: bool = False, random_state: int | None = 0
) -> Pipeline:
    """Whether an article blindly takes a side, from words, letters, headline, tone and manner.

    Parameters
    ----------
    C
        How little the weights are held back.
    choose
        Whether `C` and the weights of tone and manner are chosen on folds of the training
        articles, around the given ones; see `ChosenSettings`.
    random_state
        Of the solver and of the folds.

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
    return _model(columns, classify, {"C": C}, choose, random_state)
