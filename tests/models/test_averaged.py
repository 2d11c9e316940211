"""Averaged margins: the mean of two linear models, or the first where passages are few."""

import numpy as np
import pytest

from stance.article import Article, Passage
from stance.features.words import WordTfidf
from stance.models import make_model
from stance.models.averaged import AveragedMargins
from stance.models.stance import TargetLogistic

TEXTS = ["a fine plan", "a ruinous plan", "the plan is out", "a fine idea", "ruinous again"]
LABELS = ["favor", "against", "neutral", "favor", "against"]


def passages(n=1, target="tax"):
    return [Passage(Article(text, text), target=target) for text in TEXTS * n]


def models():
    first = TargetLogistic(WordTfidf(), share=1)
    return first, TargetLogistic(WordTfidf(binary=True), share=1, C=1, ratio=True)


def scores(model, asked):
    view = model.linear_view(asked)
    return view.columns @ view.weights.T + view.intercepts


def test_the_margin_is_the_mean_of_both():
    given = passages(4)
    both = AveragedMargins(*models()).fit(given, LABELS * 4)
    apart = [scores(model.fit(given, LABELS * 4), given[:5]) for model in models()]
    assert scores(both, given[:5]) == pytest.approx(np.mean(apart, axis=0))
    assert both.predict(given[:5]).tolist() == LABELS
    assert both.predict_proba(given).sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(("least", "n_models"), [(20, 2), (21, 1)])
def test_the_second_is_heard_from_enough_passages_a_target_on(least, n_models):
    given = [*passages(4), *passages(4, "war")]
    model = AveragedMargins(*models(), least=least).fit(given, LABELS * 8)
    assert len(model.models_) == n_models
    first = models()[0].fit(given, LABELS * 8)
    is_first = np.allclose(model.predict_proba(given), first.predict_proba(given))
    assert is_first == (n_models == 1)


def test_log_count_ratios_let_a_word_of_one_label_outweigh_a_word_of_all():
    texts = ["plan plain", "plan fine"] * 10
    given = [Passage(Article(text, text)) for text in texts]
    model = TargetLogistic(WordTfidf(), share=1, ratio=True).fit(given, ["no", "yes"] * 10)
    names, weights = model.columns_.vocabulary_, model.coef_[0]
    assert weights[names["fine"]] > 0 > weights[names["plain"]]
    assert abs(weights[names["plan"]]) < 1e-6


def test_ratios_are_left_where_others_than_the_author_speak():
    texts = ["plan plain", "plan fine"] * 10
    given = [Passage(Article(text, text), voice="Ode") for text in texts]
    both = [
        TargetLogistic(WordTfidf(), share=1, ratio=ratio).fit(given, ["no", "yes"] * 10)
        for ratio in (False, True)
    ]
    assert np.array_equal(both[0].coef_, both[1].coef_)


def test_the_linear_model_hears_word_ratios_where_targets_have_thousands_of_passages():
    few = make_model("stance-linear").fit(passages(4), LABELS * 4)
    assert len(few[-1].seen_.models_) == 1
    many = make_model("stance-linear").fit(passages(400), LABELS * 400)
    assert len(many[-1].seen_.models_) == 2
    assert many.predict(passages()).tolist() == LABELS
