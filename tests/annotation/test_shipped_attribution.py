"""The attribution that ships: on invented sentences, on PolNeAR, and in real news."""

import hashlib
from pathlib import Path

import pytest

from stance.annotation import annotate
from stance.annotation.annotate import page_of, shipped_attributor
from stance.article import Article
from stance.datasets import load
from stance.evaluation.metrics import score

FOUNDING = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("000_*.txt"))


def relations(text):
    annotated = annotate(Article("1", text), attribution="learned")
    names = {actor.id: actor.name for actor in annotated.actors}
    return [
        (q.kind, names.get(q.speaker), " / ".join(span.of(text) for span in q.content))
        for q in annotated.quotations
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Senator Ana Ruiz told reporters that the plan would fail.",
            ("indirect", "Ana Ruiz", "the plan would fail"),
        ),
        (
            "“We will not pay for this,” Ana Ruiz said.",
            ("direct", "Ana Ruiz", "We will not pay for this,"),
        ),
        (
            "The bridge is not safe, according to the ministry.",
            ("indirect", "the ministry", "The bridge is not safe"),
        ),
        ("The so-called “quiet reform” costs millions.", ("scare", None, "quiet reform")),
    ],
    ids=["indirect", "direct", "according to", "scare"],
)
def test_what_anybody_would_expect(text, expected):
    assert relations(text) == [expected]


@pytest.mark.data
def test_the_shipped_model_reaches_its_floors_on_polnear_dev():
    split = load("polnear/dev")
    pages = [page_of(annotate(one.article, layers=["actors"])) for one in split.passages]
    guesses = shipped_attributor().quotations(pages)
    floors = {
        "content_exact": 0.50,
        "content_begin": 0.65,
        "cue_exact": 0.65,
        "source_exact": 0.65,
    }
    found = score(list(split.labels), guesses, metrics=floors, labels=())
    assert {name: found[name] for name in floors if found[name] < floors[name]} == {}


SPOKEN = {
    "Hamid Karzai": [494, 561, 1116],
    "High Peace Council": [751, 800],
    "New York Times": [2236],
    "Khaleej Times": [3522, 3560],
}
"""Who speaks what stands in quotation marks in the founding article, by where it begins."""
REPORTED = {
    "Taliban officials": [1323, 1395],
    "John Kerry": [1542, 1635],
    "US planners": [1946],
    "New York Times": [2214],
    "Associated Press": [3324],
    "Khaama Press": [4159],
}
"""Whose words it reports, by a place in them."""
SCARE = [3812, 4491]


@pytest.mark.data
@pytest.mark.skipif(not FOUNDING, reason="the founding article is not beside this checkout")
@pytest.mark.parametrize("attribution", ["rules", "learned"])
def test_the_founding_article(attribution):
    text = FOUNDING[0].read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "80a83298659d18aa"
    annotated = annotate(Article("1", text), attribution=attribution)
    names = {actor.id: actor.name for actor in annotated.actors}

    def speakers(place, kinds):
        return {
            names.get(quotation.speaker)
            for quotation in annotated.quotations
            if quotation.kind in kinds
            and any(piece.start <= place < piece.end for piece in quotation.content)
        }

    for expected, kinds in ((SPOKEN, {"direct", "mixed"}), (REPORTED, {"indirect", "mixed"})):
        found = {name: [speakers(at, kinds) for at in expected[name]] for name in expected}
        assert found == {name: [{name}] * len(expected[name]) for name in expected}
    assert [speakers(place, {"scare"}) for place in SCARE] == [{None}, {None}]
    wanted = {"Taliban", "United States", "John Kerry", "John Allen", "Qatar", "Hamid Karzai"}
    assert wanted <= set(names.values())
