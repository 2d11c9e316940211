"""Every code block of the documentation and the README runs, page by page, in order."""

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from stance.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.glob("**/*.md")), ROOT / "README.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PREPARING = ("pip install ", "git clone ", "cd ", "make ", "python -m venv ")
"""Commands that set a machine up: the tests already stand on one that is."""


def pages():
    return [p for p in PAGES if "_build" not in p.parts and "_generated" not in p.parts]


def name_of(page):
    return str(page.relative_to(ROOT))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where a reader stands: with the seed corpus and the examples, free to write."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for example in DOCS.glob("howto/*.csv"):
        shutil.copy(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_command(line):
    name, *arguments = shlex.split(line, comments=True)
    assert name == "stance", f"a command the tests cannot run: {line}"
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, f"{line}: {done.output}"
    if "-o" in arguments:
        assert Path(arguments[arguments.index("-o") + 1]).exists()
    else:
        assert done.output.strip()


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_block_of_a_page_runs(page, folder, capsys):
    namespace = {"__name__": "__main__"}
    for language, code in BLOCK.findall(page.read_text("utf-8")):
        if language == "python":
            exec(compile(code, name_of(page), "exec"), namespace)
        elif language == "sh":
            for line in filter(None, map(str.strip, code.splitlines())):
                if not line.startswith(PREPARING):
                    run_command(line)
        else:
            assert language in {"text", "toml", "csv"}, f"no test runs {language} blocks"


def test_no_page_leads_nowhere():
    for page in pages():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{name_of(page)} → {target}"


def test_the_readme_shows_the_committed_results_and_cards():
    tables = runpy.run_path(str(DOCS / "readme_tables.py"))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert tables["with_tables"](readme) == readme, "run `make tables` and commit README.md"


def test_from_a_csv_to_a_model_takes_less_than_fifteen_lines():
    page = (DOCS / "howto" / "train-your-own.md").read_text("utf-8")
    language, code = BLOCK.findall(page)[0]
    assert language == "python"
    assert len([line for line in code.splitlines() if line.strip()]) < 15
    for step in ("read_csv", ".fit(", "intervals(", "save_model(", "load_model("):
        assert step in code


def test_the_site_builds_without_a_warning(tmp_path):
    for package in ("sphinx", "myst_parser", "numpydoc", "furo"):
        pytest.importorskip(package, reason="the extra `docs` is not installed")
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(DOCS)]
    done = subprocess.run([*build, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "When it misleads" in (tmp_path / "api.html").read_text("utf-8")
    commands = (tmp_path / "commands.html").read_text("utf-8")
    assert [name for name in main.commands if f"stance {name}" not in commands] == []
