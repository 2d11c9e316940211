"""What every script of this folder does with its grid: run it, keep the results, show them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from joblib import Parallel, delayed, parallel_config
from meaning_rows import is_passed_over, meaning_rows, rank, row_of

from stance.datasets import MissingDataError, resolve
from stance.evaluation.results import Result, read_results, write_results
from stance.experiment import default_models, run, run_models
from stance.labelling.engines import cluster_client
from stance.report.results_table import results_table

RESULTS = Path(__file__).parent / "results"
Answer = Callable[..., Iterable[Result]]


def words_and_meaning(
    dataset: str,
    models: Sequence[str] = (),
    protocol: str | None = None,
    only: str = "",
    words: bool = False,
) -> Iterator[Result]:
    """The models of words, then those with vectors of meaning, unless `words` are all."""
    chosen = [model for model in models or default_models(dataset) if only in model]
    yield from run_models(dataset, chosen, protocol) if chosen else ()
    for model, parameters in meaning_rows(resolve(dataset)[0].name, words):
        if only in model:
            yield run(dataset, model, protocol=protocol, **parameters)


def answers(
    answer: Answer, rows: Sequence[tuple[Any, ...]], jobs: int = 1, cluster: str = ""
) -> list[tuple[list[Result], str]]:
    """The results of every row, in order, and why it was passed over where it was.

    Several rows at a time in `jobs` processes, or through joblib's Dask backend on the workers
    of a cluster, which need these scripts on their path and the data in `$STANCE_DATA`.
    """
    work = (delayed(answered)(answer, row) for row in rows)
    if not cluster:
        return list(Parallel(n_jobs=jobs)(work))
    with cluster_client(jobs, cluster), parallel_config(backend="dask"):
        return list(Parallel()(work))


def answered(answer: Answer, row: tuple[Any, ...]) -> tuple[list[Result], str]:
    """The results of one row, or why there are none: its data are not on this machine."""
    try:
        return list(answer(*row)), ""
    except MissingDataError as missing:
        return [], str(missing)


def experiment(
    name: str, grid: Sequence[tuple[Any, ...]], answer: Answer = words_and_meaning
) -> click.Command:
    """The command of a script: `answer(*row)` for each row of its grid, results in NAME.jsonl.

    A row begins with the name of its data set. Rows whose data are not on this machine are
    passed over, and said. `--jobs` and `--cluster` share the rows out (see `answers`). Some
    rows alone, chosen by DATASET, are printed and not kept; of some models alone, chosen by
    `--only` or `--words`, the results stand beside the earlier ones of the others. So do,
    always, results whose encoder is not on this machine.
    """

    @click.command(name)
    @click.argument("datasets", nargs=-1)
    @click.option("--output", type=click.Path(path_type=Path), help="A .jsonl file.")
    @click.option("--jobs", default=1, show_default=True, help="Rows at a time.")
    @click.option("--cluster", default="", help="A Dask scheduler's address, or `local`.")
    def command(
        datasets: tuple[str, ...],
        output: Path | None,
        jobs: int,
        cluster: str,
        **chosen: Any,  # noqa: ANN401 - which models
    ) -> None:
        kept = output or (None if datasets else RESULTS / f"{name}.jsonl")
        asked = partial(answer, **chosen)
        rows = [row for row in grid if not datasets or row[0] in datasets]
        results: list[Result] = []
        for found, missing in answers(asked, rows, jobs, cluster):
            results += found
            if missing:
                click.echo(missing, err=True)
        if kept and results:
            write_results(kept, beside(kept, results, whole=not any(chosen.values())))
        click.echo(results_table(results))

    if answer is not words_and_meaning:
        return command
    only = click.option("--only", default="", help="Only models whose name holds this.")
    words = click.option("--words", is_flag=True, help="Only rows without vectors.")
    return words(only(command))


def beside(path: Path, results: Sequence[Result], whole: bool) -> list[Result]:
    """New results among those of the earlier ones that they do not replace, in their order."""
    new = {row_of(result) for result in results}
    earlier = [r for r in read_results(path) if row_of(r) not in new] if path.exists() else []
    joined = [r for r in earlier if not whole or is_passed_over(r)] + list(results)
    place = {name: n for n, name in reversed(list(enumerate(r.name for r in joined)))}
    return sorted(joined, key=lambda result: (place[result.name], rank(result)))
