"""Data sets of a few records, written by the test that reads them."""

import pytest

from stance.datasets import CARDS


@pytest.fixture
def lay(tmp_path, monkeypatch):
    """Lays a card's files (path → text or bytes) where `load` looks, and nothing else."""
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def laid(name, files):
        for path, content in files.items():
            target = tmp_path / CARDS[name].folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            target.write_bytes(data)
        return tmp_path / CARDS[name].folder

    return laid
