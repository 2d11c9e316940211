"""Where does each model stand on each public benchmark, beside the published numbers?

Runs the script of every data set in a process of its own, the dear ones first. Each prints its
table and writes `results/NAME.jsonl`. Nothing is tuned here.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import click

SCRIPTS = (
    *("polnear", "fnc_1", "news_sample", "vast", "basil", "directed_sentiment", "p_stance"),
    *("newsmtsc", "hyperpartisan", "semeval2023_frames", "gvfc", "semeval2016", "seesaw"),
    *("babe", "ccf_climate", "emergent", "gwsd", "scaling"),
)


def finished(name: str, cluster: str = "", words: bool = False) -> bool:
    """Run one script, print what it says and how long it took; whether it succeeded."""
    started = time.perf_counter()
    script = Path(__file__).parent / f"{name}.py"
    shared = [*(["--cluster", cluster] if cluster else []), *(["--words"] if words else [])]
    shared = shared if name != "scaling" else []  # has no grid
    done = subprocess.run([sys.executable, script, *shared], capture_output=True, text=True)
    minutes = (time.perf_counter() - started) / 60
    click.echo(f"{done.stderr}{done.stdout}{name}: {minutes:.1f} minutes\n")
    return done.returncode == 0


@click.command()
@click.argument("names", nargs=-1)
@click.option("--jobs", default=1, show_default=True, help="Scripts at a time.")
@click.option("--cluster", default="", help="A Dask scheduler that shares out their rows.")
@click.option("--words", is_flag=True, help="Only rows without vectors.")
def main(names: tuple[str, ...], jobs: int, cluster: str, words: bool) -> None:
    """Run all scripts, or those named, and say how long each took."""
    with ThreadPoolExecutor(jobs) as pool:
        done = pool.map(partial(finished, cluster=cluster, words=words), names or SCRIPTS)
        sys.exit(not all(list(done)))


if __name__ == "__main__":
    main()
