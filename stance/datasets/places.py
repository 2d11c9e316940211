"""Where data lie on this machine: the user's folder, the cache, what comes with the package."""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files
from pathlib import Path

from stance.datasets.card import Card, MissingDataError


def data_folder(card: Card, needed: tuple[str, ...] = ()) -> Path:
    """Where the set's files lie: in `$STANCE_DATA`, in the user cache, or with the package.

    Raises
    ------
    MissingDataError
        Where none holds all the `needed` files; the message is the card's access text.
    """
    for place in _places(card):
        if place.is_dir() and all((place / name).exists() for name in needed):
            return place
    absent, looked = ", ".join(needed) or card.folder, ", ".join(map(str, _places(card)))
    raise MissingDataError(
        f"{absent} is not on this machine (looked in {looked}).\n{card.access}"
    )


def _places(card: Card) -> list[Path]:
    given = os.environ.get("STANCE_DATA", "")
    roots = [Path(given).expanduser()] if given else []
    roots.append(cache_folder())
    if card.shipped:
        package = Path(str(files("stance")))
        roots += [package / "resources", package.parent]
    return [root / card.folder for root in roots]


def cache_folder() -> Path:
    """The folder `stance fetch` puts data into: `$XDG_CACHE_HOME` or `~/.cache`."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "stance"


def file_hash(path: Path) -> tuple[str, int]:
    """The SHA-256 and the bytes of a file; of a folder, over its files' names and hashes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     _ = path.write_text("abc")
    ...     file_hash(path)[0][:8], file_hash(path)[1], file_hash(path.parent)[1]
    ('ba7816bf', 3, 3)
    """
    if path.is_file():
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size
    digest, total = hashlib.sha256(), 0
    for item in sorted(child for child in path.rglob("*") if child.is_file()):
        item_hash, size = file_hash(item)
        digest.update(f"{item.relative_to(path).as_posix()} {item_hash}\n".encode())
        total += size
    return digest.hexdigest(), total
