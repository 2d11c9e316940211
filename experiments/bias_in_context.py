"""Is a sentence's bias told better with the sentences round it, and how well is any bias told?

BASIL by story: informational, lexical and any bias, the sentence alone and with the words of
its neighbours, settings chosen in training. Place in the article is known to both.
The neighbours' words add nothing: F1 .344, .244 and .414 with them, .342, .249 and .415
without.
"""

import json
from pathlib import Path
from typing import Any

import click
from joblib import Parallel, delayed

from stance.evaluation.metrics import score
from stance.experiment import run_task, task_of

RESULTS = Path(__file__).parent / "results" / "bias_in_context.json"


def scores(dataset: str, context: bool) -> dict[str, Any]:
    """F1 of each kind of bias and of any, with precision and recall."""
    task = task_of(dataset)
    _, told = run_task(task, "bias-linear", context=context, choose=True)
    kinds = [f"f1[{label}]" for label in task.card.labels]
    found = score(told.gold, told.guess, metrics=kinds, labels=list(task.card.labels))
    gold, guess = (
        [frozenset({"any"}) if labels else frozenset() for labels in side]
        for side in (told.gold, told.guess)
    )
    names = [f"{metric}[any]" for metric in ("f1", "precision", "recall")]
    return {"context": context, **found, **score(gold, guess, metrics=names, labels=["any"])}


@click.command()
@click.option("--dataset", default="basil/all", show_default=True)
@click.option("--jobs", default=1, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS)
def main(dataset: str, jobs: int, output: Path) -> None:
    """Score both models, print and keep."""
    rows = Parallel(n_jobs=jobs)(delayed(scores)(dataset, context) for context in (False, True))
    for row in rows:
        told = "  ".join(f"{name} {row[name]:.3f}" for name in row if name.startswith("f1["))
        click.echo(f"{'with context' if row['context'] else 'alone':<14}{told}")
    output.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
