"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path, scratch: Path | None = None) -> Iterator[Path]:
    """A path to write to; what is written takes the name `path` only once it is whole.

    It is written in the folder `scratch`, by default beside `path`. A killed process may leave
    its unfinished file there, `.NAME.PID.partial`, and never a half of `path`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with whole_file(Path(folder, "a.txt")) as partial:
    ...         _ = partial.write_text("all of it")
    ...     sorted(found.name for found in Path(folder).iterdir())
    ['a.txt']
    """
    partial = (scratch or path.parent) / f".{path.name}.{os.getpid()}.partial"
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
