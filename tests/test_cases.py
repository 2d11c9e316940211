"""Runs every case of `tests/cases`: a text, what is expected of it, and why.

A case with `"expect": "fail"` is a known failure; mending it without moving it is an error.
"""

import json
from pathlib import Path

import pytest

from stance.annotation import annotate
from stance.article import Article

CASES = Path(__file__).parent / "cases"


def sentences(text):
    return [
        span.of(text) for span in annotate(Article("1", text), layers=["sentences"]).sentences
    ]


def actors(text):
    found = annotate(Article("1", text), layers=["actors"]).actors
    return {actor.name: len(actor.mentions) for actor in found}


def quotations(text):
    annotated = annotate(Article("1", text), attribution="rules")
    names = {actor.id: actor.name for actor in annotated.actors}
    return [
        [
            quotation.kind,
            quotation.cue and quotation.cue.of(text),
            quotation.source and quotation.source.of(text),
            names.get(quotation.speaker),
            [span.of(text) for span in quotation.content],
        ]
        for quotation in annotated.quotations
    ]


READERS = {"actors": actors, "quotations": quotations, "sentences": sentences}


def cases():
    for path in sorted(CASES.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            failing = case.get("expect") == "fail"
            marks = [pytest.mark.xfail(reason=case["comment"], strict=True)] if failing else []
            yield pytest.param(path.stem, case, marks=marks, id=f"{path.stem}: {case['label']}")


@pytest.mark.parametrize(("kind", "case"), list(cases()))
def test_case(kind, case):
    assert READERS[kind](case["text"]) == case["expected"]
