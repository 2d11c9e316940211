"""Do the models run, and do they beat the majority on events they have not seen?

The seed corpus is invented: a score here says that the code works, never that a model is good.
`make demo` runs this; `--output` keeps the results, one JSON object a line.
"""

from pathlib import Path

import click

from stance.experiment import run_models
from stance.report.results_table import results_table

GRID = {
    "seeds/frames": ("majority", "frames-keywords", "frames-linear"),
    "seeds/stance": ("majority", "lexicon", "stance-linear"),
}


@click.command()
@click.option("--output", type=click.Path(path_type=Path))
def main(output: Path | None) -> None:
    """Test the small models on the seed corpus, one event left out at a time."""
    results = [result for name, models in GRID.items() for result in run_models(name, models)]
    click.echo(results_table(results))
    if output is not None:
        output.write_text("".join(f"{result.to_json()}\n" for result in results), "utf-8")


if __name__ == "__main__":
    main()
