"""A target-aware encoder in one ONNX file: a text and its target to the scores of its heads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.encoding.encoder import text_key
from stance.encoding.onnx_session import session_of, threads_set
from stance.encoding.wordpieces import PieceNumbers

SEPARATOR = " [SEP] "
"""Between the text and its target, as BERT writes it."""

_KEY = 6  # bytes of a taught text's hash that the file keeps


class StanceEncoder:
    """What the heads of a fine-tuned encoder say of texts toward their targets.

    Everything is in the file: the weights, the word pieces, the labels of the heads, and the
    hashes of the texts it was taught on, so that nobody learns from its memory of them.

    Parameters
    ----------
    content
        The bytes of the file that `experiments/train_encoder.py` writes.
    threads
        Of one call; None leaves the choice to ONNX Runtime.
    batch
        Texts a call, at most; texts of like length go together.

    Attributes
    ----------
    labels
        The answers in the order of the columns: `newsmtsc:negative`.
    taught
        The first bytes of `text_key` of each text whose label the weights have seen.
    card
        The data, their terms and the scores, as the file tells them.

    Raises
    ------
    ValueError
        Where the file holds something else.

    Notes
    -----
    When it misleads: it was taught on single sentences of US news and tweets; what a longer
    text says elsewhere of the target is not seen, and names carry what was said of them.

    References
    ----------
    .. [1] Hamborg, F. & Donnay, K. (2021). NewsMTSC. EACL.
    .. [2] Wang, W. et al. (2020). MiniLM. NeurIPS.
    """

    def __init__(self, content: bytes, threads: int | None = None, batch: int = 8) -> None:
        self._session = session_of(content, threads)
        held = self._session.get_modelmeta().custom_metadata_map
        if "stance" not in held:
            raise ValueError("the ONNX file is no stance encoder: it names no heads")
        told = json.loads(held["stance"])
        self._numbers = PieceNumbers(told["pieces"].split("\n"))
        self._longest = int(told["longest"])
        self._batch = batch
        self.labels = [
            f"{head}:{a}" for head, answers in told["heads"].items() for a in answers
        ]
        self.taught = keys_from(told["taught"])
        self.card: Mapping[str, Any] = told["card"]
        self.fingerprint = hashlib.sha256(content).hexdigest()[:12]
        self.size = len(self.labels)

    @classmethod
    def read(cls, path: str | Path, **options: Any) -> Self:  # noqa: ANN401
        """The encoder of a file.

        Raises
        ------
        FileNotFoundError
            Where there is no such file.
        """
        path = Path(path)
        if not path.is_file():
            raise FileNotFoundError(
                f"there is no stance encoder {path.name}: experiments/train_encoder.py makes it"
            )
        return cls(path.read_bytes(), **{"threads": threads_set(), **options})

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Scores before the softmax of each head, of shape (n_texts, size).

        Each text is `TEXT [SEP] TARGET`; without a target the text alone is read.
        """
        pairs = [self._pair(text) for text in texts]
        scores = np.zeros((len(texts), self.size), np.float32)
        order = np.argsort([len(ids) for ids, _ in pairs], kind="stable")
        for start in range(0, len(order), self._batch):
            rows = order[start : start + self._batch]
            given = inputs_of([pairs[row] for row in rows])
            scores[rows] = self._session.run(None, given)[0]
        return scores

    def _pair(self, text: str) -> tuple[list[int], list[int]]:
        first, _, second = text.rpartition(SEPARATOR)
        return self._numbers.pair(first or second, second if first else "", self._longest)


def shipped_stance_encoder() -> Path:
    """Where the stance encoder of the package lies."""
    return Path(str(files("stance"))) / "resources" / "encoders" / "news-stance.onnx"


def inputs_of(pairs: Sequence[tuple[list[int], list[int]]]) -> dict[str, NDArray[np.int64]]:
    """Piece numbers and segments as BERT takes them, padded to the longest.

    Examples
    --------
    >>> inputs_of([([1, 7, 2], [0, 0, 1]), ([1, 2], [0, 0])])["attention_mask"].tolist()
    [[1, 1, 1], [1, 1, 0]]
    """
    shape = (len(pairs), max(len(ids) for ids, _ in pairs))
    names = ("input_ids", "token_type_ids", "attention_mask")
    given = {name: np.zeros(shape, np.int64) for name in names}
    for row, (ids, segments) in enumerate(pairs):
        for name, values in zip(names, (ids, segments, [1] * len(ids)), strict=True):
            given[name][row, : len(ids)] = values
    return given


def keys_to(texts: Sequence[str]) -> str:
    """The hashes of taught texts in one string, sorted, each once.

    Examples
    --------
    >>> keys_from(keys_to(["Taxes rose.", "Taxes rose."])) == {text_key("Taxes rose.")[:6]}
    True
    """
    return "".join(sorted({text_key(text)[:_KEY].hex() for text in texts}))


def keys_from(written: str) -> frozenset[bytes]:
    """The hashes that `keys_to` wrote."""
    whole, step = bytes.fromhex(written), _KEY
    return frozenset(whole[start : start + step] for start in range(0, len(whole), step))
