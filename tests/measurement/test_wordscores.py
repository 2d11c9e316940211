"""Known answers: Laver, Benoit & Garry (2003); `quanteda.textmodels` 0.9 and `austin` in R."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.pipeline import make_pipeline

from stance.measurement.counts import WordCounts
from stance.measurement.wordscores import Wordscores

GIVEN = [-1.5, -0.75, 0.0, 0.75, 1.5]


@pytest.fixture
def fitted(worked_example):
    return Wordscores().fit(worked_example.iloc[:5], GIVEN)


def test_the_words_of_the_worked_example_are_scored_as_printed(fitted):
    published = [-1.5, -1.48125, -1.4809322, -1.4519231, -1.4083333, -1.3232984, -1.1846154]
    assert fitted.word_scores_[4:11] == pytest.approx(published, abs=5e-8)
    assert fitted.word_scores_[18] == pytest.approx(0)


def test_the_virgin_text_stands_where_the_paper_puts_it(fitted, worked_example):
    virgin = fitted.positions(worked_example).loc["V1"]
    assert virgin["position"] == pytest.approx(-0.4480591, abs=5e-8)  # paper: -0.45
    assert virgin["standard_error"] == pytest.approx(0.01189767, abs=5e-9)  # paper: 0.0119
    assert virgin["scored_share"] == 1


@pytest.mark.parametrize(
    ("rescaling", "published"),
    [
        (None, [-1.317931, -0.7395598, 0, 0.7395598, 1.317931, -0.4480591]),
        ("lbg", [-1.58967683, -0.88488724, 0.01632248, 0.9175322, 1.62232179, -0.52967149]),
        ("mv", [-1.5, -0.841728, 0, 0.841728, 1.5, -0.5099572]),
    ],
)
def test_rescaled_positions_are_those_of_quanteda(rescaling, published, worked_example):
    scores = Wordscores(rescaling).fit(worked_example.iloc[:5], GIVEN)
    assert scores.predict(worked_example) == pytest.approx(published, abs=1e-6)


def test_the_interval_is_rescaled_with_the_position(worked_example):
    scores = Wordscores("mv").fit(worked_example.iloc[:5], GIVEN)
    virgin = scores.positions(worked_example).loc["V1"]
    assert virgin["standard_error"] == pytest.approx(0.013541297, abs=5e-9)
    assert (virgin["low"], virgin["high"]) == pytest.approx((-0.536498, -0.483417), abs=1e-6)


@pytest.mark.data
def test_british_manifestos_stand_where_the_paper_puts_them(scaling):
    table = scaling("austin/ukmanif.csv", index_col=0).T
    references = table.loc[["UKLAB92a.txt", "UKLIBDEM92a.txt", "UKCONS92a.txt"]]
    virgin = table.loc[["FULUKLAB97a.txt", "UKCONS97a.txt", "UKLIBDEM97a.txt"]]
    scores = Wordscores("lbg").fit(references, [5.35, 8.21, 17.21])
    # austin in R; the paper prints 9.17, 17.18 and 5.00
    assert scores.predict(virgin) == pytest.approx([9.193603, 17.160808, 4.972796], abs=1e-6)
    raw = scores.set_params(rescaling=None).positions(virgin)["standard_error"]
    assert raw.to_numpy() == pytest.approx([0.01479069, 0.01360703, 0.01531787], abs=1e-8)


@pytest.mark.data
def test_all_58_speeches_of_a_debate_stand_where_austin_puts_them(scaling):
    table = scaling("austin/daildata.csv", index_col=0).T
    theirs = scaling("reference_austin/wordscores_dail1991_virgin.csv", index_col=0)
    given = {"Haughey": 1.0, "Spring": -1.0, "deRossa": -1.0}
    rows = {who: next(n for n in table.index if who in n) for who in given}
    scores = Wordscores().fit(table.loc[list(rows.values())], list(given.values()))
    ours = scores.predict(table.loc[theirs.index])
    assert len(ours) == 55
    assert ours == pytest.approx(theirs["Score"].to_numpy(), abs=1e-9)


def test_words_of_no_reference_are_not_scored_and_counted_as_such():
    references = np.array([[3, 1, 0], [1, 3, 0]])
    scores = Wordscores().fit(references, [0.0, 1.0])
    assert np.isnan(scores.word_scores_[2])
    row = scores.positions(np.array([[2, 2, 6]])).loc[0]
    assert (row["position"], row["scored_words"], row["scored_share"]) == (0.5, 4, 0.4)


def test_sparse_counts_texts_and_tables_agree(worked_example):
    dense = worked_example.to_numpy()
    texts = [" ".join(np.repeat(worked_example.columns, row)) for row in dense]
    ours = Wordscores().fit(csr_matrix(dense[:5]), GIVEN).predict(csr_matrix(dense))
    both = make_pipeline(WordCounts(), Wordscores()).fit(texts[:5], GIVEN).predict(texts)
    assert ours == pytest.approx(both)


def test_a_raw_position_does_not_depend_on_the_other_texts(fitted, worked_example):
    together = fitted.predict(worked_example)
    alone = [fitted.predict(worked_example.iloc[[row]])[0] for row in range(6)]
    assert together == pytest.approx(alone)


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[1, 1], [1, 2]], [1.0], "give one number for each"),
        ([[1, 1], [1, 2]], [1.0, 1.0], "all references have one position"),
        ([[1, 1], [1, 2]], [1.0, np.nan], "reference 1 is nan"),
        ([[1, 1], [0, 0]], [1.0, 2.0], "text 1 has no word"),
        ([[1, -1], [1, 2]], [1.0, 2.0], "Negative values"),
    ],
)
def test_bad_references_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        Wordscores().fit(X, y)


def test_bad_options_and_bad_texts_are_refused(worked_example):
    with pytest.raises(ValueError, match="give None, 'lbg' or 'mv'"):
        Wordscores("LBG").fit(worked_example.iloc[:5], GIVEN)
    scores = clone(Wordscores("lbg")).fit([[3, 1, 0], [1, 3, 0]], [0, 1])
    with pytest.raises(ValueError, match="at least two that differ"):
        scores.predict([[1, 2, 0]])
    with pytest.raises(ValueError, match="text 1 has no word that can be scored"):
        scores.predict([[1, 2, 0], [0, 0, 5]])
