import numpy as np
import pytest
from sklearn.base import clone

from stance.encoding import find_encoder
from stance.measurement.axes import FrameAxes

PLACES = {"safe": (1, 0), "calm": (0.8, 0.6), "unsafe": (-1, 0), "panic": (-0.6, 0.8)}


class Table:
    """Vectors one can reckon with; unknown words have none."""

    def encode(self, texts):
        return np.array([PLACES.get(text, (0, 0)) for text in texts], dtype=float)


@pytest.fixture
def axes():
    texts = ["safe calm calm house", "unsafe panic house house"]
    return FrameAxes({"safety": (["safe"], ["unsafe"])}, Table()).fit(texts)


def test_bias_and_intensity_by_hand(axes):
    # parts: safe 1, calm .8, unsafe -1, panic -.6, house 0; the corpus: (1 + 1.6 - 1 - .6) / 8
    assert axes.background_ == pytest.approx([0.125])
    bias, intensity = axes.transform(["safe calm", "panic house"]).T
    assert bias == pytest.approx([0.9, -0.3])
    by_hand = [(0.875**2 + 0.675**2) / 2, (0.725**2 + 0.125**2) / 2]
    assert intensity == pytest.approx(by_hand)
    assert list(axes.get_feature_names_out()) == ["safety_bias", "safety_intensity"]


def test_the_ends_exchanged_turn_the_bias_and_keep_the_intensity():
    texts = ["safe calm house", "panic house"]
    there = FrameAxes({"s": (["safe"], ["unsafe"])}, Table()).fit_transform(texts)
    back = FrameAxes({"s": (["unsafe"], ["safe"])}, Table()).fit_transform(texts)
    assert back == pytest.approx(there * [-1, 1])


def test_parts_sum_to_the_difference_from_the_corpus(axes):
    texts = ["safe calm house", "calm"]
    table = axes.parts(texts, "safety")
    together = axes.transform([" ".join(texts)])[0, 0]
    assert table["pull"].sum() == pytest.approx(together - axes.background_[0])
    assert table["word"].iloc[0] == "calm"
    assert table["uses"].iloc[0] == 2


def test_a_row_depends_on_its_own_text_alone(axes):
    both = axes.transform(["safe calm", "panic house"])
    assert axes.transform(["panic house"])[0] == pytest.approx(both[1])
    assert np.isnan(axes.transform(["", "safe"])[0]).all()


def test_the_vectors_that_ship_know_which_end_a_word_is_of():
    ends = {
        "money": (["rich", "wealthy", "prosperous"], ["poor", "poverty", "starving"]),
        "peace": (["peace", "truce", "treaty"], ["war", "battle", "attack"]),
    }
    axes = FrameAxes(ends, find_encoder("static"))
    axes.fit(["The wealth of nations and their wars.", "Beggars signed an armistice."])
    luxury, hunger = axes.transform(["luxury fortune", "hunger beggars"])[:, 0]
    assert luxury > hunger
    ceasefire, assault = axes.transform(["ceasefire accord", "assault bombing"])[:, 2]
    assert ceasefire > assault


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ({}, "there is no axis"),
        ({"s": ([], ["unsafe"])}, "one end has no words"),
        ({"s": ("safe", "unsafe")}, "not one string"),
        ({"s": (["safe"], ["safe"])}, "take other words"),
    ],
)
def test_bad_axes_are_refused(ends, message):
    with pytest.raises(ValueError, match=message):
        clone(FrameAxes(ends, Table())).fit(["safe calm"])


def test_an_unknown_axis_is_refused(axes):
    with pytest.raises(ValueError, match="there is no axis 'peace'; there are safety"):
        axes.parts(["calm"], "peace")
