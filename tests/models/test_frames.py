"""Frame models: several codes a text, none where nothing speaks for one."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from stance.models import make_model
from stance.models.label_sets import LabelSets, code_matrix, find_thresholds
from stance.models.pretrained import save_model

MONEY = ["Wages and prices rose.", "The tax on wages fell.", "Prices and the tax rose."]
LAW = ["The judge heard the case.", "The court will rule.", "A judge of the court ruled."]
BOTH = ["The court struck down the tax on wages.", "The judge raised prices."]
TEXTS = MONEY + LAW + BOTH
SETS = [
    *[frozenset({"economic"})] * 3,
    *[frozenset({"legality-constitutionality-jurisdiction"})] * 3,
    *[frozenset({"economic", "legality-constitutionality-jurisdiction"})] * 2,
]


def test_codes_are_sorted_and_probabilities_follow_them():
    model = make_model("frames-linear").fit(TEXTS, SETS)
    assert list(model.classes_) == sorted(SETS[-1])
    assert model.predict(["the tax and wages", "the judge and court"]) == [SETS[0], SETS[3]]
    assert model.predict_proba(TEXTS).shape == (8, 2)


def test_a_code_all_training_texts_carry_is_answered_with_its_share():
    sets = [labels | {"political"} for labels in SETS]
    model = make_model("frames-linear").fit(TEXTS, sets)
    assert np.allclose(model.predict_proba(["nothing known"])[:, 2], 1)


def test_label_sets_that_do_not_pair_are_named():
    with pytest.raises(ValueError, match="2 passages but 1 labels"):
        code_matrix(2, [{"economic"}])
    with pytest.raises(ValueError, match="no training passage carries a code"):
        make_model("frames-linear").fit(["a text"], [frozenset()])


def test_its_file_is_small(tmp_path):
    model = make_model("frames-linear").fit(TEXTS, SETS)
    save_model(model, tmp_path / "frames.skops")
    assert (tmp_path / "frames.skops").stat().st_size < 200_000


def test_a_hashed_model_holds_no_word_and_stays_small(tmp_path):
    model = make_model("frames-linear", hashed=2**14).fit(TEXTS, SETS)
    save_model(model, tmp_path / "frames.skops")
    content = (tmp_path / "frames.skops").read_bytes()
    assert len(content) < 2_000_000
    assert b"wage" not in content
    assert b"court" not in content


def test_thresholds_of_common_codes_are_one_and_rare_codes_have_their_own():
    generator = np.random.default_rng(0)
    carried = generator.random((400, 3)) < [0.5, 0.45, 0.08]
    noise = generator.random((400, 3))
    chances = np.clip(0.6 * carried * [1, 1, 0.4] + 0.4 * noise, 0, 1)
    thresholds = find_thresholds(chances, carried)
    assert thresholds[0] == thresholds[1]
    assert thresholds[2] < thresholds[0]


def test_probabilities_are_calibrated_on_answers_for_unseen_texts():
    generator = np.random.default_rng(1)
    columns = generator.normal(size=(300, 5))
    carried = columns[:, 0] + generator.normal(size=300) > 0
    sets = [frozenset({"a"} if yes else {"b"}) for yes in carried]
    model = LabelSets(LogisticRegression(C=1e6), folds=5).fit(columns, sets)
    chances = model.predict_proba(columns)[:, 0]
    assert abs(chances.mean() - carried.mean()) < 0.03
    assert (model.calibration_[:, 0] > 0).all()


def test_the_seed_of_the_cut_is_the_only_chance():
    one = make_model("frames-linear", random_state=5).fit(TEXTS, SETS)
    other = make_model("frames-linear", random_state=5).fit(TEXTS, SETS)
    assert np.array_equal(one.predict_proba(TEXTS), other.predict_proba(TEXTS))
