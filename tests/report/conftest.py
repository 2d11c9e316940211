"""One invented article and its record, as `stance label --json` would print it."""

import copy

import pytest

TEXT = (
    "Mayor Ida Brandt welcomed the tram line. “It will pay for itself,” she said.\n\n"
    "The Traders’ League called the plan reckless. Its chairman, Olof Renn, warned that "
    "Brandt had hidden the costs from the council.\n\n"
    "The so-called “gift” opens in May."
)


def span(words, text=TEXT):
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def quotation(kind, content, speaker=None, name=None, cue=None):
    return {
        "kind": kind,
        "content": [span(content)],
        "cue": cue and span(cue),
        "source": None,
        "speaker": speaker,
        "speaker_name": name,
    }


def stance_row(voice, voice_name, target, target_name, label, probability, *evidence):
    return {
        "voice": voice,
        "voice_name": voice_name,
        "target": target,
        "target_name": target_name,
        "label": label,
        "probability": probability,
        "passages": len(evidence),
        "evidence": [span(words) for words in evidence],
    }


RECORD = {
    "id": "tram",
    "title": "City to build tram line",
    "frames": [
        {
            "code": "economic",
            "name": "economic",
            "probability": 0.8123,
            "primary": True,
            "evidence": [span("“It will pay for itself,” she said.")],
        },
        {
            "code": "political",
            "name": "political",
            "probability": 0.4,
            "primary": False,
            "evidence": [span("The Traders’ League called the plan reckless.")],
        },
    ],
    "quotations": [
        quotation("direct", "It will pay for itself,", "brandt", "Mayor Ida Brandt", "said"),
        quotation(
            "indirect",
            "Brandt had hidden the costs from the council",
            "renn",
            "Olof Renn",
            "warned",
        ),
        quotation("scare", "gift"),
    ],
    "actors": [
        {
            "id": "brandt",
            "name": "Mayor Ida Brandt",
            "aliases": ["Brandt"],
            "mentions": [
                {"start": 0, "end": 16},
                {"start": TEXT.index("Brandt had"), "end": TEXT.index("Brandt had") + 6},
            ],
        },
        {"id": "renn", "name": "Olof Renn", "aliases": [], "mentions": [span("Olof Renn")]},
    ],
    "stances": [
        stance_row(
            "author",
            "author",
            "brandt",
            "Mayor Ida Brandt",
            "neutral",
            0.61,
            "Mayor Ida Brandt welcomed the tram line.",
        ),
        stance_row(
            "renn",
            "Olof Renn",
            "brandt",
            "Mayor Ida Brandt",
            "against",
            0.77,
            "Brandt had hidden the costs from the council",
        ),
    ],
    "model": {"stance": "0.1.0", "frames": "0123456789abcdef", "signature": "long|string"},
}


@pytest.fixture
def text():
    return TEXT


@pytest.fixture
def record():
    return copy.deepcopy(RECORD)


@pytest.fixture
def empty():
    """The record of an article in which nothing was found."""
    layers = {name: [] for name in ("frames", "quotations", "actors", "stances")}
    return {"id": "empty", "title": "", "model": {"stance": "0.1.0"}} | layers
