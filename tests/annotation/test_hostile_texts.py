"""No text makes annotation raise, and every span of every layer lies where it says.

`STANCE_NASTY_TEXTS=100000` in the environment asks for as many generated texts of each kind of
attribution instead of a hundred and fifty: some ten minutes each.
"""

import os
import sys
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.annotation import annotate
from stance.annotation.annotate import ATTRIBUTIONS
from stance.article import Actor, Article

N_TEXTS = int(os.environ.get("STANCE_NASTY_TEXTS", "150"))
PIECES = st.sampled_from(
    [
        *"“”\"'‘’«»„‚‹›`.,;:!?()[]—-…&*_># \n\t",
        *("''", "``", "â€œ", "â€\x9d", "â€™", "&quot;", "&rdquo;", "\r\n", "\n\n", "\u00a0"),
        *("\u2028", "\x00", "\x85", "\ufeff", "\ud800", "👩\u200d🚀", "Q:", "A:", "RUIZ:"),
        *("\u200b", "\u202e", "\u0301", "😀", "שלום", "مرحبا", "北京", "²", "Ⅷ", "ǅ", "ß"),
        *("said", "that", "according", "to", "denied", "adding", "he", "they", "the", "paper"),
        *("repeated", "meeting", "and", "in", "Moscow", "French", "Texas", "governor", "Gov."),
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
    st.characters().map(str),
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
        assert all(word == word.strip() for word in layer.words(annotated.text))
    assert annotated.words == [token.of(annotated.text) for token in annotated.tokens]
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
        assert (quotation.speaker is None) == (quotation.speaker_probability is None)
        assert quotation.speaker_probability is None or 0 < quotation.speaker_probability <= 1
    contents = [quotation.content for quotation in annotated.quotations]
    assert contents == sorted(contents)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@given(text=TEXTS)
@settings(max_examples=N_TEXTS, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_raises_and_the_laws_of_spans_hold(attribution, text):
    check(annotate(Article("1", text), attribution=attribution))
    check(annotate(Article("1", text), attribution=attribution, actors=KNOWN, metonyms=True))


def steps(work):
    """How many instructions Python takes for a piece of work: the same at every run."""
    taken = 0

    def trace(frame, event, _):
        nonlocal taken
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        taken += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return taken


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
        *("Ana Ruiz ", "the governor, Gov. Ruiz, ", "A. ", "according to ", "# A B C D\n"),
        "“We win,” Ana Ruiz said, adding that it (NFB) lost. ",
        "“a,” he said, adding that ",
    ],
)
def test_the_cost_grows_with_the_length_and_no_faster(attribution, unit):
    def work(n):
        annotate(Article("1", unit * (n // len(unit))), attribution=attribution)

    work(500)
    taken = [steps(lambda n=n: work(n)) for n in (1500, 6000)]
    assert taken[1] < 5 * taken[0]  # four times the text; sixteen if quadratic
