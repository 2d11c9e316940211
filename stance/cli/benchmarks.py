"""Data sets, models, runs and reports: from a benchmark's name to a signed number."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stance.cli.guard import one_sentence, whole_text

if TYPE_CHECKING:
    from stance.evaluation.predictions import Predictions
    from stance.evaluation.results import Result


@click.command()
@click.argument("name", required=False)
@click.option("--check", "checked", is_flag=True, help="Hold NAME's files against its card.")
@one_sentence
def datasets(name: str | None, checked: bool) -> None:
    """List the data sets, or show the card of the one with this NAME."""
    from stance.datasets import describe, overview
    from stance.datasets.checking import check

    if checked and name is None:
        raise ValueError("--check needs the name of a data set")
    show = check if checked else describe
    click.echo(overview() if name is None else show(name))


@click.command()
@click.argument("name")
@one_sentence
def fetch(name: str) -> None:
    """Download a data set that may be, and verify it; say where the others are to be had."""
    from stance.datasets.fetch import fetch as download

    click.echo(download(name))


@click.command()
@one_sentence
def models() -> None:
    """List the models: their names, the tasks they are for, and what they are."""
    from stance.models import MODELS

    width = max(map(len, MODELS))
    for name, card in MODELS.items():
        click.echo(f"{name:<{width}}  {', '.join(card.tasks)}: {card.description}")


@click.command()
@click.argument("dataset")
@click.option("--model", "names", multiple=True, help="A model's name; may be repeated.")
@click.option("--protocol", help="How to split; the card's own unless given.")
@click.option("--split", help="A split of the data set, as in DATASET/SPLIT.")
@click.option("--seed", default=0, show_default=True, help="Of everything random.")
@click.option("--jobs", default=1, show_default=True, help="Processes for the folds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a result.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .jsonl file.")
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="A folder for guesses, no text."
)
@one_sentence
def run(
    dataset: str,
    names: tuple[str, ...],
    protocol: str | None,
    split: str | None,
    seed: int,
    jobs: int,
    as_json: bool,
    output: Path | None,
    predictions: Path | None,
) -> None:
    """Train and test models on DATASET, say `semeval2016/a`, by the published protocol."""
    from stance.evaluation.results import write_results
    from stance.experiment import run_models

    name = f"{dataset}/{split}" if split else dataset
    results = run_models(name, names, protocol, seed, jobs, predictions)
    if output is not None:
        write_results(output, results)
    elif as_json:
        for result in results:
            click.echo(result.to_json())
    else:
        click.echo(_table(list(results)))


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@one_sentence
def rerun(results: tuple[Path, ...]) -> None:
    """Repeat each run of the RESULTS files from its signature; say what differs."""
    from stance.evaluation.results import read_results
    from stance.evaluation.results import rerun as repeat
    from stance.experiment import run as run_again

    before = [result for path in results for result in read_results(path)]
    for after, changed in repeat(before, run_again):
        click.echo(f"{after.name} {after.model}: {'; '.join(changed) or 'same'}")


_STYLES = {".md": "markdown", ".csv": "csv", ".tex": "latex", ".txt": "terminal"}


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .html, .md, .csv or .tex file."
)
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="The folder `stance run` filled."
)
@one_sentence
def report(results: tuple[Path, ...], output: Path | None, predictions: Path | None) -> None:
    """Show RESULTS files beside the published numbers, as a page or a table."""
    from stance.evaluation.results import read_results
    from stance.report.results_table import results_table

    found = [result for path in results for result in read_results(path)]
    if output is None:
        click.echo(results_table(found))
        return
    if output.suffix not in {".html", *_STYLES}:
        raise ValueError(f"cannot write {output.name}: end it in .html, {', '.join(_STYLES)}")
    style = _STYLES.get(output.suffix)
    text = results_table(found, style) if style else _page(found, predictions)
    with whole_text(output) as stream:
        stream.write(text)


def _page(results: list[Result], predictions: Path | None) -> str:
    from stance.evaluation.predictions import read_predictions
    from stance.report.experiment_page import experiment_page

    files = [] if predictions is None else sorted(predictions.glob("*.jsonl"))
    guesses = {path.stem: read_predictions(path) for path in files}
    return experiment_page(results, guesses=guesses, slices=_slices(results, guesses))


def _slices(
    results: list[Result], guesses: dict[str, Predictions]
) -> dict[str, dict[str, list[str]]]:
    """The parts the items of each data set belong to, where it is on this machine."""
    from stance.datasets import load
    from stance.evaluation.mistakes import slices_of

    found = {}
    for result in results:
        said = guesses.get(result.signature.digest)
        if said is None or result.name in found:
            continue
        with suppress(FileNotFoundError):
            split = load(result.name)
            if tuple(split.ids) == tuple(said.ids):
                found[result.name] = slices_of(split.passages)
    return found


def _table(results: list[Result]) -> str:
    from stance.report.results_table import results_table

    return results_table(results)
