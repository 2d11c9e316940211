"""The joining of an encoder and words, with an encoder whose answers are known."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from stance.article import Article, Passage
from stance.encoding import find_encoder
from stance.encoding.encoder import text_key
from stance.features.meaning import Meaning
from stance.models import encoder_stacked, exact_parameters
from stance.models.encoder_stacked import EncoderStacked, stance_encoder

GOOD = [f"A good day {n}." for n in range(12)]
BAD = [f"A bad day {n}." for n in range(12)]
LABELS = ["favor"] * 12 + ["against"] * 12


def passages(texts):
    return [Passage(Article(str(n), text), target="day") for n, text in enumerate(texts)]


class Oracle:
    """Knows good from bad, and by heart, wrongly, whatever it was taught."""

    fingerprint, size = "oracle", 1

    def __init__(self, taught=()):
        self.taught = frozenset(map(text_key, taught))

    def encode(self, texts):
        return np.asarray([[self._score(text)] for text in texts], np.float32)

    def _score(self, text):
        right = 1.0 if "good" in text else -1.0
        known = text_key(text.partition(" [SEP] ")[0]) in self.taught
        return -9 * right if known else right


@pytest.fixture
def give(monkeypatch):
    def given(encoder):
        monkeypatch.setattr("stance.features.meaning.find_encoder", lambda name: encoder)
        monkeypatch.setattr(encoder_stacked, "find_encoder", lambda name: encoder)

    return given


def blind():
    return EncoderStacked(DummyClassifier(), "oracle")


def test_the_joining_trusts_an_encoder_that_is_right(give):
    give(Oracle())
    model = blind().fit(passages(GOOD + BAD), LABELS)
    assert model.n_new_ == 24
    assert model.predict(passages(["Good, good: good!", "bad"])).tolist() == [
        "favor",
        "against",
    ]
    assert model.predict_proba([]).shape == (0, 2)


def test_what_the_encoder_was_taught_is_not_believed(give):
    give(Oracle(taught=GOOD[:8] + BAD[:8]))
    model = blind().fit(passages(GOOD + BAD), LABELS)
    assert model.n_new_ == 8
    assert model.predict(passages(["good"])).tolist() == ["favor"]


def test_too_few_new_passages_are_refused(give):
    give(Oracle(taught=GOOD + BAD[:8]))
    with pytest.raises(ValueError, match="was taught on 20 of the 24 passages"):
        blind().fit(passages(GOOD + BAD), LABELS)
    with pytest.raises(ValueError, match="24 passages but 23 labels"):
        blind().fit(passages(GOOD + BAD), LABELS[:-1])


def test_the_same_article_is_never_on_both_sides(give):
    give(Oracle())
    texts = passages(GOOD * 2 + BAD * 2)
    labels = np.asarray(["favor"] * 24 + ["against"] * 24)
    model = blind()
    parts = list(model._parts(texts, labels, np.arange(48)))
    assert sum(map(len, parts)) == 48
    for part in parts:
        inside = {texts[n].article.text for n in part}
        outside = {texts[n].article.text for n in set(range(48)) - set(part)}
        assert not inside & outside


def test_without_its_encoder_it_says_so_before_any_work(give, monkeypatch):
    give(Oracle())
    model = blind().fit(passages(GOOD + BAD), LABELS)

    def absent(name):
        raise ImportError("encoders need onnxruntime")

    monkeypatch.setattr("stance.features.meaning.find_encoder", absent)
    with pytest.raises(ImportError, match="encoders need onnxruntime"):
        model.predict_proba([])


@pytest.mark.parametrize("even", [False, True])
def test_vectors_stand_among_the_words_as_is_asked(even):
    def encoders(**asked):
        model = stance_encoder(even=even, **asked)
        found = model[-1].words.get_params(deep=True).values()
        return {(one.encoder, one.view) for one in found if isinstance(one, Meaning)}

    assert encoders(words="targets") == encoders(words="topics", vectors="") == set()
    assert encoders(words="topics") == {("static", "pair")}
    assert encoders(words="pairs", vectors="minilm") == {("minilm", "verdicts")}
    assert encoders(words="targets", vectors="minilm") == {("minilm", "passage")}


def test_another_model_of_words_is_refused():
    with pytest.raises(
        ValueError, match="no model of words 'trees': take one of news, hashed, targets"
    ):
        stance_encoder(words="trees")


def test_a_signature_names_the_weights_of_both_encoders():
    found = exact_parameters("stance-encoder", {"encoder": "static", "vectors": "static"})
    exact = f"static@{find_encoder('static').fingerprint}"
    assert found == {"encoder": exact, "vectors": exact}
    assert exact_parameters("stance-encoder", found) == found
    with pytest.raises(ValueError, match="other"):
        find_encoder("static@other")
