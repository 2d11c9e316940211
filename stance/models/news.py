"""A mention in a news sentence: what is held of it, from the words around it."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from stance.features.roles import roles_of_target
from stance.features.targeting import (
    TargetLexicons,
    letters_beside_target,
    letters_without_target,
    phrases_with_target,
    target_names,
    words_around_target,
    words_of_clause,
)
from stance.features.tone import LearnedTone
from stance.features.voice import roles_of_voice, voice_names, words_between
from stance.features.words import HashedTerms, WordTfidf
from stance.models.stance import TargetLogistic

_WEIGHTS = {"lexicons": 0.1, "tone": 0.05}
"""Of columns with a standard deviation of 1, beside rows of words with a length of 1."""

_MEASURES = (*_WEIGHTS, "meaning")
"""What is no term: how many passages have it says nothing."""

_ONE_FOR_ALL = 10**9
"""More passages than any target has: none gets columns of its own."""


def news_stance(
    C: float = 1,
    names: bool = True,
    min_df: int = 1,
    hashed: int = 0,
    without: Sequence[str] = (),
    several: float = 2,
    random_state: int = 0,
) -> Pipeline:
    """What a news sentence holds of somebody it mentions, from the words beside the mention.

    Parameters
    ----------
    C
        Inverse strength of the penalty.
    names
        Whether the target's own name counts. A model that does not know the name cannot
        learn that a certain politician is usually attacked.
    min_df
        Training passages a word or n-gram must occur in.
    hashed
        Columns for hashed words around the target in place of all families, so that the
        model's file is small, holds no word, and labels a corpus fast; 0 for all families.
    without
        Families of columns to leave out, by the name of their function, or `lexicons`.
    several
        As in `TargetLogistic`.
    random_state
        Seed of the order in which passages are visited.

    Notes
    -----
    When it misleads: it knows order and distance, no grammar; who does what to whom is told
    by the side of the mention a word stands on. With `names`, part of what it says is how
    its training texts spoke of the same person. Words are weighted by their log-count ratios,
    as `TargetLogistic` says: a word that was rare in training decides little.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> texts = ("Ode lied.", "A brilliant Ode.", "Ode spoke.")
    >>> ode = [Passage(Article("1", text), target="Ode") for text in texts]
    >>> model = news_stance().fit(ode, ["against", "favor", "neutral"])
    >>> model.predict(ode[:2]).tolist()
    ['against', 'favor']
    """
    words = _hashed_columns(hashed) if hashed else _target_columns(names, min_df)
    dense = {"lexicons": TargetLexicons()} | ({} if hashed else {"tone": LearnedTone()})
    measures = [
        (name, make_pipeline(measure, StandardScaler(with_mean=False)))
        for name, measure in dense.items()
    ]
    families = dict([*words, *measures])
    if unknown := set(without) - set(families):
        raise ValueError(f"no family {', '.join(sorted(unknown))}: try {', '.join(families)}")
    kept = [(name, family) for name, family in families.items() if name not in without]
    weights = {name: weight for name, weight in _WEIGHTS.items() if name in dict(kept)}
    union = FeatureUnion(kept, transformer_weights=weights)
    model = TargetLogistic(
        union, 1, _ONE_FOR_ALL, None, C, random_state, several, True, _MEASURES
    )
    return Pipeline([("stance", model)])


def _target_columns(names: bool, min_df: int) -> list[tuple[str, BaseEstimator]]:
    families = [
        phrases_with_target,
        words_of_clause,
        roles_of_target,
        letters_beside_target,
        letters_without_target,
        words_between,
        roles_of_voice,
        *([target_names, voice_names] if names else []),
    ]
    return [
        (family.__name__, WordTfidf(analyzer=family, sublinear_tf=True, min_df=min_df))
        for family in families
    ]


def _hashed_columns(n_features: int) -> list[tuple[str, BaseEstimator]]:
    counts = HashedTerms(words_around_target, n_features)
    return [("words", make_pipeline(counts, TfidfTransformer(sublinear_tf=True)))]
