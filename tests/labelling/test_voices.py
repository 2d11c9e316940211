from hypothesis import given
from hypothesis import strategies as st

from stance.article import Actor, AnnotatedArticle, Article, Quotation, Span
from stance.labelling.voices import LONGEST, outside, stance_passages, voice_stretches

TEXT = "Lee spoke. “Cole lies about Lee,” she said of Cole."


def spans_of(text, words):
    found, start = [], 0
    while (start := text.find(words, start)) >= 0:
        found.append(Span(start, start + len(words)))
        start += len(words)
    return tuple(found)


def annotated():
    lee = Actor("lee", "Lee", mentions=spans_of(TEXT, "Lee"))
    cole = Actor("cole", "Cole", mentions=spans_of(TEXT, "Cole"))
    spoken = Quotation((Span(12, 32),), speaker="lee")
    sentences = (Span(0, 10), Span(11, len(TEXT)))
    return AnnotatedArticle(
        Article("1", TEXT), sentences=sentences, actors=(lee, cole), quotations=(spoken,)
    )


def test_the_author_speaks_outside_quotations_and_the_speaker_inside():
    found = [(p.voice, target, p.text) for target, p in stance_passages(annotated())]
    assert found == [
        ("author", "lee", "Lee spoke."),
        ("author", "cole", "” she said of Cole."),
        ("lee", "cole", "Cole lies about Lee,"),
    ]


def test_a_scare_quote_is_the_authors():
    text = "Lee's “reform” failed."
    lee = Actor("lee", "Lee", mentions=(Span(0, 3),))
    scare = Quotation((Span(7, 13),), kind="scare")
    article = AnnotatedArticle(
        Article("1", text), sentences=(Span(0, 22),), actors=(lee,), quotations=(scare,)
    )
    assert [p.text for _, p in stance_passages(article)] == [text]


def test_a_stretch_without_full_stops_is_cut_at_spaces_and_loses_no_word():
    text = "names and numbers " * 300
    for quotations in ((), (Quotation((Span(0, len(text)),)),)):
        article = AnnotatedArticle(
            Article("1", text), sentences=[(0, len(text))], quotations=quotations
        )
        found = [span for _, span in voice_stretches(article)]
        assert max(span.end - span.start for span in found) <= LONGEST
        words = [word for span in found for word in span.of(text).split()]
        assert words == text.split()
    unbroken = AnnotatedArticle(Article("1", "x" * 4500), sentences=[(0, 4500)])
    assert [s.end - s.start for _, s in voice_stretches(unbroken)] == [2000, 2000, 500]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8).map(
    lambda pairs: sorted(Span(start, start + length) for start, length in pairs)
)


def apart(found):
    kept = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


@given(spans.map(apart), spans)
def test_outside_is_the_difference_of_the_character_sets(whole, held):
    def characters(found):
        return {i for span in found for i in range(span.start, span.end)}

    assert characters(outside(whole, held)) == characters(whole) - characters(held)
