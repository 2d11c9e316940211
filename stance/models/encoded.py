"""Any linear model with what an encoder makes of the passage beside its other columns."""

from __future__ import annotations

from typing import Any

from sklearn.base import BaseEstimator
from sklearn.kernel_approximation import Nystroem
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline

from stance.features.meaning import Meaning


def with_meaning(
    model: Pipeline,
    encoder: str = "static",
    view: str = "passage",
    weight: float = 1.0,
    landmarks: int = 0,
) -> Pipeline:
    """The same unfitted model with the columns of `Meaning` added to its own.

    Parameters
    ----------
    model
        A pipeline with a `FeatureUnion` among its steps or among its steps' parameters, or
        with a step whose parameter `columns` makes its columns.
    encoder, view, weight
        As in `Meaning`. Word counts have rows of length 1 and so has a meaning: weight 1
        makes them equals.
    landmarks
        0 for the vectors as they are. Above, the columns tell how like a passage is to so many
        of training, exp(-|u - v|²), so that a linear model may bend between them [1]_: for
        short texts that are few.

    Raises
    ------
    ValueError
        Where the model has no columns to add to.

    Notes
    -----
    When it misleads: on topics it has seen, the gain may be of recognising the topic. Test
    on unseen targets or stories too.

    References
    ----------
    .. [1] Williams, C. & Seeger, M. (2001). Using the Nyström Method to Speed Up Kernel
       Machines. NeurIPS.

    Examples
    --------
    >>> from stance.features.words import WordTfidf
    >>> from sklearn.linear_model import LogisticRegression
    >>> union = FeatureUnion([("words", WordTfidf())])
    >>> model = with_meaning(Pipeline([("columns", union), ("classify", LogisticRegression())]))
    >>> _ = model.fit(["Taxes fall.", "A late goal."], ["economy", "sport"])
    >>> model.predict(["Lower duties.", "The striker scored."]).tolist()
    ['economy', 'sport']
    """
    union = next(_unions(model), None) or _own_union(model)
    meaning = _columns(Meaning(encoder, view), landmarks)
    union.transformer_list = [*union.transformer_list, ("meaning", meaning)]
    union.transformer_weights = {**(union.transformer_weights or {}), "meaning": weight}
    return model


def _columns(meaning: Meaning, landmarks: int) -> BaseEstimator:
    if not landmarks:
        return meaning
    return make_pipeline(meaning, Nystroem(gamma=1, n_components=landmarks, random_state=0))


def _own_union(model: Pipeline) -> FeatureUnion:
    """The columns of a step that has them alone, as a union they can be added to."""
    for _, step in model.steps:
        if hasattr(step, "columns"):
            step.columns = FeatureUnion([("own", step.columns)])
            return step.columns
    steps = ", ".join(name for name, _ in model.steps)
    raise ValueError(f"the model ({steps}) has no columns to add to")


def _unions(model: Pipeline) -> Any:  # noqa: ANN401 - an iterator of unions
    parameters = model.get_params(deep=True).values()
    return (value for value in parameters if isinstance(value, FeatureUnion))
