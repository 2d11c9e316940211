"""Known answers: `austin` (run in R 4.2) and the documentation of `quanteda.textmodels`."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import make_pipeline

import stance
from stance.measurement.counts import WordCounts
from stance.measurement.wordfish import Wordfish

TRUE = np.linspace(-1.5, 1.5, 20)


@pytest.fixture(scope="module")
def drawn():
    """Counts drawn from the model itself: 20 texts of about 1,300 words, 400 words."""
    generator = np.random.default_rng(0)
    weights = generator.normal(0, 0.7, 400)
    lengths = generator.normal(0, 0.3, 20)
    rates = np.exp(lengths[:, None] + generator.normal(0.5, 1, 400) + np.outer(TRUE, weights))
    counts = generator.poisson(rates)
    used = counts.sum(axis=0) > 0
    return counts[:, used], weights[used]


@pytest.fixture(scope="module")
def fitted(drawn):
    return Wordfish().fit(drawn[0])


def correlation(one, other):
    return np.corrcoef(one, other)[0, 1]


def test_it_finds_the_positions_and_weights_the_counts_were_drawn_from(fitted, drawn):
    assert correlation(fitted.positions_, TRUE) > 0.995
    common = drawn[0].sum(axis=0) > 100
    assert correlation(fitted.word_weights_[common], drawn[1][common]) > 0.98


def test_positions_are_identified(fitted):
    assert fitted.positions_.mean() == pytest.approx(0, abs=1e-12)
    assert fitted.positions_.std(ddof=1) == pytest.approx(1)
    assert fitted.text_effects_.mean() == pytest.approx(0, abs=1e-12)


def test_the_expected_counts_have_the_texts_lengths(fitted, drawn):
    eta = np.outer(fitted.positions_, fitted.word_weights_) + fitted.word_effects_
    expected = np.exp(eta + fitted.text_effects_[:, None])
    assert expected.sum(axis=0) == pytest.approx(drawn[0].sum(axis=0), rel=1e-4)
    assert expected.sum(axis=1) == pytest.approx(drawn[0].sum(axis=1), rel=0.02)


def test_longer_texts_have_smaller_errors(drawn):
    counts = drawn[0].copy()
    short = Wordfish().fit(counts).position_errors_
    counts[10] *= 4
    assert Wordfish().fit(counts).position_errors_[10] == pytest.approx(short[10] / 2, rel=0.1)


def test_direction_says_which_text_stands_left(drawn, fitted):
    mirrored = Wordfish(direction=(-1, 0)).fit(drawn[0])
    assert mirrored.positions_ == pytest.approx(-fitted.positions_)
    assert mirrored.word_weights_ == pytest.approx(-fitted.word_weights_)


def test_the_worked_example_stands_where_quanteda_puts_it(worked_example):
    theirs = [-1.29056981, -0.61643907, 0.03350982, 0.70961244, 1.52333687, -0.35945025]
    ours = Wordfish(direction=(0, 4)).fit(worked_example).positions_
    assert correlation(ours, theirs) > 0.98  # a toy: two R packages agree to .9945
    assert list(ours.argsort()) == list(np.argsort(theirs))


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "likelihood", "agreement"),
    [
        ("iebudget2009", 59507.54, 0.9999),
        ("demanif.econ", 233067.15, 0.999),
        ("interestgroups", -1827.40, 0.998),
    ],
)
def test_published_texts_stand_where_austin_puts_them(
    name, likelihood, agreement, counts_of, scaling
):
    texts = scaling(f"reference_austin/wordfish_{name}_docs.csv", index_col="doc")
    words = scaling(f"reference_austin/wordfish_{name}_words.csv")
    places = texts["theta"].to_numpy()
    direction = (int(places.argmin()), int(places.argmax()))
    fish = Wordfish(direction).fit(counts_of(name).loc[texts.index])
    assert correlation(fish.positions_, places) > agreement
    assert correlation(fish.word_weights_, words["beta"]) > 0.997
    assert fish.position_errors_ == pytest.approx(texts["se_theta"].to_numpy(), rel=0.09)
    assert fish.log_likelihood_ == pytest.approx(likelihood, rel=1e-3)


@pytest.mark.data
def test_speakers_of_a_budget_debate_stand_where_quanteda_puts_them():
    debate = stance.load("scaling")
    names = [passage.article.id.split(",")[0] for passage in debate.passages]
    counts = WordCounts(token_pattern=r"\b\w+\b").fit_transform(debate.passages)
    direction = (names.index("Kenny"), names.index("Lenihan"))
    fish = Wordfish(direction).fit(counts)
    minister = names.index("Lenihan")
    # quanteda.textmodels asserts 1.82 and .019, on words cut by its own tokenizer
    assert fish.positions_[minister] == pytest.approx(1.82, abs=0.05)
    assert fish.position_errors_[minister] == pytest.approx(0.019, abs=0.003)
    government = np.isin(debate.labels, ["FF", "Green"])
    assert fish.positions_[government].min() > fish.positions_[~government].max()


def test_other_texts_are_placed_on_the_same_dimension(fitted, drawn):
    again = fitted.transform(drawn[0])[:, 0]
    assert again == pytest.approx(fitted.positions_, abs=0.01)
    assert fitted.transform(drawn[0][[3]])[0, 0] == pytest.approx(again[3])
    assert list(fitted.get_feature_names_out()) == ["position"]


def test_tables_sparse_counts_and_texts_agree(drawn, fitted):
    names = [f"word{column}" for column in range(drawn[0].shape[1])]
    texts = [" ".join(np.repeat(names, row)) for row in drawn[0]]
    read = make_pipeline(WordCounts(), Wordfish()).fit_transform(texts)[:, 0]
    assert read == pytest.approx(fitted.positions_, abs=1e-6)
    assert clone(fitted).fit(csr_matrix(drawn[0])).positions_ == pytest.approx(
        fitted.positions_
    )
    table = Wordfish().fit(pd.DataFrame(drawn[0], columns=names)).words()
    assert table.index[-1] == names[fitted.word_weights_.argmax()]
    assert table["weight"].is_monotonic_increasing


def test_two_fits_agree_and_it_can_be_kept(fitted, drawn):
    kept = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(kept.positions_, Wordfish().fit(drawn[0]).positions_)


def test_it_says_when_it_has_not_converged(drawn):
    with pytest.warns(ConvergenceWarning, match="no convergence in 1 rounds"):
        Wordfish(max_iter=1).fit(drawn[0])


@pytest.mark.parametrize(
    ("counts", "direction", "message"),
    [
        ([[1, 2], [2, 1]], (0, 1), "minimum of 3"),
        ([[1, 2], [0, 0], [2, 1]], (0, 1), "text 1 has no word"),
        ([[1, 0], [1, 0], [2, 0]], (0, 1), "1 words are used by no text"),
        ([[1, 2], [1, 1], [2, -1]], (0, 1), "Negative values"),
        ([[1, 2], [2, 4], [3, 6]], (0, 1), "use the words alike"),
        ([[1, 2], [1, 1], [2, 1]], (0, 3), "there are 3 texts"),
        ([[1, 2], [1, 1], [2, 1]], (2, -1), "two different texts"),
    ],
)
def test_bad_counts_are_refused(counts, direction, message):
    with pytest.raises(ValueError, match=message):
        Wordfish(direction).fit(counts)
