"""Scores that organisers and authors published for constant answers, on the data themselves."""

from collections import Counter

import pytest

from stance.datasets import load
from stance.evaluation.answers import check_answers
from stance.evaluation.metrics import metric_of, score
from stance.evaluation.uncertainty import intervals

pytestmark = pytest.mark.data


def constant(name, answer, *metrics):
    split = load(name)
    inputs = {"metrics": metrics, "labels": split.card.labels, "targets": split.targets}
    return {
        key: round(100 * value, 2)
        for key, value in score(split.labels, [answer] * len(split), **inputs).items()
    }


def test_all_against_on_the_trump_items_is_2972():
    # Mohammad et al. (2016), SemEval-2016 task 6, table of task B: majority class.
    found = constant("semeval2016/b", "AGAINST", "f_avg")
    assert (found["f_avg"], found["f1[FAVOR]"]) == (29.72, 0)


def test_the_majority_of_each_target_is_6522_pooled_and_4009_averaged():
    # The same overview, task A: majority class, 52.01 and 78.44 for the two labels.
    train, test = load("semeval2016/train"), load("semeval2016/a")
    counts = Counter(zip(train.targets, train.labels, strict=True))
    best = {
        target: max(test.card.labels, key=lambda label: counts[target, label])
        for target in set(test.targets)
    }
    found = score(
        test.labels,
        [best[target] for target in test.targets],
        metrics=["f_avg", "f_avg_mean"],
        labels=test.card.labels,
        targets=test.targets,
    )
    shown = {key: round(100 * value, 2) for key, value in found.items()}
    assert (shown["f_avg"], shown["f_avg_mean"]) == (65.22, 40.09)
    assert (shown["f1[FAVOR]"], shown["f1[AGAINST]"]) == (52.01, 78.44)


def test_the_fake_news_challenge_gives_11651_points_at_most():
    # fakenewschallenge.org, scorer and test file: the maximum and the constant answers.
    split = load("fnc-1/test")
    answers = check_answers(split.labels, split.labels, split.card.labels)
    most = metric_of("fnc_relative").tally(answers).sum(axis=0)
    assert most.tolist() == [11651.25, 11651.25]
    found = constant("fnc-1/test", "unrelated", "fnc_relative", "f1_macro")
    assert (found["fnc_relative"], found["f1_macro"]) == (39.37, 20.96)
    assert constant("fnc-1/test", "discuss", "fnc_relative")["fnc_relative"] == 43.89


def test_bodies_make_the_interval_of_the_challenge_wider():
    split = load("fnc-1/test")
    guess = ["unrelated"] * len(split)
    inputs = {"metrics": ["fnc_relative"], "labels": split.card.labels}
    alone = intervals(split.labels, guess, **inputs)["fnc_relative"]
    grouped = intervals(split.labels, guess, groups=split.groups, **inputs)["fnc_relative"]
    assert grouped[1] - grouped[0] > 1.2 * (alone[1] - alone[0])


@pytest.mark.parametrize(("name", "accuracy"), [("gvfc", 29.2), ("gvfc/with-none", 56.5)])
def test_the_largest_frame_of_the_gun_violence_corpus(name, accuracy):
    # Counted from the released annotations: 1,301 framed headlines of 2,990.
    split = load(name)
    largest, _ = Counter(split.labels).most_common(1)[0]
    assert constant(split.name, largest, "accuracy")["accuracy"] == pytest.approx(
        accuracy, abs=0.05
    )


def test_gold_quotations_score_one_against_themselves_and_nothing_scores_zero():
    split = load("polnear/dev")
    keys = split.card.metrics
    same = score(split.labels, split.labels, metrics=keys)
    assert {same[key] for key in keys} == {1}
    none = score(split.labels, [()] * len(split), metrics=keys)
    assert {none[key] for key in keys} == {0}
