"""The command `stance`: label articles, run benchmarks, look datasets and models up."""

from __future__ import annotations

import click

from stance.cli.benchmarks import datasets, fetch, models, report, rerun, run
from stance.cli.codebooks import codebook
from stance.cli.labels import label
from stance.cli.samples import agree, score


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stance")
def main() -> None:
    """Frames and stances in political news, with evidence."""


for command in (
    label,
    datasets,
    fetch,
    models,
    run,
    rerun,
    report,
    agree,
    score,
    codebook,
):
    main.add_command(command)
