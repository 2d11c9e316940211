"""An ONNX graph put together piece by piece, its large tables in 8 bits, without torch."""

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


class Graph:
    """Nodes and weights, collected; each operation gives back the name of its result."""

    def __init__(self, weights: Weights, int8: bool) -> None:
        self.weights = weights
        self.int8 = int8
        self.nodes: list[Any] = []
        self.tensors: dict[str, Any] = {}

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        """One operation; gives the name of its result."""
        from onnx import helper

        name = f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [name], name, **attributes))
        return name

    def last(self, operation: str, *inputs: str, output: str) -> None:
        """The operation whose result is the graph's own."""
        from onnx import helper

        self.nodes.append(helper.make_node(operation, list(inputs), [output], output))

    def constant(self, name: str, values: object) -> str:
        """Numbers that belong to the graph, under a name."""
        from onnx import numpy_helper

        array = np.array(values, order="C")
        self.tensors[name] = numpy_helper.from_array(array, name)
        return name

    def weight(self, name: str) -> str:
        """A tensor of the weights, as it is."""
        return self.constant(name, self.weights[name].astype(np.float32))

    def linear(self, inputs: str, *names: str) -> str:
        """One product for several layers side by side: their weights, then their biases."""
        joined = np.concatenate([self.weights[f"{name}.weight"] for name in names]).T
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        product = self.int8_product if self.int8 else self.product
        added = self.constant(f"{names[0]}.bias", bias.astype(np.float32))
        return self.add("Add", product(inputs, f"{names[0]}.weight", joined), added)

    def product(self, inputs: str, name: str, values: NDArray[np.float32]) -> str:
        """The product with a matrix, exact."""
        return self.add("MatMul", inputs, self.constant(name, values.astype(np.float32)))

    def int8_product(self, inputs: str, name: str, values: NDArray[np.float32]) -> str:
        """Weights in 8 bits, a scale a column; inputs in 8 bits as they come, a scale a token.

        A scale for the whole batch would be faster to write, and a text's vector would then
        depend on its neighbours in the batch. ONNX Runtime cuts the sum of two products off at
        16 bits on processors without 8-bit dot products (VNNI), so that a vector may differ
        between machines, little for trained weights and more for random ones.
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
        """Mean 0 and spread 1 along the last axis, then scaled and shifted."""
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


def model_of(graph: Graph, output: str, size: int) -> Any:  # noqa: ANN401 - a ModelProto
    """The finished model: the three inputs of BERT, and one output of shape (n, size)."""
    from onnx import TensorProto, checker, helper

    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "length"])
        for name in names
    ]
    given = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["n", size])
    made = helper.make_graph(graph.nodes, "bert", inputs, [given], list(graph.tensors.values()))
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = 9
    checker.check_model(model)
    return model
