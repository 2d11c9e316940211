"""Train the small models that come with the package, and write their cards.

From the seed corpus alone: they make `stance label` work at once after install, and no more.
"""

from pathlib import Path

import stance
from stance.models import make_model
from stance.models.pretrained import save_model

FOLDER = Path(__file__).parents[1] / "stance" / "resources" / "pretrained"

CARD = """# {name}.skops

- **Model**: `{model}`, trained by `experiments/build_pretrained.py`.
- **Trained on**: `{dataset}`, {n} passages of the invented seed corpus.
- **Labels**: {labels}.
- **Use**: a first look. Learned from invented texts, it is no evidence of accuracy.
"""

MODELS = {
    "frames": ("frames-linear", "seeds/frames"),
    "stance": ("lexicon", "seeds/stance"),
}


def main() -> None:
    """Fit each model on all of its data, save it, and say on what it was trained."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (model_name, dataset) in MODELS.items():
        split = stance.load(dataset)
        model = make_model(model_name).fit(split.passages, split.labels)
        save_model(model, FOLDER / f"{name}.skops")
        labels = ", ".join(map(str, model.classes_))
        card = CARD.format(
            name=name, model=model_name, dataset=dataset, n=len(split.passages), labels=labels
        )
        (FOLDER / f"{name}.md").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
