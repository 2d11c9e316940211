"""Heads of random weights on a tiny BERT, made here and computed by hand."""

import numpy as np
import pytest
from tiny_bert import (
    CONFIG,
    LONGEST,
    PIECES,
    hidden_by_hand,
    random_heads,
    random_weights,
    stance_file,
)

from stance.encoding import Remembering, find_encoder, was_taught

pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from stance.encoding.stance_encoder import StanceEncoder
from stance.encoding.wordpieces import PieceNumbers

HEADS = {"news": ["good", "bad", "none"], "tweets": ["for", "against"]}
TEXTS = ["The [ mayor ] rose. [SEP] mayor", "Taxes rose [SEP] the war", "war", ""]


def scores_by_hand(text):
    weights = random_weights() | random_heads({"news": 3, "tweets": 2})
    weights = {name: values.astype(float) for name, values in weights.items()}
    first, _, second = text.partition(" [SEP] ")
    numbers, segments = PieceNumbers(PIECES).pair(first, second, LONGEST)
    hidden = hidden_by_hand(numbers, segments, weights)
    second = np.asarray(segments, dtype=bool)
    read = np.concatenate(
        [hidden[0], hidden[~second].mean(axis=0), hidden[second].mean(axis=0)]
    )
    heads = (f"heads.{name}" for name in HEADS)
    return [s for h in heads for s in weights[f"{h}.weight"] @ read + weights[f"{h}.bias"]]


def test_heads_read_the_first_piece_and_the_mean_of_both_texts():
    exact, rounded = (
        StanceEncoder(stance_file(HEADS, int8=int8), threads=1).encode(TEXTS)
        for int8 in (False, True)
    )
    expected = np.asarray([scores_by_hand(text) for text in TEXTS])
    assert exact.shape == (len(TEXTS), 5)
    assert np.abs(exact - expected).max() < 1e-3
    # processors without 8-bit dot products cut sums off at 16 bits, which random weights reach
    assert np.corrcoef(rounded.ravel(), expected.ravel())[0, 1] > 0.99


def test_scores_do_not_depend_on_the_batch():
    content = stance_file(HEADS)
    together = StanceEncoder(content, threads=1, batch=3).encode(TEXTS)
    alone = [StanceEncoder(content, threads=1).encode([text])[0] for text in TEXTS]
    assert np.allclose(together, alone, atol=1e-5)


def test_the_file_says_what_it_answers_and_what_it_was_taught_on(tmp_path):
    path = tmp_path / "tiny.onnx"
    path.write_bytes(stance_file(HEADS, taught=["Taxes rose."]))
    encoder = find_encoder(str(path))
    assert isinstance(encoder, Remembering)
    assert StanceEncoder.read(path).labels[:2] == ["news:good", "news:bad"]
    assert was_taught(encoder, ["Taxes rose.", "Taxes fell."]).tolist() == [True, False]
    assert not was_taught(find_encoder("static"), ["Taxes rose."]).any()


def test_another_onnx_file_is_refused():
    from stance.encoding.bert_graph import bert_graph

    graph = bert_graph(random_weights(), CONFIG).SerializeToString()
    with pytest.raises(ValueError, match="names no heads"):
        StanceEncoder(graph)


def test_a_long_text_is_cut_and_its_target_kept():
    numbers = PieceNumbers(PIECES)
    ids, segments = numbers.pair("war " * 50, "the mayor " * 50, 16)
    assert len(ids) == len(segments) == 16
    assert segments.count(1) == 16 // 4 + 1
    assert [ids[0], ids[-1]] == [PIECES.index("[CLS]"), PIECES.index("[SEP]")]
