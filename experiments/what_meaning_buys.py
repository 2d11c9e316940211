"""What do vectors of meaning buy, in points, and what do they cost, in passages a second?

The points are those of the data sets' own scripts (`results/NAME.jsonl`, each by its first
measure): words alone, with the static vectors that ship, with the frozen sentence encoder
all-MiniLM-L6-v2 in 8 bits, and with an encoder fine-tuned on the task; `meaning_rows.py` names
the rows. Speed is measured here, of a model fitted to 300 passages on 300 others whose words
are known by then but which no encoder remembers, in seconds of one processor, so that it holds
on a busy machine.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import click
from grid import RESULTS
from meaning_rows import exact_name

from stance.encoding import find_encoder
from stance.evaluation.metrics import metric_of
from stance.evaluation.results import Result, read_results
from stance.experiment import task_of
from stance.models import make_model
from stance.report.summary_table import BASELINES, uses_vectors

SETS = (
    *("gvfc", "newsmtsc", "vast", "semeval2023_frames", "babe", "semeval2016", "fnc_1"),
    *("p_stance", "gwsd", "emergent", "seesaw", "directed_sentiment"),
    *("basil", "hyperpartisan", "ccf_climate"),
)
OUTPUT = RESULTS / "what_meaning_buys.json"
PASSAGES = 300


def rows_of(name: str) -> Iterator[Result]:
    """The rows of a script's results to compare: the last of words alone, then the vectors."""
    results = [r for r in read_results(RESULTS / f"{name}.jsonl") if r.model not in BASELINES]
    for split in dict.fromkeys(result.name for result in results):
        rows = [result for result in results if result.name == split]
        yield from [row for row in rows if not uses_vectors(row)][-1:]
        yield from filter(uses_vectors, rows)


def speed(result: Result) -> float | None:
    """Passages a second of one processor; None where the encoder is not on this machine."""
    parameters = dict(result.signature.parameters)
    encoder = parameters.get("encoder", "static").split("@")[0]
    if exact_name(encoder) is None:
        return None
    task = task_of(result.name, result.protocol)
    pairs = list(zip(task.passages, task.items.labels, strict=True))
    Random(0).shuffle(pairs)
    size = min(PASSAGES, len(pairs) // 2)
    given = {**parameters, **({"encoder": encoder} if "encoder" in parameters else {})}
    fitted = make_model(result.model, **given).fit(*zip(*pairs[:size], strict=True))
    new = [passage for passage, _ in pairs[size : 2 * size]]
    fitted.predict(new)  # else the first row of a set alone would pay for its words
    find_encoder.cache_clear()  # it would remember the texts
    find_encoder(encoder)
    started = time.process_time()
    fitted.predict(new)
    return len(new) / (time.process_time() - started)


def line(result: Result) -> dict[str, Any]:
    """Set, model, encoder, the first measure and the speed of a row."""
    measure, value = next(iter(result.metrics.items()))
    rate = speed(result)
    return {
        "data": result.name,
        "model": result.model,
        "encoder": str(result.signature.parameters.get("encoder", "")),
        "measure": measure,
        "points": round(100 * value if metric_of(measure).percent else value, 2),
        "passages_a_second": rate and round(rate),
    }


@click.command()
@click.argument("names", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path), default=OUTPUT)
def main(names: tuple[str, ...], output: Path) -> None:
    """Measure the rows of all sets, or of the scripts named, print them and write them."""
    lines = []
    for name in names or SETS:
        for result in rows_of(name):
            lines.append(found := line(result))
            click.echo(
                f"{found['data']:26} {found['encoder'] or 'words alone':40} "
                f"{found['measure']} {found['points']:5.1f} "
                f"{found['passages_a_second'] or '–':>8} a second"
            )
    output.write_text(json.dumps(lines, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
