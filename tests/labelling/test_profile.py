"""The profile: stretches by voice, with what their words add, worked out by hand."""

import numpy as np
import pytest

from stance.annotation.annotate import annotate
from stance.article import AUTHOR, Article, Span
from stance.labelling import label
from stance.labelling.profile import frame_profile
from stance.labelling.voices import UNKNOWN, voice_stretches
from stance.models import make_model

TEXT = "It rained all day. “It is a sin and wrong,” Ann Lee said. It rained again."
SETS = [frozenset({"economic"}), frozenset({"morality"}), frozenset()]
MODEL = make_model("frames-linear", hashed=2**12).fit(
    ["Taxes and wages rose.", "Sin is wrong.", "It rained."] * 6, SETS * 6
)


def test_sums_are_those_of_the_words_that_begin_in_each_stretch():
    stretches = [(AUTHOR, Span(0, 10)), ("a", Span(10, 20)), (AUTHOR, Span(20, 30))]
    starts, shares = np.array([0, 9, 10, 25]), np.array([0.5, 0.25, 1.0, -2.0])
    rows = frame_profile(stretches, starts, shares, 40)
    assert rows == [
        {"voice": AUTHOR, "start": 0, "end": 10, "position": 0.125, "contribution": 0.75},
        {"voice": "a", "start": 10, "end": 20, "position": 0.375, "contribution": 1.0},
    ]


def test_no_words_and_no_stretches_give_no_rows():
    nothing = np.zeros(0)
    assert frame_profile([], nothing.astype(int), nothing, 0) == []
    assert frame_profile([(AUTHOR, Span(0, 3))], nothing.astype(int), nothing, 3) == []


def test_what_nobody_known_says_is_of_an_unknown_voice():
    found = voice_stretches(
        annotate(Article("1", "“It rains,” and so on."), attribution="rules")
    )
    assert all(voice in {AUTHOR, UNKNOWN} for voice, _ in found)


def test_frames_stand_where_their_words_are_and_in_the_voice_that_says_them():
    labelled = label(TEXT, frames=MODEL, attribution="rules")
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
