"""`stance label`: articles in, labels with evidence out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stance.cli.guard import one_sentence, whole_text

if TYPE_CHECKING:
    from stance.article import Article
    from stance.ingest import Corpus


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise ValueError(f"--column takes FIELD=NAME, say text=body, not {pair!r}")
    return dict(pair.split("=", 1) for pair in given)


@click.command()
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
@click.option(
    "--attribution",
    default="rules",
    show_default=True,
    help="How quotations are found: `rules`, or `learned`: finds more, at half the speed.",
)
@click.option(
    "--metonyms", is_flag=True, help="“Moscow” and “the Kremlin” mean Russia, and so on."
)
@click.option(
    "--quality",
    default="light",
    show_default=True,
    help="How stance is told: `light`, or `best`: by an encoder, with the extra `encoder`.",
)
@click.option("--jobs", default=1, show_default=True, help="Processes on this machine.")
@click.option("--cluster", default="", help="A Dask scheduler's address, or `local`.")
@one_sentence
def label(
    sources: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    encoding: str,
    columns: tuple[str, ...],
    attribution: str,
    metonyms: bool,
    quality: str,
    jobs: int,
    cluster: str,
) -> None:
    """Label SOURCES: frames, quotations, actors, and stance by (voice, target).

    SOURCES are text files, tables (.csv, .jsonl, .jsonl.gz, .parquet), folders, patterns, or
    `-` for standard input. With -o a run that was interrupted goes on where it was.
    """
    from stance.ingest import Corpus, read_article

    corpus = Corpus(sources, _columns(columns), encoding)
    options = {"attribution": attribution, "metonyms": metonyms, "quality": quality}
    single = _only_text(corpus)
    if single is not None and (output is None or output.suffix in {".html", ".jsonl"}):
        _label_one(read_article(single, encoding), as_json, output, options)
    elif output is None:
        _print_labels(corpus, as_json, options)
    else:
        _label_many(corpus, output, options, jobs, cluster)


def _only_text(corpus: Corpus) -> Path | None:
    """The path of the source, where it is one text file and not a corpus."""
    from stance.ingest.corpus import TEXTS

    files = [path for path, _ in corpus.files()]
    is_text = len(files) == 1 and files[0].name.endswith(TEXTS)
    return files[0] if is_text else None


def _label_one(
    article: Article, as_json: bool, output: Path | None, options: dict[str, Any]
) -> None:
    from stance.labelling import label as label_article
    from stance.report.article_page import article_page

    with nullcontext() if output is None else whole_text(output) as stream:
        labelled = label_article(article, **options)
        line = json.dumps(labelled.record, ensure_ascii=False)
        if stream is None:
            click.echo(line if as_json else str(labelled))
        elif output is not None and output.suffix == ".html":
            stream.write(article_page(labelled.text, labelled.record))
        else:
            stream.write(line + "\n")


def _print_labels(corpus: Corpus, as_json: bool, options: dict[str, Any]) -> None:
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
    for found in label_articles(readable(), **options):
        labelled += 1
        record = json.dumps(found.record, ensure_ascii=False)
        click.echo(record if as_json else str(found))
    if rejects and not labelled:
        sys.exit(2)


def _label_many(
    corpus: Corpus, output: Path, options: dict[str, Any], jobs: int, cluster: str
) -> None:
    from stance.labelling import label_corpus

    done = label_corpus(corpus, output, jobs=jobs, cluster=cluster, **options)
    for where, columns in corpus.columns_.items():
        taken = ", ".join(f"{role}={name}" for role, name in columns.items())
        click.echo(f"{where}: read as {taken}", err=True)
    click.echo(f"{done.articles:,} articles labelled: {done.output}", err=True)
    if done.rejects:
        click.echo(f"{done.rejects:,} could not be: {done.rejects_file}", err=True)
