"""ONNX Runtime, asked for only where an encoder is used."""

from __future__ import annotations

import importlib
import os
from typing import Any

_INSTALL = "install the extra: pip install 'stance[encoder]'"
_PROVIDERS = ("CUDAExecutionProvider", "CPUExecutionProvider")


def session_of(graph: bytes, threads: int | None = None) -> Any:  # noqa: ANN401 - of an extra
    """A graph ready to run, on the graphics card where there is one.

    Raises
    ------
    ImportError
        Where the extra `encoder` is not installed.
    """
    runtime = needed("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    available = runtime.get_available_providers()
    chosen = [name for name in _PROVIDERS if name in available]
    return runtime.InferenceSession(graph, options, providers=chosen)


def threads_set() -> int:
    """The number of threads the environment asks for; 0 leaves it to ONNX Runtime."""
    return int(os.environ.get("OMP_NUM_THREADS") or 0)


def needed(name: str) -> Any:  # noqa: ANN401 - a module
    """A module of the extra `encoder`.

    Raises
    ------
    ImportError
        Where it is not installed; the message says how to get it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(f"encoders need {name}: {_INSTALL}") from error
