import time

import numpy as np
import pytest

from stance.encoding import Remembering, StaticVectors, find_encoder
from stance.encoding.static_vectors import write_static_vectors

PIECES = ["tax", "##es", "war"]
WHOLE = np.asarray([[127, 0], [0, 127], [0, -127]], np.int8)
SCALES = np.asarray([[2.0], [1.0], [1.0]], np.float32) / 127


def small():
    return StaticVectors(PIECES, WHOLE, SCALES)


def test_a_text_is_the_weighted_mean_of_its_pieces_at_length_one():
    assert np.allclose(small().encode(["Taxes"]), [[2 / 5**0.5, 1 / 5**0.5]])
    assert np.allclose(small().encode(["tax tax", "WAR!"]), [[1, 0], [0, -1]])


def test_a_text_without_known_pieces_is_zero():
    assert small().encode(["", "?", "peace"]).tolist() == [[0, 0]] * 3
    assert small().encode([]).shape == (0, 2)


def test_a_file_gives_the_same_vectors_and_a_fingerprint_of_its_own(tmp_path):
    one, other = tmp_path / "one.npz", tmp_path / "other.npz"
    write_static_vectors(one, PIECES, WHOLE, SCALES)
    write_static_vectors(other, PIECES, -WHOLE, SCALES)
    read = StaticVectors.read(one)
    assert np.array_equal(read.encode(["taxes war"]), small().encode(["taxes war"]))
    assert len(read.fingerprint) == 12
    assert read.fingerprint != StaticVectors.read(other).fingerprint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "other.npz"]
    again = one.read_bytes()
    write_static_vectors(one, PIECES, WHOLE, SCALES)
    assert one.read_bytes() == again


def test_a_file_of_something_else_is_named(tmp_path):
    path = tmp_path / "notes.npz"
    path.write_text("no vectors")
    with pytest.raises(ValueError, match=r"notes\.npz holds no static vectors"):
        StaticVectors.read(path)
    np.savez(path, other=WHOLE)
    with pytest.raises(ValueError, match="holds no static vectors"):
        StaticVectors.read(path)
    with pytest.raises(FileNotFoundError):
        StaticVectors.read(tmp_path / "absent.npz")


def test_pieces_and_vectors_must_pair():
    with pytest.raises(ValueError, match="2 pieces, 3 vectors"):
        StaticVectors(PIECES[:2], WHOLE, SCALES)


def nearness(one, other):
    vectors = find_encoder("static").encode([one, other])
    return float(vectors[0] @ vectors[1])


@pytest.mark.parametrize(
    ("one", "like", "unlike"),
    [
        ("Senate passes the budget", "lawmakers approve spending", "striker scores twice"),
        ("Police arrest a gunman", "officers detain the shooter", "bread prices rise again"),
        ("The virus spreads", "an epidemic grows", "the court hears an appeal"),
    ],
)
def test_the_shipped_vectors_know_what_is_alike_in_other_words(one, like, unlike):
    assert nearness(one, like) > nearness(one, unlike) + 0.1


def test_the_shipped_vectors_are_small_and_quick():
    path = StaticVectors.shipped_path()
    assert path.stat().st_size < 8_000_000
    begun = time.process_time()
    encoder = StaticVectors.read(path)
    assert time.process_time() - begun < 0.2
    headlines = [f"Mayor number {n} promises lower taxes and more police" for n in range(5000)]
    begun = time.process_time()
    encoder.encode(headlines)
    assert len(headlines) / (time.process_time() - begun) > 10_000


class Counting:
    """Counts what it is asked for; the vector of a text is its length."""

    fingerprint, size = "counting", 1

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        return np.asarray([[len(text)] for text in texts], np.float32).reshape(len(texts), 1)


def test_a_remembered_text_is_not_asked_for_again():
    counting = Counting()
    remembering = Remembering(counting, most=2)
    assert remembering.encode(["a", "bb", "a"]).ravel().tolist() == [1, 2, 1]
    assert remembering.encode(["bb", "ccc"]).ravel().tolist() == [2, 3]
    assert counting.asked == ["a", "bb", "ccc"]
    assert len(remembering) == 2
    assert remembering.encode(["a"]).tolist() == [[1]]
    assert counting.asked[-1] == "a"


def test_an_unknown_encoder_says_what_there_is():
    with pytest.raises(ValueError, match="no encoder 'telepathy': give 'static', 'minilm'"):
        find_encoder("telepathy")


def test_a_fingerprint_after_the_name_is_held_to():
    exact = f"static@{StaticVectors.shipped().fingerprint}"
    assert find_encoder(exact) is find_encoder("static")
    with pytest.raises(ValueError, match=r"'static' has the weights [0-9a-f]{12}, not 0000"):
        find_encoder("static@0000")
