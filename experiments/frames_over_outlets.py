"""Which frames do outlets use, and how surely can that be told?

A model of policy frames is trained on semeval2023-frames and labels a sample of each outlet of
news-sample. What it finds is counted, then corrected: out-of-fold answers on the training
articles tell how often it misses a code and how often it finds one in vain (Rogan & Gladen
1978), and the interval holds both that and the size of the outlet's sample. Shares per outlet
and for each leaning AllSides gives them.

When it misleads: the rates of error are those on the training articles, partisan outlets of the
years around 2018, and are taken to hold for all outlets alike; nobody coded news-sample. Where
sensitivity is low, the interval is wide: that is the finding. An interval of no width at 0 or 1
says that the rates of error do not hold here: the model finds less, or more, than they allow.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import pandas as pd

from stance.article import Passage
from stance.datasets import load
from stance.experiment import run_task, task_of
from stance.measurement.prevalence import prevalence
from stance.models import make_model

RESULTS = Path(__file__).parent / "results" / "frames_over_outlets.json"
MODEL = "frames-hashed"
OUTLETS, EACH = 20, 60
"""How many outlets, those with most articles, and how many articles of each at most."""

Sets = Sequence[frozenset[str]]


def drawn(outlets: int, each: int, seed: int) -> tuple[list[Passage], list[str], list[str]]:
    """Articles of the largest outlets, an equal random sample of each; outlets and leanings."""
    sample = load("news-sample")
    frame = pd.DataFrame({"outlet": sample.groups, "leaning": sample.labels})
    largest = frame["outlet"].value_counts().index[:outlets]
    generator = np.random.default_rng(seed)
    rows = [
        int(row)
        for outlet in sorted(largest)
        for row in generator.permutation(np.flatnonzero(frame["outlet"] == outlet))[:each]
    ]
    chosen = frame.iloc[rows]
    passages = [sample.passages[row] for row in rows]
    return passages, chosen["outlet"].tolist(), chosen["leaning"].tolist()


def corrected(guess: Sets, groups: Sequence[str], coded: Sets, told: Sets) -> pd.DataFrame:
    """The share of each code in each group, corrected by the errors on the coded articles."""
    labels = sorted(set().union(*coded))
    by = [*groups, *["(coded)"] * len(coded)]
    gold = [*[None] * len(guess), *coded]
    found = prevalence([*guess, *told], gold, by=by, labels=labels, method="adjusted")
    return found[found["group"] != "(coded)"].drop(columns="coded")


def apart(found: pd.DataFrame) -> pd.DataFrame:
    """The codes in which outlets lie furthest apart: pairs whose intervals do not meet.

    Of twenty outlets there are 190 pairs, and one look at each: a few part by chance.
    """
    rows = []
    for code, own in found.dropna().groupby("label"):
        low, high = own["low"].to_numpy(), own["high"].to_numpy()
        pairs = int((low[:, None] > high[None, :]).sum())
        rows.append((code, pairs, float(own["share"].min()), float(own["share"].max())))
    columns = ["label", "pairs_apart", "least", "most"]
    return pd.DataFrame(rows, columns=columns).sort_values("pairs_apart", ascending=False)


@click.command()
@click.option("--outlets", default=OUTLETS, show_default=True)
@click.option("--each", default=EACH, show_default=True, help="Articles of an outlet.")
@click.option("--training", default="semeval2023-frames/train", show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS)
def main(outlets: int, each: int, training: str, seed: int, output: Path) -> None:
    """Train, label, correct, print and keep."""
    task = task_of(training)
    told = run_task(task, MODEL, seed=seed)[1].guess
    passages, hosts, leanings = drawn(outlets, each, seed)
    model = make_model(MODEL).fit(task.passages, task.items.labels)
    guess = model.predict(passages)
    by_outlet, by_leaning = (
        corrected(guess, groups, task.items.labels, told) for groups in (hosts, leanings)
    )
    click.echo(by_leaning.round(3).to_string(index=False))
    click.echo(apart(by_outlet).round(3).to_string(index=False))
    facts = {"model": MODEL, "training": training, "seed": seed, "articles": len(passages)}
    tables = {"outlets": by_outlet, "leanings": by_leaning}
    rows = {name: json.loads(t.to_json(orient="records")) for name, t in tables.items()}
    output.write_text(json.dumps({**facts, **rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
