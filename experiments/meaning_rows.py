"""The rows with vectors of meaning that stand beside the words of each data set.

Weight 1 and the views of the model table, but for three rows whose settings were chosen on
folds drawn with other seeds than those that are scored: gvfc and semeval2023-frames with the
frozen encoder, babe with static vectors. Tried there, and no better: centred vectors,
whitened principal axes, linear discriminants, the guesses of both multiplied. On those folds
the weights added 0.7 to gvfc and babe; on semeval2023-frames the frozen encoder added 0.1 at
best, and where it is scored it takes 0.6 away: the mean of an article's sentences says little
that its words do not. Nor did more of its sentences help there (micro and macro of two draws of
five folds: words 69.8 / 55.8 and 70.4 / 57.0, with the mean 70.1 / 56.5 and 70.3 / 57.0): which
of 200 clusters they fall into (69.8 / 56.1, 70.3 / 57.0), how near one comes to each cluster
(69.3 / 55.4, 70.0 / 56.5), or to the definition of each frame (69.8 / 55.8, 70.1 / 56.7). On
babe the weight 1 is the best of five there, and likeness to a thousand sentences no better.

Accuracy on gvfc, mean of ten folds drawn two or three times: words and the frozen vectors 80.0,
words and likeness to a thousand headlines in their place 81.1 (with other weights and numbers
80.2 to 80.8); where it is scored 80.6. Tried there beside words and vectors, and no better: the
first token (79.9), the maximum over tokens (79.7), one of the three layers before the last
(80.0, 79.8, 79.3), vectors not cut to 8 bits (80.0), static vectors too (79.9), logistic
regression (79.4), the answers of machines of likeness and of words added (80.0), columns of how
near a headline comes to a code's description or keywords (79.0 to 79.7), other weights of the
parts (80.1), no balance between the labels (78.3).

On fnc-1 a fold of training bodies shares its topics with the others, and flatters whatever
knows a topic; the test split has new ones. In three folds that keep the bodies of a topic
together, accuracy and macro-F1 on related pairs (one vote of the trees) are 68.4 / 46.7, 77.0
/ 51.0 and 68.5 / 47.9 with words and static nearness; with frozen verdicts as well 69.5 /
49.6, 79.7 / 57.7 and 69.8 / 52.2, with static verdicts 67.3 / 45.5, 81.3 / 54.7 and 68.6 /
53.2. Without places of the verdicts beyond target, near, strongest and difference: 69.0 /
49.8, 79.3 / 56.8 and 69.6 / 53.2 frozen, less good static. Both kinds together, on the first
two: 69.1 / 48.5 and 81.4 / 57.2. Tried on the first fold, and worse: frozen vectors of the
three nearest sentences joined to the words took the relative score from 83.6 to 77.8, or to
80.5 with C 0.1; more weight for *disagree* buys macro-F1 and costs relative score (four times
as much: 61.6 for 58.1, 83.5 for 83.6, and more on the other folds); a line in place of trees.
The twelve sentences were written once, and none was chosen by a score.

An encoder is named as `stance.encoding.find_encoder` knows it; one that is not on this machine
is passed over, and said. `build/NAME/stance.onnx` is what `experiments/train_encoder.py --tasks
NAME` writes, for fnc-1 with `--epochs 2`, for vast with `--epochs 1 --start build/all`, where
`build/all` is of `--tasks all --epochs 1 --most 1000`.

In 8 bits the frozen encoder differs a little between processors: those without VNNI cut sums
at 16 bits. The rows are of one with it, but for those of fnc-1 without fine-tuning; gvfc had
80.4 and babe 77.98 on one without it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import click

from stance.encoding import find_encoder
from stance.evaluation.results import Result

VECTORS = ("static", "minilm")
"""Word vectors that ship, and the frozen sentence encoder all-MiniLM-L6-v2 in 8 bits."""


@dataclass(frozen=True)
class Row:
    """A model of the table that takes vectors, and whose it is given."""

    model: str
    encoders: tuple[str, ...] = VECTORS
    parameters: dict[str, Any] = field(default_factory=dict)


def tuned(encoder: str, words: str, view: str = "marked", **others: Any) -> Row:  # noqa: ANN401
    """The row of a fine-tuned encoder beside a model of words."""
    return Row("stance-encoder", (encoder,), {"words": words, "view": view, **others})


WORDS = ("",)
"""No encoder: the same model without vectors, where its parameters are not the defaults."""

GUNS = {"codebook": "gun-violence"}

ROWS: dict[str, tuple[Row, ...]] = {
    "newsmtsc": (Row("stance-news-meaning"), tuned("news-stance", "news")),
    "directed-sentiment": (Row("stance-news-meaning"),),
    "seesaw": (Row("stance-news-meaning"),),
    "semeval2016": (
        Row("stance-meaning"),
        tuned("build/semeval2016/stance.onnx", "targets"),
    ),
    "p-stance": (Row("stance-meaning"), tuned("news-stance", "targets")),
    "gwsd": (Row("stance-meaning"),),
    "vast": (
        Row("stance-pair-meaning"),
        tuned("build/vast/stance.onnx", "topics", vectors="minilm"),
    ),
    "emergent": (Row("stance-pairs-meaning"),),  # its stacked words take no further columns
    "fnc-1": (
        Row("stance-pairs-meaning"),
        tuned("build/fnc-1/stance.onnx", "pairs", "nearest", even=True, vectors="minilm"),
    ),
    "gvfc": (
        Row("category-linear", WORDS, GUNS),
        Row("category-meaning", ("static",), GUNS),
        Row(
            "category-meaning",
            ("minilm",),
            {**GUNS, "weight": 2.8, "C": 0.05, "landmarks": 1000},
        ),
    ),
    "gvfc/with-none": (
        Row("category-linear", WORDS, GUNS),
        Row("category-meaning", parameters=GUNS),
    ),
    "babe": (
        Row("bias-meaning", ("static",), {"weight": 0.3}),
        Row("bias-meaning", ("minilm",)),
    ),
    "basil": (Row("bias-meaning"),),
    "hyperpartisan": (Row("hyperpartisan-meaning"),),
    "semeval2023-frames": (
        Row("frames-meaning", ("static",)),
        Row("frames-meaning", ("minilm",), {"weight": 0.4}),
    ),
    "ccf-climate": (Row("frames-meaning"),),
}
"""By data set; those with whole articles by the thousand, or tags, have none."""


def meaning_rows(card: str, words: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """Model and parameters of each row of a data set whose encoder is on this machine.

    With `words`, those that have none alone.
    """
    for row in ROWS.get(card, ()):
        for encoder in row.encoders:
            if not encoder:
                yield row.model, row.parameters
            elif not words and (exact := exact_name(encoder)) and has_vectors(row):
                yield row.model, {**row.parameters, "encoder": exact}


def has_vectors(row: Row) -> bool:
    """Whether the vectors that a row sets among its words, if any, are on this machine."""
    vectors = row.parameters.get("vectors", "")
    return not vectors or exact_name(vectors) is not None


def row_of(result: Result) -> tuple[str, str, str]:
    """By what a result replaces an earlier one, whatever weights its encoder has."""
    parameters = dict(result.signature.parameters)
    encoder = str(parameters.pop("encoder", "")).split("@")[0]
    return result.name, result.model, encoder or json.dumps(parameters, sort_keys=True)


def rank(result: Result) -> int:
    """Where a result stands among those of its split: words first, then as in `ROWS`."""
    encoder = str(result.signature.parameters.get("encoder", "")).split("@")[0]
    rows = [(row.model, e) for row in ROWS.get(result.dataset, ()) for e in row.encoders]
    place = (result.model, encoder)
    return rows.index(place) + 1 if encoder and place in rows else 0


def is_passed_over(result: Result) -> bool:
    """Whether a result is of an encoder, or of vectors, that are not on this machine."""
    parameters = result.signature.parameters
    names = (str(parameters.get(key, "")).split("@")[0] for key in ("encoder", "vectors"))
    return any(name and exact_name(name) is None for name in names)


@cache
def exact_name(encoder: str) -> str | None:
    """The encoder with its fingerprint, for the signature; None where it is not installed."""
    try:
        return f"{encoder}@{find_encoder(encoder).fingerprint}"
    except (ImportError, FileNotFoundError) as missing:
        click.echo(f"{encoder} is passed over: {missing}", err=True)
        return None
