"""Settings chosen inside the training passages: no test passage has a part in the choice."""

import numpy as np
import pytest
from sklearn.base import clone

from stance.models import make_model
from stance.models.chosen import ChosenSettings, both_f1, settings_around

MONEY = [
    "Wages rose in town.",
    "The tax fell.",
    "Prices and wages fell.",
    "The tax rose again.",
]
LAW = ["The judge spoke.", "The court rules.", "A judge of the court.", "The court heard him."]
TEXTS = [text for pair in zip(MONEY * 2, LAW * 2, strict=True) for text in pair]
LABELS = ["money", "law"] * 8
SETS = [frozenset({label}) for label in LABELS]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("frames-linear", SETS),
        ("category-linear", LABELS),
        ("bias-linear", SETS),
        ("bias-linear", LABELS),
        ("hyperpartisan-linear", LABELS),
    ],
)
def test_every_linear_model_can_choose_its_settings(name, labels):
    model = make_model(name, choose=True).fit(TEXTS, labels)
    again = clone(model).fit(TEXTS, labels)
    assert np.array_equal(model.predict_proba(TEXTS), again.predict_proba(TEXTS))
    assert model.predict(["The tax on wages.", "The judge."])[0] == labels[0]
    chosen = model[-1]
    assert max(chosen.scores_) == chosen.scores_[list(chosen.settings).index(chosen.setting_)]
    assert list(model.classes_) == ["law", "money"]


def test_the_chosen_model_is_the_one_made_with_that_setting():
    model = make_model("hyperpartisan-linear", choose=True).fit(TEXTS, LABELS)
    setting = model[-1].setting_
    plain = make_model("hyperpartisan-linear", C=setting["C"])
    weights = plain[0].transformer_weights | setting.get("weights", {})
    plain[0].set_params(transformer_weights=weights)
    assert np.allclose(
        plain.fit(TEXTS, LABELS).predict_proba(TEXTS), model.predict_proba(TEXTS)
    )


def test_a_setting_that_can_learn_nothing_is_not_taken():
    blind = {"C": 1.0, "weights": {"words": 0.0, "stems": 0.0, "letters": 0.0}}
    search = ChosenSettings(make_model("category-linear"), [blind, {"C": 1.0}])
    search.fit(TEXTS, LABELS)
    assert search.setting_ == {"C": 1.0}
    assert search.scores_[1] > search.scores_[0]


def test_settings_change_one_thing_at_a_time():
    found = settings_around({"C": 1.0}, {"keywords": 0.2, "headline": 0.5}, names=["keywords"])
    assert [row.get("weights") for row in found] == [
        None,
        None,
        None,
        {"keywords": 0.1},
        {"keywords": 0.4},
    ]
    assert [row["C"] for row in found] == [1.0, 1 / 3, 3.0, 1.0, 1.0]


def test_the_measure_of_labels_and_sets_is_the_same_where_sets_hold_one():
    guess = ["money", "money", *LABELS[2:]]
    sets = [{label} for label in guess]
    assert both_f1(LABELS, guess) == both_f1(SETS, sets)
    assert 0 < both_f1(LABELS, guess) < 1


def test_labels_that_do_not_pair_are_named():
    with pytest.raises(ValueError, match="2 passages but 1 labels"):
        make_model("frames-linear", choose=True).fit(TEXTS[:2], SETS[:1])
