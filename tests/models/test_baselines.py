import numpy as np
import pytest

from stance.article import Article, Passage
from stance.models import MODELS, make_model


def passage(text, target=None):
    return Passage(Article(text, text), target=target)


def test_each_target_has_its_own_majority_and_an_unseen_one_the_overall():
    passages = [passage(str(i), "tax" if i < 3 else "war") for i in range(8)]
    labels = ["for", "for", "against", "against", "against", "against", "none", "none"]
    model = make_model("majority").fit(passages, labels)
    assert list(model.predict([passage("a", "tax"), passage("b", "war")])) == ["for", "against"]
    assert list(model.predict([passage("c", "school")])) == ["against"]
    assert list(model.classes_) == ["against", "for", "none"]
    assert np.allclose(model.predict_proba([passage("a", "tax")]), [[1 / 3, 2 / 3, 0]])


def test_label_sets_carried_by_half_of_the_articles_are_predicted():
    sets = [{"economy", "morality"}, {"economy", "morality"}, {"economy"}, {"crime"}]
    model = make_model("majority").fit(list("abcd"), [frozenset(s) for s in sets])
    assert model.predict(["e", "f"]) == [frozenset({"economy", "morality"})] * 2


def test_where_no_label_is_common_the_most_frequent_one_is_predicted():
    sets = [{"economy"}, {"crime"}, {"crime"}, {"health"}, set()]
    model = make_model("majority").fit(list("abcde"), [frozenset(s) for s in sets])
    assert model.predict(["f"]) == [frozenset({"crime"})]


@pytest.mark.parametrize(
    ("passages", "labels", "message"),
    [(["a"], ["x", "y"], "1 passages but 2 labels"), ([], [], "no training passages")],
)
def test_bad_training_data_is_named(passages, labels, message):
    with pytest.raises(ValueError, match=message):
        make_model("majority").fit(passages, labels)


def test_unlabelled_sets_are_an_error():
    with pytest.raises(ValueError, match="no training passage carries a label"):
        make_model("majority").fit(["a"], [frozenset()])


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(ValueError, match="did you mean majority"):
        make_model("majorty")
    assert all(card.description and card.tasks for card in MODELS.values())
