"""Pages laid end to end: every token where it says, nothing seen over a margin."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotation import annotate
from stance.annotation.annotate import page_of
from stance.annotation.columns import N_BORDERS, Columns
from stance.annotation.strip import MARGIN, strips
from stance.annotation.templates import hashed
from stance.annotation.wording import templates
from stance.article import Article

WORDS = st.sampled_from(
    ["“", "”", '"', "Ana Ruiz", "said", "that", ",", ".", "\n\n", "he", "and"]
)
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=5)


def page(text):
    return page_of(annotate(Article("1", text), layers=["actors"]))


@given(texts=TEXTS, most=st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_every_token_stands_in_one_strip_at_its_place(texts, most):
    pages = [page(text) for text in texts]
    found = []
    for strip in strips(pages, most):
        for one, first, end, base in zip(
            strip.excerpts, strip.first, strip.end, strip.base, strict=False
        ):
            starts, ends = strip.starts[first:end] - base, strip.ends[first:end] - base
            found += [(one.number, *span) for span in zip(starts, ends, strict=True)]
        assert np.all(np.diff(strip.starts) >= 0)
        assert len(strip.empty) == (len(strip.excerpts) + 1) * MARGIN
        assert not set(strip.empty) & set(strip.paragraphs)
    assert found == [(i, *span) for i, one in enumerate(pages) for span in one.tokens]


@given(texts=TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_page_has_the_same_columns_in_company_as_alone(texts):
    pages = [page(text) for text in texts]
    for strip in strips(pages):
        together = Columns(strip)
        for one, first, end in zip(strip.excerpts, strip.first, strip.end, strict=True):
            [own] = strips([one.outline.page])
            alone = Columns(own)
            for name, values in alone.named.items():
                assert np.array_equal(
                    values, together.named[name][first - MARGIN : end + MARGIN]
                )
            inner = alone.borders[MARGIN:-MARGIN]
            assert np.array_equal(inner, together.borders[first:end])
            assert (inner < N_BORDERS).all()


def test_features_do_not_depend_on_the_block():
    [strip] = strips([page("“We stay,” Ana Ruiz said. Nobody asked why, and so on.")])
    named, first, end = Columns(strip).named, MARGIN, strip.n - MARGIN

    def features(start, stop):
        return np.concatenate(list(hashed(named, templates("first"), 16, start, stop)))

    parts = [features(start, min(start + 4, end)) for start in range(first, end, 4)]
    assert np.array_equal(features(first, end), np.hstack(parts))
