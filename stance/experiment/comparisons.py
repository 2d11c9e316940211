"""Which models are compared on a data set where none is named, and which may be."""

from __future__ import annotations

from stance.datasets import Card, resolve
from stance.models import MODELS, make_model

DEFAULT_MODELS: dict[str, tuple[str, ...]] = {
    "stance": ("majority", "stance-target-blind", "stance-linear"),
    "frames": ("majority", "frames-linear"),
    "category": ("majority", "category-linear"),
    "attribution": ("attribution-rules", "attribution-learned"),
    "newsmtsc": ("majority", "stance-target-blind", "stance-news"),
    "directed-sentiment": ("majority", "stance-target-blind", "stance-news"),
    "seesaw": ("majority", "stance-target-blind", "stance-news"),
    "vast": ("majority", "stance-target-blind", "stance-pairs"),
    "emergent": ("majority", "stance-target-blind", "stance-stacked"),
    "fnc-1": ("majority", "stance-target-blind", "stance-pairs"),
    "babe": ("majority", "bias-linear"),
    "basil": ("majority", "bias-linear"),
    "hyperpartisan": ("majority", "hyperpartisan-linear"),
    "news-sample": ("majority", "category-hashed"),
}
"""What `stance run` compares where no model is named: by data set, else by task.

A target-blind row shows what a data set gives away without its targets. Quotations have no
commonest label: the rules are their baseline.
"""


def default_models(dataset: str) -> tuple[str, ...]:
    """The models that are compared on this data set where none is named.

    Raises
    ------
    ValueError
        For an unknown name, and for data without labels that a model could be scored by.

    Examples
    --------
    >>> default_models("semeval2016")
    ('majority', 'stance-target-blind', 'stance-linear')
    """
    card, _ = resolve(dataset)
    chosen = DEFAULT_MODELS.get(card.name) or DEFAULT_MODELS.get(card.task)
    if not chosen:
        raise ValueError(
            f"{card.name} has no labels a model could be scored by: its texts are measured, "
            "not classified; `python experiments/scaling.py` sets Wordscores and Wordfish "
            "beside the published positions"
        )
    return chosen


def check_model(name: str, card: Card) -> None:
    """Refuse a model that is not there, or not for the task of these data.

    Raises
    ------
    ValueError
        The message lists the models that fit.
    """
    if name not in MODELS:
        make_model(name)
    if card.task not in MODELS[name].tasks:
        fitting = [other for other, row in MODELS.items() if card.task in row.tasks]
        raise ValueError(
            f"the model {name!r} is not for {card.task}, the task of {card.name}: "
            f"take one of {', '.join(fitting) or 'none: its texts have no labels to learn'}"
        )
