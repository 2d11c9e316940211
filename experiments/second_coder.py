"""How far can a model of climate frames be expected to come? As far as a second coder.

CCF: the labels of the second coder set against the coders' consensus, scored as a model is, and
their agreement code by code. The second coder had a part in the consensus, so the ceiling is a
generous one. Models on the same items stand in
`results/ccf_climate.jsonl` and `results/frames_and_slant.jsonl`.
"""

import json
from pathlib import Path
from typing import Any

import click

from stance.datasets import load
from stance.evaluation.agreement import krippendorff_alpha
from stance.evaluation.metrics import score

RESULTS = Path(__file__).parent / "results" / "second_coder.json"
SPLITS = tuple(
    f"{name}/{split}"
    for name in ("ccf-climate", "ccf-climate/sub-frames")
    for split in ("gold", "gold-en", "gold-fr")
)


def ceiling(name: str) -> dict[str, Any]:
    """The second coder's scores against the consensus, and the alpha of each code."""
    split = load(name)
    second = [details["second"] for details in split.details]
    codes = list(split.card.labels)
    scores = score(split.labels, second, metrics=["f1_micro", "f1_macro"], labels=codes)
    alphas = {
        code: krippendorff_alpha(
            [code in labels for labels in split.labels], [code in labels for labels in second]
        )
        for code in codes
        if any(code in labels for labels in [*split.labels, *second])
    }
    return {"dataset": name, "n": len(split), **scores, "alpha": alphas}


@click.command()
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS)
def main(output: Path) -> None:
    """Score the second coder on every part, print and keep."""
    rows = [ceiling(name) for name in SPLITS]
    for row in rows:
        numbers = f"micro {row['f1_micro']:.3f}  macro {row['f1_macro']:.3f}"
        mean = sum(row["alpha"].values()) / len(row["alpha"])
        click.echo(f"{row['dataset']:<32}{row['n']:>5}  {numbers}  mean alpha {mean:.3f}")
    output.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
