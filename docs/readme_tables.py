"""Write the generated tables of the README: benchmarks from committed results, data sets.

A table stands between two comments that name it; `make tables` renews both.
"""

import re
from pathlib import Path

import stance.datasets
from stance.evaluation.published import read_published
from stance.evaluation.results import read_results
from stance.report.results_table import STYLES
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


def with_tables(text: str) -> str:
    """The text with each table between its comments made anew."""
    tables = {
        "benchmarks": benchmarks(),
        "datasets": str(stance.datasets.overview(markdown=True)),
    }
    for name, table in tables.items():
        comments = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
        text = comments.sub(lambda found, table=table: f"{found[1]}{table}{found[2]}", text)
    return text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
