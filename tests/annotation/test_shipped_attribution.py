"""The attribution that ships: on invented sentences, on PolNeAR, and in real news."""

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


@pytest.mark.data
@pytest.mark.skipif(not FOUNDING, reason="the founding article is not beside this checkout")
@pytest.mark.parametrize("attribution", ["rules", "learned"])
def test_the_founding_article(attribution):
    text = FOUNDING[0].read_text("utf-8")
    annotated = annotate(Article("1", text), attribution=attribution)
    names = {actor.id: actor.name for actor in annotated.actors}
    spoken = [q for q in annotated.quotations if q.kind in {"direct", "mixed"}]
    speakers = [names.get(q.speaker) for q in spoken for _ in q.content]
    assert speakers.count("Hamid Karzai") >= 3
    assert {"High Peace Council", "Khaleej Times"} <= set(speakers)
    cited = {names.get(q.speaker) for q in annotated.quotations}
    assert {"Taliban officials", "US planners", "New York Times", "Khaama Press"} <= cited
    assert attribution == "rules" or {"John Kerry", "Associated Press"} <= cited
    scare = [q for q in annotated.quotations if q.kind == "scare"]
    assert any("War" in q.content[0].of(text) for q in scare)
    wanted = {"Taliban", "United States", "John Kerry", "John Allen", "Qatar", "Hamid Karzai"}
    assert wanted <= set(names.values())
