"""How many articles must be coded before a codebook's keywords are no longer worth their while?

SemEval-2023 frames in folds. Of each training fold only some articles are coded: the ordinary
model learns from those alone, the seeded one from the codebook and all texts, and the two
together from everything. The same articles are coded for all, drawn anew for each fold.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import click
import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from stance.evaluation.metrics import score
from stance.experiment import Task, task_of
from stance.models import make_model

SIZES = (25, 50, 100, 200)
ALL = 10**6
Rows: TypeAlias = NDArray[np.intp]
MODELS = ("frames-seeded", "frames-linear", "frames-seeded-linear")


def guesses(
    task: Task, name: str, train: Rows, test: Rows, coded: set[int]
) -> list[frozenset[str]]:
    """What a model says of the test articles when only `coded` training articles are coded."""
    rows = sorted(coded) if name == "frames-linear" else train
    sets = [task.items.labels[row] if row in coded else None for row in rows]
    model = make_model(name).fit([task.passages[row] for row in rows], sets)
    answers: list[frozenset[str]] = model.predict([task.passages[row] for row in test])
    return answers


def fold(task: Task, train: Rows, test: Rows, seed: int) -> dict[tuple[str, int], Any]:
    """All models and sizes on one fold; what needs no labels is fitted once."""
    order = np.random.default_rng(seed).permutation(train)
    found = {("frames-seeded", 0): guesses(task, "frames-seeded", train, test, set())}
    for size in [*(size for size in SIZES if size < len(train)), ALL]:
        coded = {int(row) for row in order[:size]}
        for name in MODELS[1:]:
            found[name, size] = guesses(task, name, train, test, coded)
    return found


def curve(
    dataset: str, protocol: str | None, seed: int, folds: int, jobs: int
) -> Iterable[dict[str, Any]]:
    """One row a model and number of coded articles, scored over all folds at once."""
    task = task_of(dataset, protocol)
    cuts = list(task.protocol.folds(task.items, seed))[: folds or None]
    per_fold = Parallel(n_jobs=jobs)(
        delayed(fold)(task, *cut, seed=seed + number) for number, cut in enumerate(cuts)
    )
    gold = [task.items.labels[row] for _, test in cuts for row in test]
    for name, size in sorted(set.intersection(*(set(found) for found in per_fold))):
        said = [answer for found in per_fold for answer in found[name, size]]
        scores = score(
            gold, said, metrics=["f1_micro", "f1_macro"], labels=list(task.card.labels)
        )
        yield {
            "dataset": task.name,
            "model": name,
            "coded": size,
            "tested": len(gold),
            **scores,
        }


@click.command()
@click.option("--dataset", default="semeval2023-frames/train")
@click.option("--protocol", default=None)
@click.option("--seed", default=0)
@click.option("--folds", default=0, help="Test only the first folds; 0 for all.")
@click.option("--jobs", default=1)
@click.option("--output", type=click.Path(path_type=Path))
def main(
    dataset: str, protocol: str | None, seed: int, folds: int, jobs: int, output: Path | None
) -> None:
    """Print the curve: coded articles, model, micro- and macro-F1."""
    rows = sorted(
        curve(dataset, protocol, seed, folds, jobs),
        key=lambda row: (row["coded"], row["model"]),
    )
    for row in rows:
        numbers = f"micro {row['f1_micro']:.3f}  macro {row['f1_macro']:.3f}"
        coded = "all" if row["coded"] == ALL else row["coded"]
        click.echo(f"{coded:>5} coded  {row['model']:<22}{numbers}")
    if output is not None:
        output.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
