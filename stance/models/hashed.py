"""One label a text by its words alone, hashed: for tens of thousands of whole articles."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from stance.features.words import HashedTerms


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
