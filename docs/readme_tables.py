"""Write the generated tables of the README: benchmarks and qualities from results, data sets.

A table stands between two comments that name it; `make tables` renews both.
"""

import json
import re
from pathlib import Path

import stance.datasets
from stance.evaluation.published import read_published
from stance.evaluation.results import read_results
from stance.labelling.labeller import QUALITIES
from stance.models.pretrained import shipped_path
from stance.report.results_table import STYLES, Table
from stance.report.summary_table import summary_table

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SETS = (
    *("semeval2016", "p_stance", "vast", "newsmtsc", "fnc_1", "emergent"),
    *("gvfc", "semeval2023_frames", "babe", "basil", "hyperpartisan", "polnear"),
)
"""The result files of the table, in the order of their tasks: stance, frames, bias, voices."""


def benchmarks() -> str:
    """One line a split, from the committed results of the scripts of the same names."""
    paths = [ROOT / "experiments" / "results" / f"{name}.jsonl" for name in SETS]
    results = [result for path in paths if path.exists() for result in read_results(path)]
    return STYLES["markdown"](summary_table(results, read_published()))


WITH_ENCODER = {"best": ROOT / "stance" / "resources" / "encoders" / "news-stance.onnx"}
MODEL_OF = {"light": "stance-hashed", "best": "stance-encoder"}


def qualities() -> str:
    """What each quality of labelling costs and buys: one line each, from committed results."""
    folder = ROOT / "experiments" / "results"
    speeds = json.loads((folder / "speed_of_meaning.json").read_text("utf-8"))
    scored = {
        result.model: 100 * result.metrics["f1_macro"]
        for result in read_results(folder / "shipped_models.jsonl")
        if result.name == "newsmtsc/mt"
    }
    rows = tuple(
        (
            quality,
            f"{megabytes(quality, model):.1f}",
            f"{1000 / speeds[f'articles_a_second_{quality}']:,.0f}",
            f"{scored[MODEL_OF[quality]]:.1f}",
        )
        for quality, model in QUALITIES.items()
    )
    header = ("quality", "MB of stance models", "seconds for 1,000 articles", "newsmtsc/mt F1")
    notes = ("seconds of one processor; F1: macro, on texts it has not seen",)
    return STYLES["markdown"](Table("What each quality costs and buys", header, rows, notes))


def megabytes(quality: str, model: str) -> float:
    """Of the files of a quality's stance model."""
    files = [shipped_path(model)]
    files += [WITH_ENCODER[quality]] if quality in WITH_ENCODER else []
    return sum(path.stat().st_size for path in files) / 1e6


def with_tables(text: str) -> str:
    """The text with each table between its comments made anew."""
    tables = {
        "benchmarks": benchmarks(),
        "qualities": qualities(),
        "datasets": str(stance.datasets.overview(markdown=True)),
    }
    for name, table in tables.items():
        comments = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        text = comments.sub(lambda found, table=table: f"{found[1]}{table}{found[2]}", text)
    return text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
