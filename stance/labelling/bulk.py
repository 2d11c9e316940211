"""A corpus of any size → labelled shards → one output, whatever happens in between."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any

from tqdm import tqdm

from stance.article import Article
from stance.ingest import Corpus, Reject
from stance.ingest.counting import about_how_many
from stance.labelling.engines import run_shards
from stance.labelling.garbage import collector_paused
from stance.labelling.journal import Journal
from stance.labelling.labelled import LabelledArticle
from stance.labelling.labeller import Labeller, in_batches, with_whole_paths
from stance.labelling.writers import shard_file, writer_for

SHARD = 256
"""Articles a shard: some seconds of work, so that an interruption costs little."""

Item = Article | Reject


class _Bar(tqdm):
    """A bar of this process alone.

    The lock of tqdm is shared with forked processes: one that is killed while it holds it
    would leave it shut for all others, for ever.
    """

    monitor_interval = 0


_Bar.set_lock(RLock())


@dataclass(frozen=True)
class Summary:
    """What a job did: how many articles are labelled, how many could not be, and where."""

    output: Path
    articles: int
    rejects: int
    rejects_file: Path


def label_corpus(
    corpus: Corpus,
    output: str | Path,
    *,
    jobs: int = 1,
    cluster: str = "",
    shard: int = SHARD,
    progress: bool | None = None,
    **options: Any,  # noqa: ANN401 - of Labeller
) -> Summary:
    """Label a corpus into files; killed at any moment, the same call goes on where it was.

    Parameters
    ----------
    corpus
        Where the articles come from (`stance.ingest.Corpus`).
    output
        `NAME.parquet` (a folder of five partitioned tables), `NAME.jsonl`, `NAME.csv` (five
        files) or `NAME.html` (an overview, and a folder of pages beside it).
    jobs, cluster
        See `stance.labelling.engines.run_shards`. The rows are the same whatever they are.
    shard
        Articles written at once.
    progress
        A bar on standard error; if None, where that is a terminal.
    **options
        Of `Labeller`: names or paths of models, a codebook, the actors you know of.

    Returns
    -------
    Summary
        Articles that cannot be read or labelled are counted and listed, with the reason, in
        `NAME-rejects.jsonl`.

    Raises
    ------
    ValueError
        For an unknown ending, an output that exists, or an unfinished job of other settings.
    OSError
        Where the output cannot be written, or what workers wrote is not seen from here; what
        is done stays done.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "news.txt").write_text("The Senate voted.")
    ...     label_corpus(Corpus([folder]), Path(folder, "labels.jsonl")).articles
    1
    """
    path = Path(output).absolute()  # a worker may stand in another folder
    writer = writer_for(path)
    options = with_whole_paths(options)
    settings = _settings(corpus, shard, options)
    journal = Journal(path, settings)
    if journal.open():
        work = partial(_do_shard, journal, tuple(sorted(options.items())))
        todo = (
            (number, items)
            for number, items in enumerate(_shards(corpus, shard))
            if not journal.is_done(number)
        )
        done = run_shards(work, todo, jobs=jobs, cluster=cluster)
        before = sum(journal.totals().values())
        labelled = _drain(done, progress, corpus, before)
        totals = journal.totals()
        _check_seen(path, sum(totals.values()) - before, labelled)
        journal.join_rejects()
        writer.finish(journal.folder, path)
        journal.close()
    else:
        totals = journal.totals()
    rejects = Path(output).with_name(journal.rejects.name)
    return Summary(Path(output), totals["articles"], totals["rejects"], rejects)


def _drain(
    done: Iterable[Mapping[str, int]], progress: bool | None, corpus: Corpus, before: int
) -> int:
    """Wait for all shards, with a bar of the rate and the time left where it is wanted.

    The number of articles they held.
    """
    number = 0
    shown = sys.stderr.isatty() if progress is None else progress
    total = about_how_many(corpus) if shown else None
    with _Bar(
        total=total,
        initial=before,
        unit=" articles",
        disable=not shown,
        file=sys.stderr,
        smoothing=0.05,
    ) as bar:
        for counts in done:
            number += sum(counts.values())
            bar.update(sum(counts.values()))
    return number


def _check_seen(output: Path, seen: int, labelled: int) -> None:
    """Whether what the workers wrote lies where this process looks, lest rows be lost.

    More may: workers of a client that was killed end the shard they have begun.
    """
    if seen < labelled:
        raise OSError(
            f"the workers wrote {labelled:,} articles and {seen:,} of them are at {output}: "
            "name an output in a folder that all machines of the cluster share"
        )


def _settings(corpus: Corpus, shard: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that decides what the output holds: of another value, another output."""
    return {
        "models": _labeller(tuple(sorted(options.items()))).versions["signature"],
        "sources": _fingerprint(corpus),
        "columns": dict(corpus.columns),
        "encoding": corpus.encoding,
        "shard": shard,
    }


def _fingerprint(corpus: Corpus) -> str:
    """Of the names, sizes and times of the files, not of their content: they may be large."""
    rows = []
    for path, name in corpus.files():
        state = path.stat() if path.exists() else None
        rows.append((name, state and state.st_size, state and state.st_mtime_ns))
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:12]
    return f"{len(rows)} files, {digest}"


def _shards(corpus: Corpus, size: int) -> Iterator[list[Item]]:
    items = iter(corpus)
    while some := list(islice(items, size)):
        yield some


@lru_cache(maxsize=2)
def _labeller(options: tuple[tuple[str, Any], ...]) -> Labeller:
    """One in each process, whatever the number of shards it is given."""
    return Labeller(**dict(options))


@collector_paused()
def _do_shard(
    journal: Journal, options: tuple[tuple[str, Any], ...], shard: tuple[int, Sequence[Item]]
) -> dict[str, int]:
    number, items = shard
    rejects = [item for item in items if isinstance(item, Reject)]
    articles = [item for item in items if isinstance(item, Article)]
    labelled, failed = _labelled(_labeller(options), articles)
    rejects += failed
    writer_for(journal.output).write(journal.folder, number, labelled)
    if rejects:
        with shard_file(journal.reject_part(number)) as path:
            lines = [json.dumps(asdict(reject), ensure_ascii=True) for reject in rejects]
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    counts = {"articles": len(labelled), "rejects": len(rejects)}
    journal.note(number, counts)
    return counts


def _labelled(
    labeller: Labeller, articles: Sequence[Article]
) -> tuple[list[LabelledArticle], list[Reject]]:
    """All together; should one of them break the models, one by one, and that one is named.

    Where none can be labelled the fault is not in the articles, and the job ends.
    """
    try:
        return list(in_batches(labeller, articles)), []
    except Exception:
        found: list[LabelledArticle] = []
        rejects: list[Reject] = []
        for article in articles:
            try:
                found += labeller.label([article])
            except Exception as error:
                if not found and article is articles[-1]:
                    raise
                reason = f"could not be labelled: {type(error).__name__}: {error}"
                rejects.append(Reject(article.id, reason, article.id))
        return found, rejects
