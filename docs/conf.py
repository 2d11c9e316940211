"""How the documentation is built: from this repository alone, by `make docs`."""

from pathlib import Path

import click

from stance.cli import main
from stance.evaluation.results import Result, read_results
from stance.report.results_table import results_table

ROOT = Path(__file__).parents[1]

project = "stance"
author = "the stance developers"
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build", "_generated"]
html_theme = "furo"
html_title = "stance"
html_show_copyright = False
html_static_path: list[str] = []
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"exclude-members": "set_score_request, set_fit_request"}
numpydoc_show_class_members = False
default_role = "code"  # docstrings name things in single backquotes
myst_heading_anchors = 3


def benchmark_tables() -> str:
    """Every committed result as a table with the published numbers beside, by data set."""
    files = sorted((ROOT / "experiments" / "results").glob("**/*.jsonl"))
    alike: dict[tuple[str, str], dict[str, Result]] = {}
    for path in files:
        for result in read_results(path):
            rows = alike.setdefault((result.name, result.signature.data), {})
            rows[result.signature.digest] = result  # a baseline stands in several files
    if not alike:
        return "No results are committed yet: `stance run` makes some.\n"
    tables = [results_table(list(alike[key].values()), "markdown") for key in sorted(alike)]
    return "\n\n".join(tables) + "\n"


def command_pages() -> str:
    """What `--help` says of every command."""
    parent = click.Context(main, info_name="stance")
    found = []
    for name in main.list_commands(parent):
        command = main.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent)
        found.append(f"## stance {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(found)


def write_generated(app: object) -> None:
    """Make what `benchmarks.md` and `commands.md` include."""
    folder = Path(__file__).parent / "_generated"
    folder.mkdir(exist_ok=True)
    (folder / "benchmarks.md").write_text(benchmark_tables(), "utf-8")
    (folder / "commands.md").write_text(command_pages(), "utf-8")


def setup(app: object) -> None:
    """Called by Sphinx."""
    app.connect("builder-inited", write_generated)  # type: ignore[attr-defined]
