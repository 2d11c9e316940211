"""A BERT of random weights, small enough to be made in a test and computed by hand."""

import json

import numpy as np
from scipy.special import erf, softmax

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "mayor", "tax", "##es", "rose", ".", "war"]
SIZE, INNER, HEADS, LAYERS, LONGEST = 8, 16, 2, 2, 16
CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": SIZE,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "layer_norm_eps": 1e-12,
}


def random_weights():
    draw = np.random.default_rng(0)
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), SIZE),
        "embeddings.position_embeddings.weight": (LONGEST, SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        **norm_shapes("embeddings.LayerNorm"),
    }
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        for part in ("query", "key", "value"):
            shapes |= linear_shapes(f"{layer}.attention.self.{part}", SIZE, SIZE)
        shapes |= linear_shapes(f"{layer}.attention.output.dense", SIZE, SIZE)
        shapes |= linear_shapes(f"{layer}.intermediate.dense", SIZE, INNER)
        shapes |= linear_shapes(f"{layer}.output.dense", INNER, SIZE)
        shapes |= norm_shapes(f"{layer}.attention.output.LayerNorm")
        shapes |= norm_shapes(f"{layer}.output.LayerNorm")
    return {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def linear_shapes(name, n_inputs, n_outputs):
    return {f"{name}.weight": (n_outputs, n_inputs), f"{name}.bias": (n_outputs,)}


def norm_shapes(name):
    return {f"{name}.weight": (SIZE,), f"{name}.bias": (SIZE,)}


def normed(values, weights, name):
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def hidden_by_hand(numbers, segments, weights):
    """Devlin et al. (2019), one text at a time, in float64 and as the paper writes it."""

    def linear(values, name):
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    hidden = (
        weights["embeddings.word_embeddings.weight"][numbers]
        + weights["embeddings.position_embeddings.weight"][: len(numbers)]
        + weights["embeddings.token_type_embeddings.weight"][segments]
    )
    hidden = normed(hidden, weights, "embeddings.LayerNorm")
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        query, key, value = (
            linear(hidden, f"{layer}.attention.self.{part}").reshape(len(numbers), HEADS, -1)
            for part in ("query", "key", "value")
        )
        scores = np.einsum("ihd,jhd->hij", query, key) / np.sqrt(SIZE / HEADS)
        mixed = np.einsum("hij,jhd->ihd", softmax(scores, axis=-1), value).reshape(-1, SIZE)
        mixed = linear(mixed, f"{layer}.attention.output.dense")
        hidden = normed(hidden + mixed, weights, f"{layer}.attention.output.LayerNorm")
        inner = linear(hidden, f"{layer}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        outer = linear(inner, f"{layer}.output.dense")
        hidden = normed(hidden + outer, weights, f"{layer}.output.LayerNorm")
    return hidden


def random_heads(heads):
    """Weights of heads with this many answers each."""
    draw = np.random.default_rng(1)
    shapes = {}
    for name, width in heads.items():
        shapes |= linear_shapes(f"heads.{name}", 3 * SIZE, width)
    return {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def news_file(folder):
    """The path of a stance encoder with random weights that knows three answers."""
    path = folder / "tiny.onnx"
    path.write_bytes(stance_file({"news": ["favor", "against", "neutral"]}))
    return path


def stance_file(heads, taught=(), pieces=PIECES, int8=True):
    """The bytes of a stance encoder with random weights: heads by name, with their labels."""
    from stance.encoding.bert_graph import heads_graph
    from stance.encoding.stance_encoder import keys_to

    weights = random_weights() | random_heads({n: len(labels) for n, labels in heads.items()})
    graph = heads_graph(weights, CONFIG, list(heads), int8)
    entry = graph.metadata_props.add()
    told = {"heads": heads, "pieces": "\n".join(pieces), "longest": LONGEST}
    told |= {"taught": keys_to(taught), "card": {}}
    entry.key, entry.value = "stance", json.dumps(told)
    return graph.SerializeToString(deterministic=True)
