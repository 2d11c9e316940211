"""What every command holds to: one sentence for bad input, and whole files or none."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click

from stance.files import whole_file


def one_sentence(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input ends in one sentence on standard error and exit code 2."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        warnings.showwarning = _say_warning  # type: ignore[assignment]
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            sys.stderr.close()
        except (ValueError, OSError, ImportError) as error:
            click.echo(f"stance: {_sentence(error)}", err=True)
            sys.exit(2)

    return guarded


def _say_warning(message: Warning | str, *_: Any) -> None:  # noqa: ANN401 - Python's own
    click.echo(f"stance: warning: {message}", err=True)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}"
    return str(error).strip()


@contextmanager
def whole_text(path: Path) -> Iterator[TextIO]:
    """All that is written, or no file at all; a path that cannot be written is named."""
    try:
        with whole_file(path) as partial, partial.open("w", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise OSError(error.errno, f"cannot be written ({error.strerror})", str(path)) from None
