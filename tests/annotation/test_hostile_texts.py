"""No text makes annotation raise, and every span of every layer lies where it says."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotation import annotate
from stance.annotation.annotate import ATTRIBUTIONS
from stance.article import Actor, Article

PIECES = st.sampled_from(
    [
        *"“”\"'‘’«»„`.,;:!?()[]—-…&*_ \n\t",
        *("''", "``", "â€œ", "â€\x9d", "\r\n", "\n\n", "\u00a0"),
        *("\u200b", "\u202e", "\u0301", "😀", "שלום", "مرحبا", "北京", "²", "Ⅷ", "ǅ", "ß"),
        *("said", "that", "according", "to", "denied", "adding", "he", "they", "the", "paper"),
        *(
            "Ruiz",
            "Ana",
            "US",
            "U.S.",
            "President",
            "of",
            "State",
            "al-",
            "bin",
            "(NFB)",
            "Sen.",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=40).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    ),
)
KNOWN = (Actor("ana", "Ana Ruiz", ("Ruiz",)), Actor("odd", "U.S.", ("", "北京", "he")))


def check(annotated):
    """The laws of spans: inside the text, not empty, in order, apart where they must be."""
    n = len(annotated.text)
    for layer in (annotated.paragraphs, annotated.sentences, annotated.tokens):
        assert all(0 <= span.start < span.end <= n for span in layer)
        assert all(one.end <= two.start for one, two in pairwise(layer))
    ids = {actor.id for actor in annotated.actors}
    assert len(ids) == len(annotated.actors)
    for actor in annotated.actors:
        assert all(0 <= span.start < span.end <= n for span in actor.mentions)
        assert list(actor.mentions) == sorted(actor.mentions)
    for quotation in annotated.quotations:
        assert quotation.content
        parts = [*quotation.content, quotation.cue, quotation.source]
        assert all(0 <= span.start < span.end <= n for span in parts if span is not None)
        pieces = quotation.content
        assert all(one.end <= two.start for one, two in pairwise(pieces))
        assert quotation.speaker is None or quotation.speaker in ids


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@given(text=TEXTS)
@settings(max_examples=150, deadline=None)
def test_nothing_raises_and_the_laws_of_spans_hold(attribution, text):
    check(annotate(Article("1", text), attribution=attribution))
    check(annotate(Article("1", text), attribution=attribution, actors=KNOWN))


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "“",
            '"a" ',
            "”",
            "a,” ",
            "said ",
            "denied that denied ",
            "repeated the ",
            ", he said, ",
        ),
        *("Q: a\n\nA: b\n\n", "he said:\n\n", "> a\n\n", "RUIZ: ", "“a\n\n"),
        "“We win,” Ana Ruiz said, adding that it (NFB) lost. ",
        "“a,” he said, adding that ",
    ],
)
def test_the_cost_grows_with_the_length_and_no_faster(attribution, unit):
    annotate(Article("1", unit * 10), attribution=attribution)
    seconds = []
    for n in (10_000, 40_000):
        start = time.process_time()
        annotate(Article("1", unit * (n // len(unit))), attribution=attribution)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 10 * seconds[0] + 0.1  # four times the text; sixteen if quadratic
