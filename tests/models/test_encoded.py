import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from stance.features.words import WordTfidf
from stance.models.encoded import with_meaning

TEXTS = ["The senate cut taxes.", "Lawmakers lowered duties.", "He scored a goal.", "They won."]
LABELS = ["economy", "economy", "sport", "sport"]


def plain():
    union = FeatureUnion([("words", WordTfidf())])
    return Pipeline([("columns", union), ("classify", LogisticRegression())])


def test_it_knows_what_words_alone_cannot():
    model = with_meaning(plain(), weight=3).fit(TEXTS, LABELS)
    unseen = ["Congress reduces tariffs", "Striker nets twice"]
    assert list(model.predict(unseen)) == ["economy", "sport"]
    alone = plain().fit(TEXTS, LABELS).predict_proba(unseen)
    assert np.allclose(alone, alone[0])  # no word in common with training


def test_the_columns_are_added_and_weighted_and_named():
    union = with_meaning(plain(), weight=2.0).fit(TEXTS, LABELS)["columns"]
    names = list(union.get_feature_names_out())
    assert names[-1] == "meaning__passage_meaning_255"
    columns = union.transform(TEXTS).toarray()[:, -256:]
    assert np.allclose(np.linalg.norm(columns, axis=1), 2, atol=1e-5)


def test_likeness_lets_a_line_bend():
    """Cats and taxes on one side, dogs and goals on the other: no plane parts such corners."""

    class Corners:
        size, fingerprint = 2, "corners"

        def encode(self, texts):
            return np.asarray([["cat" in t, "goal" in t] for t in texts], np.float32)

    texts = ["cat tax", "dog goal", "cat goal", "dog tax"]
    labels = ["one", "one", "other", "other"]
    union = with_meaning(plain(), Corners(), landmarks=4)["columns"]
    columns = union.set_params(words="drop").fit_transform(texts * 3)
    bent = LogisticRegression(C=100).fit(columns, labels * 3)
    assert list(bent.predict(columns[:4])) == labels


def test_it_clones_and_takes_parameters():
    model = clone(with_meaning(plain(), view="sentences"))
    model.set_params(columns__meaning__view="passage")
    assert model.fit(TEXTS, LABELS)["columns"].transformer_list[-1][1].view == "passage"


def test_a_model_without_a_union_is_refused():
    with pytest.raises(ValueError, match=r"the model \(words\) has no columns"):
        with_meaning(Pipeline([("words", WordTfidf())]))
