import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from stance.article import Article, Passage
from stance.features.overlap import Overlap
from stance.models.pairs import TwoSteps, stance_pairs, stance_stacked

BODIES = [
    "The mayor opened the bridge at noon. Crowds cheered.",
    "Officials denied that the bank will close. The report is false, they said.",
]
CLAIMS = {"Mayor opened bridge": 0, "Bank will close": 1}


def pairs_and_labels(times=15):
    for _ in range(times):
        for body, text in enumerate(BODIES):
            for claim, own in CLAIMS.items():
                label = ["agree", "disagree"][own] if own == body else "unrelated"
                yield Passage(Article(str(body), text), target=claim), label


def steps(**parameters):
    return TwoSteps(Overlap(), LogisticRegression(C=10), LogisticRegression(C=10), **parameters)


def test_pairs_are_told_apart_and_then_told_how():
    passages, labels = zip(*pairs_and_labels(times=60), strict=True)
    model = stance_pairs(n_votes=1, max_iter=10).fit(passages, labels)
    assert list(model.predict(passages[:4])) == list(labels[:4])


def test_the_second_step_never_sees_unrelated_pairs_and_the_answers_multiply():
    passages, labels = zip(*pairs_and_labels(), strict=True)
    model = steps().fit(passages, labels)
    assert list(model.how_.classes_) == ["agree", "disagree"]
    columns = model.columns_.transform(passages[:4])
    near, how = model.related_.predict_proba(columns), model.how_.predict_proba(columns)
    expected = np.column_stack([how * near[:, 1:], near[:, 0]])
    assert np.allclose(model.predict_proba(passages[:4]), expected)


def test_without_unrelated_pairs_one_step_answers():
    passages, labels = zip(*[p for p in pairs_and_labels() if p[1] != "unrelated"], strict=True)
    model = steps().fit(passages, labels)
    assert model.related_ is None
    assert list(model.predict(passages[:2])) == list(labels[:2])


def test_a_weight_moves_the_second_step():
    passages, labels = zip(*pairs_and_labels(), strict=True)
    plain, heavy = steps().fit(passages, labels), steps(weights={"disagree": 9})
    shift = heavy.fit(passages, labels).predict_proba(passages) - plain.predict_proba(passages)
    assert (shift[:, 1] > 0).all()


def test_one_label_is_a_clear_error():
    with pytest.raises(ValueError, match="fewer than two classes"):
        stance_pairs().fit(["a", "b"], ["agree", "agree"])


def test_no_pairs_no_answers():
    passages, labels = zip(*pairs_and_labels(), strict=True)
    assert steps().fit(passages, labels).predict_proba([]).shape == (0, 3)


def test_the_stack_averages_its_views():
    passages, labels = zip(*pairs_and_labels(times=5), strict=True)
    model = stance_stacked().fit(passages, labels)
    views = [view.predict_proba(passages) for view in model[-1].estimators_]
    assert len(views) == 3
    assert np.allclose(model.predict_proba(passages), np.mean(views, axis=0))
    assert list(model.predict(passages[:4])) == list(labels[:4])
