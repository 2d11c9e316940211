"""The learned attribution on nasty texts: spans lie where they say, and the work is linear."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotation import annotate
from stance.annotation.annotate import page_of, shipped_attributor
from stance.annotation.attributor import pieces_of
from stance.annotation.columns import Columns
from stance.annotation.links import TaggedSpans, pairs
from stance.annotation.strip import MARGIN, MOST, strips
from stance.article import Article

PIECES = st.sampled_from(
    [
        *"“”\"'‘’«»„`.,;:!?()—…* \n",
        *("''", "â€œ", "\r\n\r\n", "\u00a0", "\u200b", "\u202e", "\u0301", "😀", "שלום"),
        *("said", "that", "according", "to", "denied", "adding", "he", "Ana", "Ruiz", "U.S."),
    ]
)
TEXTS = st.lists(
    st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=40).map(" ".join)), max_size=4
)


def page(text):
    return page_of(annotate(Article("1", text), layers=["actors"]))


@given(texts=TEXTS)
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_their_text_in_order_and_apart(texts):
    pages = [page(text) for text in texts]
    for one, quotations in zip(pages, shipped_attributor().quotations(pages), strict=True):
        starts = {token.start for token in one.tokens}
        ends = {token.end for token in one.tokens}
        taken = []
        for quotation in quotations:
            assert quotation.content
            assert quotation.cue is not None
            assert all(a.end <= b.start for a, b in pairwise(quotation.content))
            parts = (*quotation.content, quotation.cue, quotation.source)
            taken += [part for part in parts if part is not None]
        assert all(0 <= a < b <= len(one.text) for a, b in taken)
        assert all(a in starts and b in ends for a, b in taken)
        assert all(a.end <= b.start for a, b in pairwise(sorted(taken)))
        assert [q.content for q in quotations] == sorted(q.content for q in quotations)


@pytest.mark.parametrize("unit", ['"a" ', "“ ", "said, ", "“We win,” Ana Ruiz said.\n\n"])
def test_the_work_grows_with_the_text_and_no_faster(unit):
    work = np.array([pieces_of_work(page(unit * n)) for n in (300, 1200, 4800)])
    assert (work[1:] <= 4 * work[:-1] + 10).all()


def pieces_of_work(one):
    """Tokens laid out, pieces decoded, steps of the longest, spans, and pairs to be linked."""
    found = np.zeros(5, dtype=int)
    for strip in strips([one]):
        columns = Columns(strip)
        pieces = pieces_of(columns)
        spans = TaggedSpans.of(shipped_attributor().tags(columns))
        counts = (strip.n, len(pieces), 0, len(spans.kind), len(pairs(columns, spans)[0]))
        found += counts
        found[2] = max(found[2], np.diff(pieces).max())
        assert strip.n <= MOST + 2 * MARGIN
        assert found[2] <= 400
    return found
