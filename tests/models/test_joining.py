"""The joining of two steps, on columns whose answer is known."""

import numpy as np
import pytest
from scipy.special import softmax

from stance.models.joining import JoinedSteps

LABELS = np.asarray(["agree", "disagree", "discuss", "unrelated"])


def columns(labels, knows, draw, n_noise=0):
    """Words that tell related pairs from others and guess how; an encoder that knows how."""
    number = np.searchsorted(LABELS, labels)
    scores = draw.normal(size=(len(labels), 4))
    scores[:, 3] += np.where(number == 3, 6, -6)
    said = np.eye(4)[number][:, :3] * knows + draw.normal(size=(len(labels), 3))
    return np.hstack([np.log(softmax(scores, axis=1)), said])


def drawn(n, seed):
    draw = np.random.default_rng(seed)
    labels = draw.choice(LABELS, n, p=[0.2, 0.05, 0.25, 0.5])
    return labels, draw


def test_how_is_learned_from_the_encoder_and_whether_is_left_to_the_words():
    labels, draw = drawn(600, 0)
    model = JoinedSteps(weights={}).fit(columns(labels, 6, draw), labels)
    test, draw = drawn(600, 1)
    given = columns(test, 6, draw)
    assert (model.predict(given) == test).mean() > 0.97
    shares = model.predict_proba(given)
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.allclose(shares[:, 3], np.exp(given[:, 3]))


def test_weights_find_more_of_a_rare_label():
    labels, draw = drawn(900, 0)
    given = columns(labels, 1.5, draw)
    found = [
        (JoinedSteps(weights=weights).fit(given, labels).predict(given) == "disagree").sum()
        for weights in ({}, None, {"disagree": 50})
    ]
    assert found[0] < found[1] < found[2]


def test_without_the_label_apart_one_step_answers():
    labels, draw = drawn(600, 0)
    kept = labels != "unrelated"
    given = np.delete(columns(labels, 6, draw)[kept], 3, axis=1)
    model = JoinedSteps().fit(given, labels[kept])
    assert model.classes_.tolist() == ["agree", "disagree", "discuss"]
    assert model.predict_proba(given).sum(axis=1) == pytest.approx(1)
    assert (model.predict(given) == labels[kept]).mean() > 0.95


def test_words_alone_are_enough():
    labels, draw = drawn(300, 0)
    words = columns(labels, 0, draw)[:, :4]
    assert JoinedSteps().fit(words, labels).predict_proba(words).shape == (300, 4)
