from math import log

import numpy as np
import pytest

from stance.article import Article, Passage
from stance.features.tone import PLACES, LearnedTone, words_by_place


def passage(text, target="Ode"):
    return Passage(Article(text, text), target=target)


TEXTS = ("Ode lied.", "Ode lied again.", "Ode won.", "Ode won twice.")
LABELS = ("against", "against", "favor", "favor")


def fitted(smoothing=1.0):
    return LearnedTone(smoothing).fit([passage(text) for text in TEXTS], LABELS)


def measured(model, text):
    row = model.transform([passage(text)])[0]
    return dict(zip(model.get_feature_names_out(), row, strict=True))


def test_a_word_stands_by_its_side_distance_and_clause():
    found = dict(words_by_place(passage("They blamed Ode, but Marsh won")))
    assert found["blame"] == (1, pytest.approx(1 / 1.3), 0, 1, 0, 1, 0)
    assert found["won"] == (1, 0, pytest.approx(1 / 2.2), 0, 0, 0, 0)


def test_the_log_count_ratio_worked_out_by_hand():
    """*Lied* stood twice beside Ode, nearness 1 / 1.3 each, both against; half lean so.

    Against: log((2/1.3 + 0.5) / (2/1.3 + 1) / 0.5); favor: log(0.5 / (2/1.3 + 1) / 0.5).
    """
    found, near = measured(fitted(), "Ode lied"), 2 / 1.3
    assert found["against_anywhere"] == pytest.approx(log((near + 0.5) / (near + 1) / 0.5))
    assert found["favor_anywhere"] == pytest.approx(log(0.5 / (near + 1) / 0.5))
    assert found["against_after"] == pytest.approx(found["against_anywhere"] / 1.3)
    assert found["against_before"] == 0


def test_a_text_that_was_learned_from_is_measured_by_the_others():
    found, near = measured(fitted(), "Ode lied."), 1 / 1.3  # one other text holds the word
    dot = 1 / 1.6  # “.” two words on: once against in two other texts, twice in favor
    against = dot * 0 + 1 / 1.9  # the other text that is against has its mark three words on
    favor = 1 / 1.6 + 1 / 1.9
    expected = log((near + 0.5) / (near + 1) / 0.5)
    expected += log((against + 0.5) / (against + favor + 1) / 0.5)
    assert found["against_anywhere"] == pytest.approx(expected)


def test_words_without_a_history_do_not_lean():
    assert not any(measured(fitted(), "Nobody knows").values())
    assert not fitted().transform([passage("")]).any()


def test_labels_of_training_do_not_leak_into_their_own_rows():
    """Labels by chance: a model that saw its own would tell them apart."""
    generator = np.random.default_rng(0)
    texts = [f"Ode w{a} x{b}" for a, b in generator.integers(0, 40, (300, 2))]
    labels = generator.choice(["against", "favor"], 300)
    columns = LearnedTone().fit([passage(text) for text in texts], labels)
    values = columns.transform([passage(text) for text in texts])[:, 0]
    assert abs(np.corrcoef(values, labels == "against")[0, 1]) < 0.3


def test_there_is_a_column_for_each_label_and_place():
    assert fitted().transform(["x"]).shape == (1, 2 * len(PLACES))
