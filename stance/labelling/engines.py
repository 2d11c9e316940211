"""Who does the shards: this process, several on this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from joblib import Parallel, delayed

Work = TypeVar("Work")
Done = TypeVar("Done")

AHEAD = 2
"""Shards in flight for each worker: enough to keep it busy, few enough to hold in memory."""

RETRIES = 5
"""How often a shard is given to another worker when one dies."""


def run_shards(
    function: Callable[[Work], Done],
    shards: Iterable[Work],
    *,
    jobs: int = 1,
    cluster: str = "",
) -> Iterator[Done]:
    """Apply a function to every shard, in any order, holding few of them at a time.

    Parameters
    ----------
    jobs
        Processes on this machine; 1 stays in this one.
    cluster
        The address of a Dask scheduler, or `local` for a Dask cluster of `jobs` workers here.

    Raises
    ------
    ValueError
        For fewer than one job, or a cluster that cannot be reached.
    ImportError
        Where Dask is asked for and not installed.

    Examples
    --------
    >>> sorted(run_shards(abs, [-2, -1]))
    [1, 2]
    """
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    if cluster:
        yield from _on_cluster(function, shards, jobs, cluster)
    elif jobs == 1:
        yield from map(function, shards)
    else:
        parallel = Parallel(
            n_jobs=jobs,
            return_as="generator_unordered",
            pre_dispatch=AHEAD * jobs,
            batch_size=1,
        )
        yield from parallel(delayed(function)(shard) for shard in shards)


def _on_cluster(
    function: Callable[[Work], Done], shards: Iterable[Work], jobs: int, cluster: str
) -> Iterator[Done]:
    with cluster_client(jobs, cluster) as client:
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        yield from _bounded(client, function, shards, AHEAD * workers)


def _bounded(
    client: Any,  # noqa: ANN401 - Dask is untyped
    function: Callable[[Work], Done],
    shards: Iterable[Work],
    most: int,
) -> Iterator[Done]:
    import distributed

    running: Any = distributed.as_completed()  # type: ignore[no-untyped-call]
    for shard in shards:
        running.add(client.submit(function, shard, pure=False, retries=RETRIES))
        if running.count() >= most:
            yield next(running).result()
    for future in running:
        yield future.result()


@contextmanager
def cluster_client(jobs: int, cluster: str) -> Iterator[Any]:
    """A client of a Dask cluster: at an address, or a `local` one of `jobs` workers.

    Raises
    ------
    ImportError
        Where Dask is not installed.
    ValueError
        Where no scheduler answers.
    """
    try:
        import distributed
    except ImportError:
        raise ImportError("a cluster needs Dask: pip install 'stance[cluster]'") from None
    dask: Any = distributed
    with ExitStack() as stack:
        if cluster == "local":
            local = dask.LocalCluster(jobs, threads_per_worker=1, dashboard_address=None)
            client = dask.Client(stack.enter_context(local))
        else:
            try:
                client = dask.Client(cluster, timeout=5)
            except (OSError, ValueError) as error:
                raise ValueError(f"no Dask scheduler answers at {cluster}: {error}") from None
        yield stack.enter_context(client)
