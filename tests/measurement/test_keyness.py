"""Known answers: Dunning (1993), table 1; scipy's G test; the formulas by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.stats import chi2_contingency

from stance.measurement.keyness import keyness, log_likelihood, log_odds

HERE, THERE = np.array([30, 5, 65]), np.array([10, 15, 275])


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
    ],
)
def test_g2_is_as_dunning_prints_it(table, printed):
    ours, theirs = np.reshape(table, (2, 2))
    assert log_likelihood(ours, theirs)[0] == pytest.approx(printed, abs=0.005)


def test_g2_of_every_word_is_scipys_g_test_with_the_sign_of_the_difference():
    for word, found in enumerate(log_likelihood(HERE, THERE)):
        table = [[side[word], side.sum() - side[word]] for side in (HERE, THERE)]
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
        assert abs(found) == pytest.approx(expected.statistic)
        assert (found > 0) == (HERE[word] / 100 > THERE[word] / 300)


def test_two_cells_are_those_of_rayson_and_garside():
    # a = 30 of 100 and b = 10 of 300 words: E1 = 100·40/400 = 10, E2 = 30
    by_hand = 2 * (30 * np.log(30 / 10) + 10 * np.log(10 / 30))
    assert log_likelihood(HERE, THERE, cells=2)[0] == pytest.approx(by_hand)


def test_log_odds_are_those_of_the_paper_by_hand():
    prior = np.array([2.0, 1.0, 7.0])
    delta, z = log_odds(HERE, THERE, prior)
    by_hand = np.log(32 / (100 + 10 - 32)) - np.log(12 / (300 + 10 - 12))
    assert delta[0] == pytest.approx(by_hand)
    assert z[0] == pytest.approx(by_hand / np.sqrt(1 / 32 + 1 / 12))


def test_a_strong_prior_holds_everything_at_no_difference():
    assert np.abs(log_odds(HERE, THERE, HERE + THERE)[1]).max() > 1
    assert np.abs(log_odds(HERE, THERE, 1e6 * (HERE + THERE))[0]).max() < 1e-3


def test_where_there_is_no_difference_z_is_standard_normal():
    generator = np.random.default_rng(0)
    rates = generator.gamma(2, 20, 3000)
    ours, theirs = generator.poisson(rates), generator.poisson(rates)
    z = log_odds(ours, theirs, np.full(3000, 0.5))[1]
    assert z.std() == pytest.approx(1, abs=0.04)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.05, abs=0.012)


@pytest.fixture
def corpus():
    counts = pd.DataFrame(
        [[8, 1, 4, 0], [6, 0, 5, 0], [1, 7, 5, 0], [0, 6, 4, 0], [2, 2, 5, 9]],
        columns=["burden", "fair", "tax", "river"],
    )
    return counts, ["right", "right", "left", "left", "local"]


@pytest.mark.parametrize("measure", ["log-odds", "log-likelihood"])
def test_each_group_has_its_own_words_first(measure, corpus):
    table = keyness(*corpus, measure=measure)
    first = table.groupby("group", sort=False).first()
    assert first["word"].to_dict() == {"right": "burden", "left": "fair", "local": "river"}
    assert first["count"].to_dict() == {"right": 14, "left": 13, "local": 9}
    assert first["elsewhere"].to_dict() == {"right": 3, "left": 3, "local": 0}
    assert first["texts"].to_dict() == {"right": 2, "left": 2, "local": 1}
    assert (first["score"] > 0).all()
    assert table["q"].between(0, 1).all()


def test_two_groups_mirror_one_another(corpus):
    counts, _ = corpus
    table = keyness(counts, ["a", "a", "a", "b", "b"]).set_index(["group", "word"])
    assert table.loc["a", "score"].sort_index().to_numpy() == pytest.approx(
        -table.loc["b", "score"].sort_index().to_numpy()
    )


def test_groups_can_be_held_against_one_reference(corpus):
    counts, groups = corpus
    table = keyness(csr_matrix(counts), groups, list(counts.columns), reference="left")
    assert set(table["group"]) == {"right", "local"}
    burden = table.query("group == 'right' and word == 'burden'").iloc[0]
    assert (burden["count"], burden["elsewhere"]) == (14, 1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"groups": ["a"]}, "5 texts and 1 groups"),
        ({"groups": ["a"] * 5}, "one group only"),
        ({"words": ["tax"]}, "1 words and 4 columns"),
        ({"reference": "nobody"}, "no text is of the reference group 'nobody'"),
        ({"measure": "chi"}, "'log-odds' or 'log-likelihood'"),
        ({"prior": 0.0}, "a prior count is 0 or less"),
        ({"counts": np.eye(5)}, "give the words"),
        ({"counts": np.array([[1, -1]] * 5), "words": ["a", "b"]}, "negative or missing"),
        ({"counts": np.array([[1, 0]] * 5), "words": ["a", "b"]}, "1 words are used by no"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, message, corpus):
    counts, groups = corpus
    with pytest.raises(ValueError, match=message):
        keyness(**({"counts": counts, "groups": groups} | change))
