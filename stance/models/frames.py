"""A text to the frames it uses: its words, its headline and the keywords of a codebook."""

from __future__ import annotations

from typing import Any

from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from stance.features.stems import HashedStems, headline_stems, stems
from stance.features.vocabulary import CodeStrength, damped
from stance.features.words import WordTfidf
from stance.models.chosen import ChosenSettings, settings_around
from stance.models.label_sets import LabelSets


def frames_linear(
    C: float = 1,
    codebook: str = "policy-frames",
    hashed: int = 0,
    choose: bool = False,
    random_state: int | None = 0,
) -> Pipeline:
    """The frames of a text from its words, its headline and the keywords of its codebook.

    Parameters
    ----------
    C
        How little the weights are held back.
    codebook
        Whose keywords are counted beside the words.
    hashed
        Columns for hashed words, so that the model's file is small and holds no word; 0 for
        one column a word.
    choose
        Whether `C` and the weight of the keywords are chosen on folds of the training texts,
        around the given ones; see `ChosenSettings`.
    random_state
        Of the cut that calibrates.

    Examples
    --------
    >>> sets = [frozenset({"economic"}), frozenset({"morality"})]
    >>> model = frames_linear().fit(["Taxes rose.", "Sin is wrong."], sets)
    >>> model.predict(["Taxes fell."])
    [frozenset({'economic'})]
    """
    keywords = make_pipeline(
        CodeStrength(codebook), FunctionTransformer(damped, feature_names_out="one-to-one")
    )
    parts: list[tuple[str, Any]] = [("keywords", keywords)]
    if hashed:
        tfidf = TfidfTransformer(sublinear_tf=True)
        parts += [("words", make_pipeline(HashedStems(hashed), tfidf))]
    else:
        parts += [
            ("words", WordTfidf(sublinear_tf=True, analyzer=stems)),
            ("headline", WordTfidf(sublinear_tf=True, analyzer=headline_stems)),
        ]
    weights = {"keywords": 0.2, "headline": 0.5}
    columns = FeatureUnion(
        parts, transformer_weights={n: w for n, w in weights.items() if n in dict(parts)}
    )
    logistic = LogisticRegression(
        C=C, class_weight="balanced", max_iter=2000, random_state=random_state
    )
    model = Pipeline(
        [("columns", columns), ("classify", LabelSets(logistic, random_state=random_state))]
    )
    if not choose:
        return model
    settings = settings_around({"classify__C": C}, weights, names=["keywords"])
    chosen = ChosenSettings(model, settings, quick={"folds": 3}, random_state=random_state)
    return Pipeline([("chosen", chosen)])
