"""Columns to labels: every model by name, each a factory of an unfitted `Pipeline`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from inspect import signature
from typing import Any

from sklearn.pipeline import Pipeline

from stance.encoding import find_encoder
from stance.models.attribution import attribution_learned, attribution_rules
from stance.models.baselines import majority
from stance.models.bias import bias_linear, category_linear, hyperpartisan_linear
from stance.models.encoded import with_meaning
from stance.models.encoder_stacked import stance_encoder
from stance.models.explanation import explain
from stance.models.frames import frames_linear
from stance.models.hashed import category_hashed, frames_hashed, stance_hashed
from stance.models.hierarchical import frames_hierarchical
from stance.models.lexicons import frames_keywords, lexicon
from stance.models.news import news_stance
from stance.models.pairs import stance_pairs, stance_stacked
from stance.models.seeded import frames_seeded, frames_seeded_linear
from stance.models.toward_target import stance_linear, stance_target_blind

__all__ = ["MODELS", "ModelCard", "exact_parameters", "explain", "make_model"]


@dataclass(frozen=True)
class ModelCard:
    """One row of `MODELS`: how the model is made, for which tasks, and what it is."""

    factory: Callable[..., Pipeline]
    tasks: tuple[str, ...]
    description: str


def _and_meaning(factory: Callable[..., Pipeline], view: str) -> Callable[..., Pipeline]:
    """The factory of the same model with the columns of an encoder beside its own."""

    def made(
        encoder: str = "static",
        view: str = view,
        weight: float = 1.0,
        landmarks: int = 0,
        random_state: int = 0,
        **parameters: Any,  # noqa: ANN401 - the factory's own
    ) -> Pipeline:
        model = factory(random_state=random_state, **parameters)
        return with_meaning(model, encoder, view, weight, landmarks)

    return made


MODELS: dict[str, ModelCard] = {
    "majority": ModelCard(
        majority,
        ("stance", "frames", "category"),
        "the commonest training label, for each target where it is known",
    ),
    "lexicon": ModelCard(
        lexicon,
        ("stance", "frames"),
        "word lists alone: keywords of frames, support and attack near the target; unlearned",
    ),
    "frames-keywords": ModelCard(
        frames_keywords,
        ("frames",),
        "a codebook's keywords against a background corpus; no coded article is needed",
    ),
    "category-linear": ModelCard(
        category_linear,
        ("category",),
        "words, word pairs, stems, letters and, where one is given, a codebook's keywords",
    ),
    "category-hashed": ModelCard(
        category_hashed,
        ("category",),
        "single words in hashed columns: for tens of thousands of whole articles",
    ),
    "bias-linear": ModelCard(
        bias_linear,
        ("category", "frames"),
        "a sentence's words, loaded and hedging vocabulary, manner and place in its article",
    ),
    "hyperpartisan-linear": ModelCard(
        hyperpartisan_linear,
        ("category",),
        "an article's words, letters and headline, its vocabulary of judgement and its manner",
    ),
    "frames-seeded": ModelCard(
        frames_seeded,
        ("frames",),
        "a codebook's keywords vote, a classifier learns from the votes; labels are not read",
    ),
    "frames-seeded-linear": ModelCard(
        frames_seeded_linear,
        ("frames",),
        "the codebook's votes and coded articles together: for few coded articles",
    ),
    "frames-hashed": ModelCard(
        frames_hashed,
        ("frames",),
        "hashed stems and single keywords: the small, fast form of frames-linear that ships",
    ),
    "frames-linear": ModelCard(
        frames_linear,
        ("frames",),
        "words, headline and keywords; one classifier and one threshold a code",
    ),
    "frames-hierarchical": ModelCard(
        frames_hierarchical,
        ("frames",),
        "frames-linear and its sentences, scored and pooled: names the passages of a frame",
    ),
    "stance-target-blind": ModelCard(
        stance_target_blind,
        ("stance", "category"),
        "words and letters of the text alone, whoever the target is",
    ),
    "stance-linear": ModelCard(
        stance_linear,
        ("stance",),
        "words and letters, shared by all targets and apart for each known one",
    ),
    "stance-news": ModelCard(
        news_stance,
        ("stance",),
        "words, letters and word lists by their place beside the target's mentions",
    ),
    "stance-hashed": ModelCard(
        stance_hashed,
        ("stance",),
        "hashed words by their place beside the target: the form of stance-news that ships",
    ),
    "stance-pairs": ModelCard(
        stance_pairs,
        ("stance",),
        "a text toward a headline or claim: are they related, and then how, by what they share",
    ),
    "stance-stacked": ModelCard(
        stance_stacked,
        ("stance",),
        "overlap by trees and by a line, and the text's own words: for short texts and claims",
    ),
    "category-meaning": ModelCard(
        _and_meaning(category_linear, "passage"),
        ("category",),
        "category-linear with what an encoder makes of the text",
    ),
    "bias-meaning": ModelCard(
        _and_meaning(bias_linear, "passage"),
        ("category", "frames"),
        "bias-linear with what an encoder makes of the sentence",
    ),
    "hyperpartisan-meaning": ModelCard(
        _and_meaning(hyperpartisan_linear, "sentences"),
        ("category",),
        "hyperpartisan-linear with what an encoder makes of the sentences",
    ),
    "stance-meaning": ModelCard(
        _and_meaning(stance_linear, "passage"),
        ("stance",),
        "stance-linear with what an encoder makes of the text",
    ),
    "stance-pair-meaning": ModelCard(
        _and_meaning(partial(stance_linear, carries_over=True), "pair"),
        ("stance",),
        "stance-linear with what an encoder makes of text, target and their distance",
    ),
    "stance-pairs-meaning": ModelCard(
        _and_meaning(stance_pairs, "verdicts"),
        ("stance",),
        "stance-pairs with how near target and sentences come to each other and to a denial",
    ),
    "stance-news-meaning": ModelCard(
        _and_meaning(news_stance, "context"),
        ("stance",),
        "stance-news with what an encoder makes of the words around the target's mentions",
    ),
    "frames-meaning": ModelCard(
        _and_meaning(frames_linear, "sentences"),
        ("frames",),
        "frames-linear with what an encoder makes of the sentences",
    ),
    "stance-encoder": ModelCard(
        stance_encoder,
        ("stance",),
        "a fine-tuned encoder of text and target beside a linear model of words, calibrated",
    ),
    "attribution-rules": ModelCard(
        attribution_rules,
        ("attribution",),
        "who says what, by marks, reporting verbs and word order alone",
    ),
    "attribution-learned": ModelCard(
        attribution_learned,
        ("attribution",),
        "who says what, by two chains of tags and a link model, all linear, no parser",
    ),
}


def make_model(name: str, **parameters: Any) -> Pipeline:  # noqa: ANN401 - the factory's own
    """An unfitted model by name, with the factory's parameters where they are given.

    Raises
    ------
    ValueError
        For an unknown name; the message offers the nearest ones.

    Examples
    --------
    >>> make_model("majority").steps[0][0]
    'majority'
    """
    if name not in MODELS:
        near = get_close_matches(name, MODELS, n=3, cutoff=0.4) or sorted(MODELS)
        raise ValueError(f"no model named {name!r}: did you mean {', '.join(near)}?")
    return MODELS[name].factory(**parameters)


_ENCODERS = ("encoder", "vectors")  # parameters that name one


def exact_parameters(name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with the weights of the encoders where the model has any.

    A signature made of them tells which weights a number came from, and repeating it with
    others is refused.

    Raises
    ------
    ImportError, FileNotFoundError
        Where the encoder is not installed.

    Examples
    --------
    >>> exact_parameters("majority", {})
    {}
    >>> exact_parameters("frames-meaning", {})["encoder"].split("@")[0]
    'static'
    """
    takes = signature(MODELS[name].factory).parameters
    asked = {key: takes[key].default for key in _ENCODERS if key in takes} | dict(parameters)
    return {**parameters, **{key: _exact(asked[key]) for key in _ENCODERS if asked.get(key)}}


def _exact(encoder: Any) -> Any:  # noqa: ANN401 - a name, or anything with `encode`
    if not isinstance(encoder, str) or "@" in encoder:
        return encoder
    return f"{encoder}@{find_encoder(encoder).fingerprint}"
