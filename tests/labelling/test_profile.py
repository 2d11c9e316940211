"""The profile: stretches by voice, with what their words add, worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stance.annotation.annotate import annotate
from stance.article import AUTHOR, AnnotatedArticle, Article, Span
from stance.labelling import label
from stance.labelling.profile import WORDS, grounds_in
from stance.labelling.voices import UNKNOWN, voice_stretches
from stance.models import make_model
from stance.models.shares import WordShares

TEXT = "It rained all day. “It is a sin and wrong,” Ann Lee said. It rained again."
SETS = [frozenset({"economic"}), frozenset({"morality"}), frozenset()]
TEXTS = ["Taxes and wages rose.", "Sin is wrong.", "It rained."]
MODELS = [
    make_model(name).fit(TEXTS * 6, SETS * 6) for name in ("frames-linear", "frames-hashed")
]


def test_sums_are_those_of_the_words_that_begin_in_each_stretch():
    starts, shares = [0, 9, 10, 25], np.array([[0.5], [0.25], [1.0], [-2.0]])
    found = WordShares([Span(start, start + 3) for start in starts], shares)
    article = AnnotatedArticle(Article("1", "x" * 40), sentences=[(0, 20), (20, 30)])
    spans = np.array([[0, 10], [10, 20], [20, 30]])
    grounds = grounds_in(found, article, [AUTHOR, "a", AUTHOR], spans)[0]
    assert grounds["profile"] == [
        {"voice": AUTHOR, "start": 0, "end": 10, "position": 0.125, "contribution": 0.75},
        {"voice": "a", "start": 10, "end": 20, "position": 0.375, "contribution": 1.0},
    ]
    assert grounds["evidence"] == [{"start": 0, "end": 20}]
    assert [(row["start"], row["contribution"]) for row in grounds["words"]] == [
        (0, 0.5),
        (9, 0.25),
        (10, 1.0),
    ]


def test_no_words_and_no_stretches_give_no_rows():
    nothing = WordShares([], np.zeros((0, 2)))
    article = AnnotatedArticle(Article("1", "..."), sentences=[(0, 3)])
    for spans in (np.zeros((0, 2), int), np.array([[0, 3]])):
        grounds = grounds_in(nothing, article, [AUTHOR] * len(spans), spans)[0]
        assert grounds == {"evidence": [], "words": [], "profile": []}


@given(
    st.integers(0, 40).flatmap(
        lambda n: arrays.arrays(float, (n, 2), elements=st.sampled_from([-1, 0, 1, 2]))
    )
)
def test_the_words_of_a_frame_are_those_that_add_most_and_of_equals_the_first(shares):
    starts = range(len(shares))
    article = AnnotatedArticle(Article("1", "x" * len(shares)), sentences=[(0, len(shares))])
    found = WordShares([Span(start, start + 1) for start in starts], shares)
    grounds = grounds_in(found, article, [AUTHOR], np.array([[0, len(shares)]]))
    for column, own in zip(shares.T, grounds, strict=True):
        adding = [start for start in starts if column[start] > 0]
        best = sorted(sorted(adding, key=lambda start: (-column[start], start))[:WORDS])
        assert [row["start"] for row in own["words"]] == best


def test_what_nobody_known_says_is_of_an_unknown_voice():
    found = voice_stretches(
        annotate(Article("1", "“It rains,” and so on."), attribution="rules")
    )
    assert all(voice in {AUTHOR, UNKNOWN} for voice, _ in found)


@pytest.mark.parametrize("model", MODELS, ids=["linear", "hashed"])
def test_frames_stand_where_their_words_are_and_in_the_voice_that_says_them(model):
    labelled = label(TEXT, frames=model, attribution="rules")
    profile = labelled.profile
    assert set(profile["code"]) <= {"economic", "morality"}
    sins = profile[profile["code"] == "morality"]
    assert [TEXT[row.start : row.end] for row in sins.itertuples()] == [
        "It is a sin and wrong,"
    ]
    assert sins["voice_name"].tolist() == ["Ann Lee"]
    assert labelled.frames_by_voice.sum().tolist() == pytest.approx(
        [1.0] * len(labelled.frames)
    )
    words = labelled.frames.set_index("code")["words"]["morality"]
    assert "sin" in [TEXT[word["start"] : word["end"]] for word in words]


def test_a_model_whose_words_cannot_be_told_apart_gives_none():
    keywords = make_model("frames-keywords").fit(["The court ruled.", "It rained.", "We met."])
    labelled = label("The court and the judge.", frames=keywords, attribution="rules")
    assert len(labelled.profile) == 0
    assert labelled.frames_by_voice.empty
