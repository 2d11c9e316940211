"""Seeded frames: votes without labels, coded articles as far as there are any."""

import math

import numpy as np
import pytest

from stance.article import as_passages
from stance.models import make_model
from stance.models.votes import FUNCTIONS, cast_votes, code_strengths, mean_votes

ECONOMY = [
    "Wages and prices rose while the market and trade grew.",
    "Taxes, jobs and inflation worried the banks.",
    "The budget deficit and the debt of the economy grew; bread is dear.",
]
LAW = [
    "The judge and the court heard the lawsuit.",
    "Judges ruled that the constitution forbids the statute.",
    "The supreme court struck down the law; robes were worn.",
]
PLAIN = ["It rained all day.", "They met again in May.", "The dog slept."] * 2
TEXTS = ECONOMY + LAW + PLAIN
LEGAL = "legality-constitutionality-jurisdiction"
SETS = [frozenset({"economic"})] * 3 + [frozenset({LEGAL})] * 3 + [frozenset()] * 6


def test_without_gold_the_labels_are_not_read():
    one = make_model("frames-seeded").fit(TEXTS, SETS)
    other = make_model("frames-seeded").fit(TEXTS, SETS[::-1])
    assert list(one.classes_) == ["economic", LEGAL]
    assert np.array_equal(one.predict_proba(TEXTS), other.predict_proba(TEXTS))
    assert one.predict([ECONOMY[0], LAW[0], PLAIN[0]]) == [SETS[0], SETS[3], frozenset()]


def test_words_no_codebook_lists_are_learned_from_the_votes():
    model = make_model("frames-seeded").fit(TEXTS, SETS)
    bread, robes = model.predict_proba(["bread is dear", "robes were worn"])
    assert bread[0] > bread[1]
    assert robes[1] > robes[0]


def test_coded_articles_weigh_by_their_number():
    uncoded = [*SETS[:1], *[None] * 11]
    seeded = make_model("frames-seeded-linear").fit(TEXTS, uncoded).steps[-1][1]
    assert seeded.n_coded_ == 1
    coded = make_model("frames-seeded-linear").fit(TEXTS, SETS).steps[-1][1]
    assert coded.n_coded_ == 12


def test_what_each_function_votes_is_known():
    headed = ["Court rules\n\nIt rained all day.", "It rained.", "A tax\n\nThe dog slept."]
    passages = as_passages(headed)
    strengths = code_strengths("policy-frames", [LEGAL], passages)
    votes = cast_votes("policy-frames", [LEGAL], passages, strengths, np.array([0.1]))
    assert votes.shape == (len(FUNCTIONS), 3, 1)
    assert votes[FUNCTIONS.index("headline"), :, 0].tolist() == [1, 0, 0]
    assert votes[FUNCTIONS.index("keywords"), :, 0].tolist() == [1, -1, -1]
    assert mean_votes(votes)[1:].max() <= 0


def test_the_report_tells_how_the_functions_vote():
    votes = make_model("frames-seeded").fit(TEXTS).steps[-1][1].report_
    assert set(votes) == set(FUNCTIONS)
    assert 0 < votes["keywords"]["coverage"] <= 1
    assert votes["keywords"]["conflict"] <= votes["keywords"]["overlap"]
    assert math.isnan(votes["keywords"]["accuracy"])
    coded = make_model("frames-seeded-linear").fit(TEXTS, SETS).steps[-1][1].report_
    assert coded["keywords"]["accuracy"] > 0.8


def test_bad_labels_are_named():
    with pytest.raises(ValueError, match="row 1: 'weather' is no code of policy-frames"):
        make_model("frames-seeded").fit(TEXTS[:2], [None, {"weather"}])
    with pytest.raises(ValueError, match="2 passages but 1 labels"):
        make_model("frames-seeded").fit(TEXTS[:2], [None])


def test_no_passage_no_rows():
    assert make_model("frames-seeded").fit(TEXTS, SETS).predict_proba([]).shape == (0, 2)
