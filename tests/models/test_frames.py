"""Frame models: several codes a text, none where nothing speaks for one."""

import numpy as np
import pytest

from stance.models import make_model
from stance.models.frames import code_matrix
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
    assert np.all(model.predict_proba(["nothing known"])[:, 2] == 1)


def test_label_sets_that_do_not_pair_are_named():
    with pytest.raises(ValueError, match="2 passages but 1 labels"):
        code_matrix(2, [{"economic"}])
    with pytest.raises(ValueError, match="no training passage carries a code"):
        make_model("frames-linear").fit(["a text"], [frozenset()])


def test_its_file_is_small(tmp_path):
    model = make_model("frames-linear").fit(TEXTS, SETS)
    save_model(model, tmp_path / "frames.skops")
    assert (tmp_path / "frames.skops").stat().st_size < 200_000
