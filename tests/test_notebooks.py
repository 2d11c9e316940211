"""Every notebook runs from top to bottom, and none is committed with outputs."""

import ast
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_short_and_committed_without_outputs(path):
    cells = code_of(nbformat.read(path, as_version=4))
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    assert sum(len(cell.source.splitlines()) for cell in cells) < 150
    for cell in cells:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert len(node.body) == 1, f"{path.name} defines {node.name}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(ROOT)}})
    client.execute(env=dict(os.environ))
    assert all(cell.execution_count for cell in code_of(notebook) if cell.source.strip())
