"""Models for tens of thousands of articles: hashed words, looked up and not spelled out."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from stance.features.around_target import FAMILIES, WordsAroundTarget
from stance.features.keyword_counts import KeywordStrength
from stance.features.lexicons_around_target import LexiconsAroundTarget
from stance.features.numbered import StemCounts
from stance.features.words import HashedTerms
from stance.models.block_tfidf import BlockTfidf
from stance.models.label_sets import LabelSets
from stance.models.stance import TargetLogistic


def category_hashed(
    C: float = 1, n_features: int = 2**18, random_state: int | None = 0
) -> Pipeline:
    """One label a text from its single words, in columns chosen by a hash.

    Parameters
    ----------
    C
        How little the weights are held back.
    n_features
        How many columns; words that share one cannot be told apart.
    random_state
        Of the solver.

    Notes
    -----
    When it misleads: the words of a whole article tell its outlet and its year before they
    tell its leaning; test it on outlets that are not in training.

    Examples
    --------
    >>> model = category_hashed().fit(["Taxes rose.", "Sin is wrong."], ["money", "faith"])
    >>> model.predict(["The taxes fell."]).tolist()
    ['money']
    """
    classify = LogisticRegression(
        C=C, class_weight="balanced", max_iter=1000, random_state=random_state
    )
    return Pipeline(
        [
            ("words", HashedTerms("word", n_features)),
            ("tfidf", TfidfTransformer(sublinear_tf=True)),
            ("classify", classify),
        ]
    )


def frames_hashed(
    C: float = 1,
    codebook: str = "policy-frames",
    n_features: int = 2**14,
    random_state: int | None = 0,
) -> Pipeline:
    """The frames of a text from its stems, hashed, and the single keywords of its codebook.

    The form of `frames-linear` that labels a corpus: everything known of a word is looked up.

    Parameters
    ----------
    C
        How little the weights are held back.
    codebook
        Whose keywords are counted beside the words.
    n_features
        Columns for hashed stems; stems that share one cannot be told apart.
    random_state
        Of the cut that calibrates.

    Notes
    -----
    When it misleads: as `frames-linear`; it sees neither phrases among the keywords nor that
    a keyword is negated.

    Examples
    --------
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_hashed().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> model.predict(["Taxes fell."])
    [frozenset({'economic'})]
    """
    words = make_pipeline(StemCounts(n_features), TfidfTransformer(sublinear_tf=True))
    columns = FeatureUnion(
        [("keywords", KeywordStrength(codebook)), ("words", words)],
        transformer_weights={"keywords": 0.2},
    )
    logistic = LogisticRegression(
        C=C, class_weight="balanced", max_iter=2000, random_state=random_state
    )
    return Pipeline(
        [("columns", columns), ("classify", LabelSets(logistic, random_state=random_state))]
    )


def stance_hashed(
    C: float = 0.5, n_features: int = 2**15, several: float = 2, random_state: int = 0
) -> Pipeline:
    """What a news sentence holds of somebody it mentions, from hashed words beside the mention.

    The form of `stance-news` that labels a corpus: words of the sentence and of the target's
    clause, phrases with the target, and word lists by their place.

    Parameters
    ----------
    C
        Inverse strength of the penalty.
    n_features
        Columns of each family of words; those that share one cannot be told apart.
    several
        As in `TargetLogistic`.
    random_state
        Seed of the order in which passages are visited.

    Notes
    -----
    When it misleads: as `stance-news`. `C` and the weight of the word lists were chosen by
    folds over the articles of newsmtsc train: macro-F1 67.5 there, where all families of
    `stance-news` reach 70.0.

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> texts = ("Ode lied.", "A brilliant Ode.", "Ode spoke.")
    >>> ode = [Passage(Article("1", text), target="Ode") for text in texts]
    >>> model = stance_hashed().fit(ode, ["against", "favor", "neutral"])
    >>> model.predict(ode[:2]).tolist()
    ['against', 'favor']
    """
    words = make_pipeline(WordsAroundTarget(n_features), BlockTfidf(len(FAMILIES)))
    lexicons = make_pipeline(LexiconsAroundTarget(), StandardScaler(with_mean=False))
    columns = FeatureUnion(
        [("words", words), ("lexicons", lexicons)], transformer_weights={"lexicons": 0.07}
    )
    model = TargetLogistic(columns, 1, 10**9, None, C, random_state, several)
    return Pipeline([("stance", model)])
