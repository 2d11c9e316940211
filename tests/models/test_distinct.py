import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression

from stance.article import Article, Passage
from stance.features.words import HashedTerms
from stance.models.distinct import EachTextOnce

TEXTS = ["good tax", "bad tax", "good war", "war is over"]
PAIRS = [(text, target) for text in TEXTS for target in ("a", "b", "c")]
LABELS = ["for", "for", "against", "against", "against", "for", "for", "none"] + ["none"] * 4
PASSAGES = [Passage(Article(text, text), target=target) for text, target in PAIRS]


class Counted(TransformerMixin, BaseEstimator):
    """Length and first letter; how many passages it was shown is kept."""

    def fit(self, X, y=None):
        self.n_fitted_ = len(X)
        return self

    def transform(self, X):
        return np.asarray([[len(p.text), p.text[0] == "g"] for p in X], dtype=float)


def test_a_text_is_read_once_however_often_it_is_paired():
    model = EachTextOnce(Counted(), LogisticRegression()).fit(PASSAGES, LABELS)
    assert model.columns_.n_fitted_ == len(TEXTS)


def test_the_fit_is_that_of_all_passages_with_balanced_labels():
    words = HashedTerms(n_features=2**8)
    once = EachTextOnce(words, LogisticRegression(tol=1e-9, max_iter=9999))
    each = LogisticRegression(tol=1e-9, max_iter=9999, class_weight="balanced")
    each.fit(words.fit_transform(PASSAGES), LABELS)
    expected = each.predict_proba(words.transform(PASSAGES))
    assert once.fit(PASSAGES, LABELS).predict_proba(PASSAGES) == pytest.approx(
        expected, abs=1e-6
    )
    assert once.classes_.tolist() == each.classes_.tolist()


def test_the_same_text_gets_the_same_answer_whoever_the_target_is():
    model = EachTextOnce(Counted(), LogisticRegression()).fit(PASSAGES, LABELS)
    answers = model.predict(PASSAGES).reshape(len(TEXTS), 3)
    assert (answers == answers[:, :1]).all()
    assert model.predict([]).shape == (0,)


def test_the_linear_view_gives_the_margin_back():
    model = EachTextOnce(HashedTerms(n_features=2**8), LogisticRegression())
    model.fit(PASSAGES, LABELS)
    view = model.linear_view(PASSAGES[:1])
    margins = view.columns @ view.weights.T + view.intercepts
    shares = np.exp(margins) / np.exp(margins).sum()
    assert shares == pytest.approx(model.predict_proba(PASSAGES[:1]))


def test_labels_that_do_not_pair_are_refused():
    with pytest.raises(ValueError, match="12 passages but 1 labels"):
        EachTextOnce(Counted(), LogisticRegression()).fit(PASSAGES, ["for"])
