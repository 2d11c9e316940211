"""Where does each model stand on each public benchmark, beside the published numbers?

Runs the script of every data set, one after another in a process of its own, the cheap ones
first. Each prints its table and writes `results/NAME.jsonl`. Nothing is tuned here.
"""

import subprocess
import sys
import time
from pathlib import Path

import click

SCRIPTS = (
    "scaling",
    "gvfc",
    "gwsd",
    "babe",
    "emergent",
    "semeval2016",
    "semeval2023_frames",
    "seesaw",
    "ccf_climate",
    "newsmtsc",
    "hyperpartisan",
    "directed_sentiment",
    "basil",
    "p_stance",
    "news_sample",
    "vast",
    "fnc_1",
    "polnear",
)


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Run all scripts, or those named, and say how long each took."""
    failed = False
    for name in names or SCRIPTS:
        started = time.perf_counter()
        done = subprocess.run([sys.executable, Path(__file__).parent / f"{name}.py"])
        click.echo(f"{name}: {(time.perf_counter() - started) / 60:.1f} minutes\n")
        failed |= bool(done.returncode)
    sys.exit(failed)


if __name__ == "__main__":
    main()
