"""A trained encoder as one ONNX file, and that file held against the model it was made of."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from bert_torch import Bert, answered
from encoder_tasks import Row, Taught, rows_of
from numpy.typing import NDArray

from stance.datasets import load
from stance.encoding.bert_graph import heads_graph
from stance.encoding.stance_encoder import SEPARATOR, StanceEncoder, keys_to
from stance.encoding.wordpieces import PieceNumbers
from stance.evaluation.metrics import score
from stance.files import whole_file

POSITIONS = "embeddings.position_embeddings.weight"


def write_encoder(
    path: Path, model: Bert, tasks: Mapping[str, Taught], pieces: Sequence[str]
) -> Path:
    """Trunk and heads in 8 bits, with pieces, labels, terms, and hashes of the texts."""
    longest = max(held.task.longest for held in tasks.values())
    weights = {name: values.numpy() for name, values in model.state_dict().items()}
    weights[POSITIONS] = weights[POSITIONS][:longest]
    config = {**model.config, "model_type": "bert"}
    graph = heads_graph(weights, config, list(tasks))
    entry = graph.metadata_props.add()
    entry.key, entry.value = "stance", json.dumps(told(tasks, pieces, longest))
    with whole_file(path) as partial:
        partial.write_bytes(graph.SerializeToString(deterministic=True))
    return path


def told(tasks: Mapping[str, Taught], pieces: Sequence[str], longest: int) -> dict[str, Any]:
    """What the file says of itself."""
    texts = [text for held in tasks.values() for text in held.texts]
    data = {held.task.data: held.task.terms for held in tasks.values()}
    return {
        "heads": {name: list(held.labels) for name, held in tasks.items()},
        "pieces": "\n".join(pieces),
        "longest": longest,
        "taught": keys_to(texts),
        "card": {"base": "all-MiniLM-L6-v2 (Apache-2.0)", "data": data},
    }


def compare(
    path: Path, model: Bert, tasks: Mapping[str, Taught], numbers: PieceNumbers
) -> None:
    """Print the scores of the file beside the model's, and their texts a second of one core."""
    torch.set_num_threads(1)
    encoder = StanceEncoder.read(path, threads=1)
    click.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {encoder.fingerprint}")
    for name, held in tasks.items():
        for test in held.task.tests if held.task.kind == "label" else ():
            compare_on(test, name, held, (encoder, model), numbers)


def compare_on(
    test: str,
    name: str,
    held: Taught,
    both: tuple[StanceEncoder, Bert],
    numbers: PieceNumbers,
) -> None:
    """One line: macro-F1 and speed of the file, and of the model in 32 bits."""
    encoder, model = both
    split = load(test)
    rows = [row for row in rows_of(held.task, split, held.labels, numbers) if row is not None]
    texts = [SEPARATOR.join(held.task.segments(p)) for p in split.passages]
    columns = [n for n, label in enumerate(encoder.labels) if label.startswith(f"{name}:")]
    rough, fast = timed(lambda: encoder.encode(texts)[:, columns])
    exact, slow = timed(lambda: answered(model, name, rows, size=8))
    click.echo(
        f"{test}: 8 bits {points(rough, rows, held):.2f} at {len(texts) / fast:.0f} a second, "
        f"32 bits {points(exact, rows, held):.2f} at {len(rows) / slow:.0f}, "
        f"{slow / fast:.2f} times as fast"
    )


def timed(work: Callable[[], NDArray[np.float32]]) -> tuple[NDArray[np.float32], float]:
    """A result and the seconds of one processor it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def points(scores: NDArray[np.float32], rows: Sequence[Row], held: Taught) -> float:
    """Macro-F1 in points."""
    gold = [held.labels[row.gold] for row in rows]
    guess = [held.labels[n] for n in scores.argmax(axis=1)]
    return 100 * score(gold, guess, metrics=["f1_macro"])["f1_macro"]
