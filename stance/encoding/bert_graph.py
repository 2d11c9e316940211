"""BERT as an ONNX graph, made from its weights: to a vector a text, or to heads' scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from stance.encoding.onnx_graph import Graph, Weights, model_of


def bert_graph(weights: Weights, config: Mapping[str, Any], int8: bool = True) -> Any:  # noqa: ANN401
    """The graph from token numbers to one vector of length 1 a text: the mean over tokens.

    Inputs `input_ids`, `attention_mask` and `token_type_ids` of shape (n, length); output
    `vectors` of shape (n, hidden_size). With `int8` the large tables are kept in 8 bits.

    Raises
    ------
    ValueError
        For a model that is not a BERT with absolute positions and GELU.
    """
    graph, hidden = _trunk(weights, config, int8)
    _mean_of_length_one(graph, hidden)
    return model_of(graph, "vectors", config["hidden_size"])


def heads_graph(
    weights: Weights, config: Mapping[str, Any], heads: Sequence[str], int8: bool = True
) -> Any:  # noqa: ANN401 - a ModelProto
    """The graph from token numbers to the scores of all answers of these heads, side by side.

    A head is linear (`heads.NAME.weight` and `.bias`) in the first token, the mean of the
    first text and the mean of the second. Inputs as in `bert_graph`; output `scores` of shape
    (n, n_answers).
    """
    graph, hidden = _trunk(weights, config, int8)
    read = _two_texts(graph, hidden)
    joined = np.concatenate([weights[f"heads.{head}.weight"] for head in heads])
    bias = np.concatenate([weights[f"heads.{head}.bias"] for head in heads])
    product = graph.product(read, "heads.weight", joined.T)
    graph.last("Add", product, graph.constant("heads.bias", bias), output="scores")
    return model_of(graph, "scores", len(joined))


def _trunk(weights: Weights, config: Mapping[str, Any], int8: bool) -> tuple[Graph, str]:
    kind = (config.get("model_type"), config.get("hidden_act"))
    if kind != ("bert", "gelu"):
        raise ValueError(f"the model is {kind[0]} with {kind[1]}: only BERT with gelu is read")
    graph = Graph(weights, int8)
    ignored = _ignored(graph)
    hidden = _embeddings(graph, config["layer_norm_eps"])
    for number in range(config["num_hidden_layers"]):
        hidden = _layer(graph, f"encoder.layer.{number}", hidden, ignored, config)
    return graph, hidden


def _ignored(graph: Graph) -> str:
    """Minus a large number for padding, 0 elsewhere; shape (n, 1, 1, length)."""
    axes = graph.constant("mask_axes", np.asarray([1, 2]))
    mask = graph.add("Cast", "attention_mask", to=1)
    padding = graph.add("Sub", graph.constant("one", np.float32(1)), mask)
    large = graph.add("Mul", padding, graph.constant("large", np.float32(-1e4)))
    return graph.add("Unsqueeze", large, axes)


def _embeddings(graph: Graph, epsilon: float) -> str:
    words = graph.rows("embeddings.word_embeddings.weight", "input_ids")
    kinds = graph.rows("embeddings.token_type_embeddings.weight", "token_type_ids")
    summed = graph.add("Add", words, kinds)
    length = graph.add("Shape", "input_ids", start=1, end=2)
    zero = graph.constant("zero", np.asarray([0]))
    positions = graph.weight("embeddings.position_embeddings.weight")
    first = graph.add("Slice", positions, zero, length, zero)
    return graph.norm(graph.add("Add", summed, first), "embeddings.LayerNorm", epsilon)


def _layer(
    graph: Graph, name: str, hidden: str, ignored: str, config: Mapping[str, Any]
) -> str:
    epsilon = config["layer_norm_eps"]
    mixed = graph.linear(
        _attention(graph, f"{name}.attention.self", hidden, ignored, config),
        f"{name}.attention.output.dense",
    )
    summed = graph.add("Add", mixed, hidden)
    attended = graph.norm(summed, f"{name}.attention.output.LayerNorm", epsilon)
    inner = graph.add("Gelu", graph.linear(attended, f"{name}.intermediate.dense"))
    outer = graph.linear(inner, f"{name}.output.dense")
    return graph.norm(graph.add("Add", outer, attended), f"{name}.output.LayerNorm", epsilon)


def _attention(
    graph: Graph, name: str, hidden: str, ignored: str, config: Mapping[str, Any]
) -> str:
    heads, size = config["num_attention_heads"], config["hidden_size"]
    joined = graph.linear(hidden, f"{name}.query", f"{name}.key", f"{name}.value")
    split = graph.constant("split", np.asarray([0, 0, 3, heads, size // heads]))
    parts = graph.add("Transpose", graph.add("Reshape", joined, split), perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.add("Gather", parts, graph.constant(f"part_{i}", np.asarray(i)), axis=0)
        for i in range(3)
    )
    scale = graph.constant("scale", np.float32((size // heads) ** -0.5))
    turned = graph.add("Transpose", key, perm=[0, 1, 3, 2])
    scores = graph.add("MatMul", graph.add("Mul", query, scale), turned)
    shares = graph.add("Softmax", graph.add("Add", scores, ignored), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", mixed, graph.constant("joined", np.asarray([0, 0, size])))


def _mean_of_length_one(graph: Graph, hidden: str) -> None:
    last, middle = (graph.constant(f"axis_{i}", np.asarray([i])) for i in (-1, 1))
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=1), last)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), middle, keepdims=0)
    length = graph.add("ReduceL2", total, last)
    least = graph.constant("least", np.float32(1e-9))
    graph.last("Div", total, graph.add("Max", length, least), output="vectors")


def _two_texts(graph: Graph, hidden: str) -> str:
    """The first token, the mean of the first text and that of the second: (n, 3 * size)."""
    start = graph.constant("start", np.asarray(0))
    second = graph.add("Mul", "attention_mask", "token_type_ids")
    means = [_mean(graph, hidden, graph.add("Sub", "attention_mask", second))]
    means += [_mean(graph, hidden, second)]
    first = graph.add("Gather", hidden, start, axis=1)
    return graph.add("Concat", first, *means, axis=-1)


def _mean(graph: Graph, hidden: str, mask: str) -> str:
    last, middle = (graph.constant(f"axis_{i}", np.asarray([i])) for i in (-1, 1))
    weight = graph.add("Unsqueeze", graph.add("Cast", mask, to=1), last)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, weight), middle, keepdims=0)
    count = graph.add("ReduceSum", weight, middle, keepdims=0)
    return graph.add(
        "Div", total, graph.add("Max", count, graph.constant("unit", np.float32(1)))
    )
