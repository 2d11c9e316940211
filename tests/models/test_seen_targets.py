import numpy as np
from sklearn.base import clone

from stance.article import Article, Passage
from stance.models import make_model
from stance.models.seen_targets import SeenTargets


def passage(text, target=None):
    return Passage(Article(text, text), target=target)


def test_targets_of_training_and_new_ones_are_answered_by_their_own_models():
    worlds = [("bold", "tax"), ("calm", "tax"), ("bold", "war"), ("calm", "war")]
    passages = [passage(f"{word} plan", target) for word, target in worlds]
    labels = ["favor", "favor", "against", "against"]
    model = SeenTargets(make_model("majority"), make_model("stance-target-blind"))
    model.fit(passages, labels)
    asked = [passage("a bold try", target) for target in ("peace", "tax", None, "war")]
    found = model.predict_proba(asked)
    assert model.targets_ == ["tax", "war"]
    assert np.array_equal(found[[1, 3]], model.seen_.predict_proba([asked[1], asked[3]]))
    assert np.array_equal(found[[0, 2]], model.new_.predict_proba([asked[0], asked[2]]))
    assert list(model.predict(asked[1::2])) == ["favor", "against"]
    assert clone(model).get_params().keys() == model.get_params().keys()


def test_a_column_added_to_the_linear_model_is_added_for_new_targets_too():
    model = make_model("stance-meaning")[-1]
    for union in (model.seen.first.columns, model.new[-1].columns):
        assert "meaning" in dict(union.transformer_list)
