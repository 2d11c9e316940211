"""Fitted models to and from files, without ever running a stranger's code."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

from skops import io as skops_io

from stance.files import whole_file

TRUSTED_ROOTS = ("stance.", "sklearn.", "scipy.", "numpy.", "collections.")


def save_model(model: Any, path: str | Path) -> None:  # noqa: ANN401 - any estimator
    """Write a fitted model to one skops file, whole or not at all."""
    path = Path(path)
    with whole_file(path) as partial:
        skops_io.dump(model, partial, compression=ZIP_DEFLATED, compresslevel=6)


def load_model(source: str | Path) -> Any:  # noqa: ANN401 - any estimator
    """Read a fitted model: a file's path, or the name of a model that ships.

    Only types of this package and of the libraries it stands on are built; a file that
    asks for any other is refused before anything of it is loaded.

    Raises
    ------
    ValueError
        Where there is no such model, or the file holds types that are not trusted.
    """
    path = model_path(source)
    strangers = [
        name
        for name in skops_io.get_untrusted_types(file=path)
        if not name.startswith(TRUSTED_ROOTS)
    ]
    if strangers:
        raise ValueError(
            f"{path.name} holds types that are not trusted: {', '.join(strangers)}"
        )
    return skops_io.load(path, trusted=skops_io.get_untrusted_types(file=path))


def model_path(source: str | Path) -> Path:
    """The file of a model, by its path or by the name of one that ships.

    Raises
    ------
    ValueError
        Where there is no such model.
    """
    return Path(source) if Path(source).is_file() else shipped_path(str(source))


def shipped_path(name: str) -> Path:
    """Where a shipped model lies, by its name (`frames`, `stance`)."""
    folder = Path(str(resources.files("stance") / "resources" / "pretrained"))
    path = folder / f"{name}.skops"
    if not path.exists():
        names = sorted(p.stem for p in folder.glob("*.skops"))
        raise ValueError(
            f"there is no model file {name!r}; shipped are: {', '.join(names) or 'none'}"
        )
    return path


def file_hash(path: Path) -> str:
    """The first twelve digits of a file's sha256: what a signature says of a model."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
