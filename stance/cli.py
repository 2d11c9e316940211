"""The command `stance`: label articles, run benchmarks, look datasets and models up."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from stance.article import Article
    from stance.evaluation.predictions import Predictions
    from stance.evaluation.results import Result
    from stance.ingest import Corpus


def _one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input ends in one sentence on standard error and exit code 2."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        warnings.showwarning = _say_warning  # type: ignore[assignment]
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            sys.stderr.close()
        except (ValueError, OSError, ImportError) as error:
            click.echo(f"stance: {_sentence(error)}", err=True)
            sys.exit(2)

    return guarded


def _say_warning(message: Warning | str, *_: Any) -> None:  # noqa: ANN401 - Python's own
    click.echo(f"stance: warning: {message}", err=True)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}"
    return str(error).strip()


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """All that is written, or no file at all; a path that cannot be written is said at once."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as stream:
            yield stream
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stance")
def main() -> None:
    """Frames and stances in political news, with evidence."""


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise ValueError(f"--column takes FIELD=NAME, say text=body, not {pair!r}")
    return dict(pair.split("=", 1) for pair in given)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an article.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A .parquet, .jsonl, .csv or .html name.",
)
@click.option("--encoding", default="utf-8", show_default=True, help="Of text files and CSV.")
@click.option("--column", "columns", multiple=True, help="FIELD=NAME: which column is what.")
@click.option("--jobs", default=1, show_default=True, help="Processes on this machine.")
@click.option("--cluster", default="", help="A Dask scheduler's address, or `local`.")
@_one_sentence
def label(
    sources: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    encoding: str,
    columns: tuple[str, ...],
    jobs: int,
    cluster: str,
) -> None:
    """Label SOURCES: frames, quotations, actors, and stance by (voice, target).

    SOURCES are text files, tables (.csv, .jsonl, .jsonl.gz, .parquet), folders, patterns, or
    `-` for standard input. With -o a run that was interrupted goes on where it was.
    """
    from stance.ingest import Corpus, read_article

    corpus = Corpus(sources, _columns(columns), encoding)
    single = _only_text(corpus)
    if single is not None and (output is None or output.suffix in {".html", ".jsonl"}):
        _label_one(read_article(single, encoding), as_json, output)
    elif output is None:
        _print_labels(corpus, as_json)
    else:
        _label_many(corpus, output, jobs, cluster)


def _only_text(corpus: Corpus) -> Path | None:
    """The path of the source, where it is one text file and not a corpus."""
    from stance.ingest.corpus import TEXTS

    files = [path for path, _ in corpus.files()]
    is_text = len(files) == 1 and files[0].name.endswith(TEXTS)
    return files[0] if is_text else None


def _label_one(article: Article, as_json: bool, output: Path | None) -> None:
    from stance.labelling import label as label_article
    from stance.report.article_page import article_page

    with nullcontext() if output is None else _whole_file(output) as stream:
        labelled = label_article(article)
        line = json.dumps(labelled.record, ensure_ascii=False)
        if stream is None:
            click.echo(line if as_json else str(labelled))
        elif output is not None and output.suffix == ".html":
            stream.write(article_page(labelled.text, labelled.record))
        else:
            stream.write(line + "\n")


def _print_labels(corpus: Corpus, as_json: bool) -> None:
    from stance.ingest import Reject
    from stance.labelling import label_articles

    rejects = 0

    def readable() -> Iterator[Article]:
        nonlocal rejects
        for item in corpus:
            if isinstance(item, Reject):
                rejects += 1
                click.echo(f"stance: {item}", err=True)
            else:
                yield item

    labelled = 0
    for found in label_articles(readable()):
        labelled += 1
        record = json.dumps(found.record, ensure_ascii=False)
        click.echo(record if as_json else str(found))
    if rejects and not labelled:
        sys.exit(2)


def _label_many(corpus: Corpus, output: Path, jobs: int, cluster: str) -> None:
    from stance.labelling import label_corpus

    done = label_corpus(corpus, output, jobs=jobs, cluster=cluster)
    for where, columns in corpus.columns_.items():
        taken = ", ".join(f"{role}={name}" for role, name in columns.items())
        click.echo(f"{where}: read as {taken}", err=True)
    click.echo(f"{done.articles:,} articles labelled: {done.output}", err=True)
    if done.rejects:
        click.echo(f"{done.rejects:,} could not be: {done.rejects_file}", err=True)


@main.command()
@click.argument("name", required=False)
@click.option("--check", "checked", is_flag=True, help="Hold NAME's files against its card.")
@_one_sentence
def datasets(name: str | None, checked: bool) -> None:
    """List the data sets, or show the card of the one with this NAME."""
    from stance.datasets import describe, overview
    from stance.datasets.checking import check

    if checked and name is None:
        raise ValueError("--check needs the name of a data set")
    show = check if checked else describe
    click.echo(overview() if name is None else show(name))


@main.command()
@click.argument("name")
@_one_sentence
def fetch(name: str) -> None:
    """Download a data set that may be, and verify it; say where the others are to be had."""
    from stance.datasets.fetch import fetch as download

    click.echo(download(name))


@main.command()
@_one_sentence
def models() -> None:
    """List the models: their names, the tasks they are for, and what they are."""
    from stance.models import MODELS

    width = max(map(len, MODELS))
    for name, card in MODELS.items():
        click.echo(f"{name:<{width}}  {', '.join(card.tasks)}: {card.description}")


@main.command()
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
@_one_sentence
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


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@_one_sentence
def rerun(results: tuple[Path, ...]) -> None:
    """Repeat each run of the RESULTS files from its signature; say what differs."""
    from stance.evaluation.results import read_results
    from stance.evaluation.results import rerun as repeat
    from stance.experiment import run as run_again

    before = [result for path in results for result in read_results(path)]
    for after, changed in repeat(before, run_again):
        click.echo(f"{after.name} {after.model}: {'; '.join(changed) or 'same'}")


_STYLES = {".md": "markdown", ".csv": "csv", ".tex": "latex", ".txt": "terminal"}


@main.command()
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .html, .md, .csv or .tex file."
)
@click.option(
    "--predictions", type=click.Path(path_type=Path), help="The folder `stance run` filled."
)
@_one_sentence
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
    with _whole_file(output) as stream:
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
