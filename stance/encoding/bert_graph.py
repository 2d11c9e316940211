"""A BERT sentence encoder as an ONNX graph, made from its weights without torch."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]

_TYPES = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
_OPSET = 20


def read_safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The floating tensors of a safetensors file by name: a JSON header, then the numbers."""
    content = path.read_bytes()
    (size,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + size])
    tensors = {}
    for name, row in header.items():
        if name != "__metadata__" and row["dtype"] in _TYPES:
            start, end = (8 + size + offset for offset in row["data_offsets"])
            flat = np.frombuffer(content[start:end], _TYPES[row["dtype"]])
            tensors[name.removeprefix("bert.")] = flat.reshape(row["shape"])
    return tensors


class _Graph:
    """Nodes and weights, collected; each operation gives back the name of its result."""

    def __init__(self, weights: Weights, int8: bool) -> None:
        self.weights = weights
        self.int8 = int8
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        from onnx import helper

        name = f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [name], name, **attributes))
        return name

    def constant(self, name: str, values: object) -> str:
        from onnx import numpy_helper

        array = np.array(values, order="C")
        self.tensors[name] = numpy_helper.from_array(array, name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name].astype(np.float32))

    def linear(self, inputs: str, *names: str) -> str:
        """One product for several layers side by side: their weights, then their biases."""
        joined = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        product = self.int8_product if self.int8 else self.product
        added = self.constant(f"{names[0]}.bias", bias.astype(np.float32))
        return self.add("Add", product(inputs, f"{names[0]}.weight", joined), added)

    def product(self, inputs: str, name: str, values: NDArray[np.float32]) -> str:
        return self.add("MatMul", inputs, self.constant(name, values.astype(np.float32)))

    def int8_product(self, inputs: str, name: str, values: NDArray[np.float32]) -> str:
        """Weights in 8 bits, a scale a column; inputs in 8 bits as they come, a scale a token.

        A scale for the whole batch would be faster to write, and a text's vector would then
        depend on its neighbours in the batch.
        """
        whole, scales = quantise(values, axis=0)
        largest = self.add(
            "ReduceMax", self.add("Abs", inputs), self.constant("last", np.asarray([-1]))
        )
        step = self.add("Mul", largest, self.constant("step", np.float32(1 / 127)))
        least = self.constant("least", np.float32(1e-9))
        ratio = self.add("Div", inputs, self.add("Max", step, least))
        shifted = self.add("Add", ratio, self.constant("shift", np.float32(128)))
        integers = self.add("Cast", self.add("Round", shifted), to=2)
        zero = self.constant("zero_byte", np.uint8(128))
        product = self.add("MatMulInteger", integers, self.constant(name, whole), zero)
        scaled = self.add("Mul", self.add("Cast", product, to=1), step)
        return self.add("Mul", scaled, self.constant(f"{name}.scale", scales))

    def rows(self, name: str, numbers: str) -> str:
        """The rows of a table that have these numbers."""
        if not self.int8:
            return self.add("Gather", self.weight(name), numbers)
        whole, scales = quantise(self.weights[name], axis=1)
        integers = self.add("Gather", self.constant(name, whole), numbers)
        scale = self.add("Gather", self.constant(f"{name}.scale", scales), numbers)
        return self.add("Mul", self.add("Cast", integers, to=1), scale)

    def norm(self, inputs: str, name: str, epsilon: float) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", inputs, scale, bias, axis=-1, epsilon=epsilon)


def quantise(
    values: NDArray[np.float32], axis: int
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers from -127 to 127 and the scales that give the values back, roughly.

    Examples
    --------
    >>> whole, scales = quantise(np.asarray([[1.0, -2.0], [0.5, 0.0]]), axis=1)
    >>> whole.tolist()
    [[64, -127], [127, 0]]
    """
    scales = np.abs(values).max(axis=axis, keepdims=True).clip(1e-12) / 127
    return np.round(values / scales).astype(np.int8), scales.astype(np.float32)


def bert_graph(weights: Weights, config: Mapping[str, Any], int8: bool = True) -> Any:  # noqa: ANN401
    """The graph from token numbers to one vector of length 1 a text: the mean over tokens.

    Inputs `input_ids`, `attention_mask` and `token_type_ids` of shape (n, length); output
    `vectors` of shape (n, hidden_size). With `int8` the large tables are kept in 8 bits.

    Raises
    ------
    ValueError
        For a model that is not a BERT with absolute positions and GELU.
    """
    kind = (config.get("model_type"), config.get("hidden_act"))
    if kind != ("bert", "gelu"):
        raise ValueError(f"the model is {kind[0]} with {kind[1]}: only BERT with gelu is read")
    graph = _Graph(weights, int8)
    ignored = _ignored(graph)
    hidden = _embeddings(graph, config["layer_norm_eps"])
    for number in range(config["num_hidden_layers"]):
        hidden = _layer(graph, f"encoder.layer.{number}", hidden, ignored, config)
    _mean_of_length_one(graph, hidden)
    return _model(graph, config["hidden_size"])


def _ignored(graph: _Graph) -> str:
    """Minus a large number for padding, 0 elsewhere; shape (n, 1, 1, length)."""
    axes = graph.constant("mask_axes", np.asarray([1, 2]))
    mask = graph.add("Cast", "attention_mask", to=1)
    padding = graph.add("Sub", graph.constant("one", np.float32(1)), mask)
    large = graph.add("Mul", padding, graph.constant("large", np.float32(-1e4)))
    return graph.add("Unsqueeze", large, axes)


def _embeddings(graph: _Graph, epsilon: float) -> str:
    words = graph.rows("embeddings.word_embeddings.weight", "input_ids")
    kinds = graph.rows("embeddings.token_type_embeddings.weight", "token_type_ids")
    summed = graph.add("Add", words, kinds)
    length = graph.add("Shape", "input_ids", start=1, end=2)
    zero = graph.constant("zero", np.asarray([0]))
    positions = graph.weight("embeddings.position_embeddings.weight")
    first = graph.add("Slice", positions, zero, length, zero)
    return graph.norm(graph.add("Add", summed, first), "embeddings.LayerNorm", epsilon)


def _layer(
    graph: _Graph, name: str, hidden: str, ignored: str, config: Mapping[str, Any]
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
    graph: _Graph, name: str, hidden: str, ignored: str, config: Mapping[str, Any]
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


def _mean_of_length_one(graph: _Graph, hidden: str) -> None:
    from onnx import helper

    last, middle = (graph.constant(f"axis_{i}", np.asarray([i])) for i in (-1, 1))
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=1), last)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), middle, keepdims=0)
    length = graph.add("ReduceL2", total, last)
    least = graph.constant("least", np.float32(1e-9))
    graph.nodes.append(
        helper.make_node("Div", [total, graph.add("Max", length, least)], ["vectors"])
    )


def _model(graph: _Graph, size: int) -> Any:  # noqa: ANN401 - a ModelProto
    from onnx import TensorProto, checker, helper

    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "length"])
        for name in names
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", size])
    made = helper.make_graph(
        graph.nodes, "bert", inputs, [output], list(graph.tensors.values())
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = 9
    checker.check_model(model)
    return model
