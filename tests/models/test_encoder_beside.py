"""An encoder's head and words, half the say each, with an encoder whose answers are known."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from stance.article import Article, Passage
from stance.models import encoder_beside
from stance.models.encoder_beside import EncoderBeside
from stance.models.encoder_stacked import encoder_asked, stance_encoder

TEXTS = ["A good day.", "A bad day.", "A good goal.", "A bad goal."]


def passages(texts):
    return [Passage(Article(str(n), text), target="day") for n, text in enumerate(texts)]


class Oracle:
    """Knows good from bad; its first head answers something else."""

    fingerprint, size = "oracle", 4
    labels = ("tone:warm", "tone:cold", "is:favor", "is:against")

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        sides = [[5, -5, 2, 0] if "good" in text else [-5, 5, 0, 2] for text in texts]
        return np.asarray(sides, np.float32).reshape(len(texts), 4)


class Apart(DummyClassifier):
    """Sure that goals are not related to the target, undecided of how days are."""

    def predict_proba(self, X):
        rows = [[0.01, 0.01, 0.98] if "goal" in p.text else [0.4, 0.4, 0.2] for p in X]
        return np.asarray(rows)


@pytest.fixture
def oracle(monkeypatch):
    encoder = Oracle()
    for place in ("stance.features.meaning", encoder_beside.__name__):
        monkeypatch.setattr(f"{place}.find_encoder", lambda name: encoder)
    return encoder


def fitted(labels, words=None):
    return EncoderBeside(words or DummyClassifier()).fit(passages(TEXTS), labels)


def test_undecided_words_leave_the_answer_to_the_encoder(oracle):
    model = fitted(["favor", "against"] * 2)
    assert model.predict(passages(TEXTS)).tolist() == ["favor", "against"] * 2
    odds = model.predict_proba(passages(TEXTS[:1]))[0]
    assert odds[1] / odds[0] == pytest.approx(np.exp(1))  # half of what the encoder says
    assert model.predict_proba([]).shape == (0, 2)


def test_whether_a_pair_is_related_the_words_alone_say(oracle):
    model = fitted(["favor", "against", "unrelated", "unrelated"], Apart())
    oracle.asked.clear()
    odds = model.predict_proba(passages(TEXTS))
    assert odds[:, 2].tolist() == pytest.approx([0.2, 0.2, 0.98, 0.98])
    assert odds.sum(axis=1) == pytest.approx(1)
    assert len(oracle.asked) == 2


def test_an_encoder_without_such_a_head_is_refused(oracle):
    with pytest.raises(ValueError, match="no head for con, pro"):
        fitted(["pro", "con"] * 2)


def test_the_fitted_model_names_its_encoder(oracle):
    model = stance_encoder(even=True, words="targets").set_params(
        stance__words=DummyClassifier()
    )
    assert encoder_asked(model.fit(passages(TEXTS), ["favor", "against"] * 2)) == "oracle"
