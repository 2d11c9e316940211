"""Train the small models that come with the package, and write their cards.

Both learn hashed features only, so no word of a text can be read back from them. Needs newsmtsc
and semeval2023-frames in `$STANCE_DATA`; the invented seed corpus is added to both.
`experiments/shipped_models.py` scores the same models on texts they have not seen.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import stance
from stance.article import Passage
from stance.datasets import gold_article
from stance.labelling.voices import stance_passages
from stance.models import make_model
from stance.models.pretrained import save_model

FOLDER = Path(__file__).parents[1] / "stance" / "resources" / "pretrained"
POLARITY = {"positive": "favor", "negative": "against", "neutral": "neutral"}
PARAMETERS: dict[str, dict[str, Any]] = {
    "frames": {"hashed": 2**14},
    "stance": {"hashed": 2**16, "C": 2},
}

CARD = """# {name}.skops

- **Model**: `{model}` with {parameters}, built by `experiments/build_pretrained.py`.
- **Trained on**: {data}.
- **Labels**: {labels}.
- **Holds**: weights of hashed features; no word of a text can be read back.
- **Scores on texts it has not seen**: `experiments/results/shipped_models.jsonl`.
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


def build(
    name: str, model: str, passages: Sequence[Passage], labels: Sequence[Any], **card: str
) -> None:
    """Fit a model, save it, and say what it is made of."""
    fitted = make_model(model, **PARAMETERS[name]).fit(passages, labels)
    save_model(fitted, FOLDER / f"{name}.skops")
    parameters = ", ".join(f"{key} = {value}" for key, value in PARAMETERS[name].items())
    codes = ", ".join(map(str, fitted.classes_))
    text = CARD.format(name=name, model=model, parameters=parameters, labels=codes, **card)
    (FOLDER / f"{name}.md").write_text(text, "utf-8")


def main() -> None:
    """Build both models."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    news, seeds = stance.load("newsmtsc/train"), seed_stances()
    build(
        "stance",
        "stance-news",
        [*news.passages, *seeds[0]],
        [*(POLARITY[label] for label in news.labels), *seeds[1]],
        data=f"newsmtsc/train, {len(news):,} mentions in news sentences of the USA (MIT "
        f"licence of the repository), and {len(seeds[0]):,} passages of the seed corpus",
        caution="it reads one sentence and knows no grammar; irony, events that speak for "
        "themselves and what a reader knows of a person escape it.",
    )
    coded, invented = stance.load("semeval2023-frames/train"), stance.load("seeds/frames")
    build(
        "frames",
        "frames-linear",
        [*coded.passages, *invented.passages],
        [*coded.labels, *invented.labels],
        data=f"semeval2023-frames/train, {len(coded)} English articles given for research, "
        f"of which weights alone are kept, and {len(invented)} articles of the seed corpus",
        caution="the articles are mostly of partisan outlets of the years around 2018; coders "
        "themselves agreed little (alpha .34); rare frames are guesses.",
    )


if __name__ == "__main__":
    main()
