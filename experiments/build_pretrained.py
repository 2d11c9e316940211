"""Train the small models that come with the package, and write their cards.

They learn hashed features only, so no word of a text can be read back from them. Needs newsmtsc
and semeval2023-frames in `$STANCE_DATA`; the invented seed corpus is added to both.
`stance-best` joins the words of `stance` with the encoder that ships: the extra `encoder`.
`experiments/shipped_models.py` scores the same models on texts they have not seen; run it
first, for the cards repeat its scores.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

import stance
from stance.article import Passage
from stance.datasets import gold_article
from stance.evaluation.results import read_results
from stance.labelling.voices import stance_passages
from stance.models import make_model
from stance.models.pretrained import save_model

FOLDER = Path(__file__).parents[1] / "stance" / "resources" / "pretrained"
POLARITY = {"positive": "favor", "negative": "against", "neutral": "neutral"}
SCORES = Path(__file__).parent / "results" / "shipped_models.jsonl"
SHIPPED: dict[str, tuple[str, dict[str, Any]]] = {
    "frames": ("frames-hashed", {}),
    "stance": ("stance-hashed", {}),
    "stance-best": ("stance-encoder", {"words": "hashed"}),
}
"""The model of each file, and its parameters where they are not those it comes with."""

CARD = """# {name}.skops

- **Model**: `{model}`{parameters}, built by `experiments/build_pretrained.py`.
- **Trained on**: {data}.
- **Labels**: {labels}.
- **Holds**: weights of hashed features; no word of a text can be read back.
- **Scores on texts it has not seen**: {scores} (`experiments/results/shipped_models.jsonl`).
- **When it misleads**: {caution}
"""


def seed_stances() -> tuple[list[Passage], list[str]]:
    """The passages of the seed articles, cut as `stance.label` cuts them, with their codes."""
    coded = stance.load("seeds/stance")
    codes = dict(zip(coded.ids, coded.labels, strict=True))
    passages, labels = [], []
    for name in stance.load("seeds/quotations").ids:
        gold = gold_article(name)
        sentences = stance.annotate(gold.article, layers=("sentences",)).sentences
        for target, passage in stance_passages(replace(gold, sentences=sentences)):
            if code := codes.get(f"{name}/{passage.voice}/{target}"):
                passages.append(passage)
                labels.append(code)
    return passages, labels


def scores_of(model: str) -> str:
    """What `shipped_models.py` measured of a model, in one line."""
    [result] = [one for one in read_results(SCORES) if one.model == model]
    named = [(n, v) for n, v in result.metrics.items() if n in {"f1_micro", "f1_macro"}]
    told = ", ".join(f"{metric} {value:.3f}" for metric, value in sorted(named))
    return f"{result.dataset}/{result.split}, {result.protocol}: {told}"


def build(name: str, passages: Sequence[Passage], labels: Sequence[Any], **card: str) -> None:
    """Fit a model, save it, and say what it is made of."""
    model, parameters = SHIPPED[name]
    fitted = make_model(model, **parameters).fit(passages, labels)
    save_model(fitted, FOLDER / f"{name}.skops")
    told = ", ".join(f"{key} = {value}" for key, value in parameters.items())
    card |= {"name": name, "model": model, "parameters": f" with {told}" if told else ""}
    codes = ", ".join(map(str, fitted.classes_))
    text = CARD.format(labels=codes, scores=scores_of(model), **card)
    (FOLDER / f"{name}.md").write_text(text, "utf-8")


def build_stance(name: str, caution: str) -> None:
    """A model of what a voice holds of somebody it mentions."""
    news, seeds = stance.load("newsmtsc/train"), seed_stances()
    build(
        name,
        [*news.passages, *seeds[0]],
        [*(POLARITY[label] for label in news.labels), *seeds[1]],
        data=f"newsmtsc/train, {len(news):,} mentions in news sentences of the USA (MIT "
        f"licence of the repository), and {len(seeds[0]):,} passages of the seed corpus",
        caution=caution,
    )


def build_frames() -> None:
    """A model of the frames of an article."""
    coded, invented = stance.load("semeval2023-frames/train"), stance.load("seeds/frames")
    build(
        "frames",
        [*coded.passages, *invented.passages],
        [*coded.labels, *invented.labels],
        data=f"semeval2023-frames/train, {len(coded)} English articles given for research, "
        f"of which weights alone are kept, and {len(invented)} articles of the seed corpus",
        caution="the articles are mostly of partisan outlets of the years around 2018; coders "
        "themselves agreed little (alpha .34); rare frames are guesses.",
    )


BUILDS = {
    "stance": partial(
        build_stance,
        "stance",
        "it reads one sentence and knows no grammar; irony, events that speak for "
        "themselves and what a reader knows of a person escape it.",
    ),
    "stance-best": partial(
        build_stance,
        "stance-best",
        "it reads one sentence; what the article says elsewhere is not seen, and names carry "
        "what was said of them. The joining was learned on the tenth of newsmtsc that its "
        "encoder was not taught on, and on the seed corpus.",
    ),
    "frames": build_frames,
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(BUILDS)))
def main(names: tuple[str, ...]) -> None:
    """Build all models, or those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or BUILDS:
        try:
            BUILDS[name]()
        except (ImportError, FileNotFoundError) as missing:
            if name in names:
                raise
            click.echo(f"{name} is passed over: {missing}", err=True)


if __name__ == "__main__":
    main()
