"""The learned attribution on a toy language that a few sentences can teach."""

from functools import partial

import numpy as np
import pytest
from sklearn.base import clone

from stance.annotation import annotate
from stance.annotation.annotate import page_of
from stance.annotation.attributor import Attributor
from stance.annotation.columns import Columns
from stance.annotation.links import Linker, TaggedSpans, pairs
from stance.annotation.related import kind_of, related
from stance.annotation.strip import MARGIN, strips
from stance.article import Article, Quotation, Span

NAMES = ("Ana Ruiz", "Ivo Lund", "the minister", "officials")
CLAIMS = ("taxes will rise", "the bridge will stand", "nobody paid", "we lost")


def page(text):
    return page_of(annotate(Article("1", text), layers=["actors"]))


def columns_of(text):
    [strip] = strips([page(text)])
    return Columns(strip)


def span(text, part):
    start = text.index(part)
    return Span(start, start + len(part))


def lesson(name, claim, direct):
    text = f"“{claim},” {name} said. It rained." if direct else f"Then {name} said {claim}. So."
    content = span(text, f"“{claim},”" if direct else claim)
    kind = "direct" if direct else "indirect"
    return text, (Quotation((content,), kind, span(text, "said"), span(text, name)),)


@pytest.fixture(scope="module")
def attributor():
    lessons = [lesson(n, c, direct) for direct in (True, False) for n in NAMES for c in CLAIMS]
    texts, labels = zip(*lessons, strict=True)
    model = Attributor(bits=14, epochs=20, decay=1e-3, caution=0.01, least=1, dropout=0)
    return model.fit([page(text) for text in texts], labels)


@pytest.mark.parametrize("direct", [True, False], ids=["direct", "indirect"])
def test_it_finds_what_it_was_taught_in_words_it_has_not_seen(attributor, direct):
    text, expected = lesson("Pia Holt", "the roof will stand", direct)
    assert attributor.quotations([page(text)]) == [expected]


def test_a_text_without_words_has_no_quotations(attributor):
    assert attributor.quotations([page(""), page(" \n\n ")]) == [(), ()]
    assert attributor.quotations([]) == []


def test_many_pages_at_once_are_what_each_is_alone(attributor):
    texts = [
        lesson(name, claim, d)[0]
        for name, claim, d in zip(NAMES, CLAIMS, (1, 0, 1, 0), strict=True)
    ]
    pages = [page(text) for text in ("", *texts, "He said.", *texts[::-1], "“", "Ana Ruiz")]
    alone = [attributor.quotations([one])[0] for one in pages]
    assert attributor.quotations(pages) == alone
    assert sum(map(len, alone)) == 8


@pytest.mark.parametrize(
    ("between", "others", "pieces"),
    [(" ", 0, [2]), ("\n\n", 0, [2]), ("\n\nSo.\n\n", 2, [1])],
    ids=["same paragraph", "next paragraph", "later"],
)
def test_words_in_marks_without_a_cue_go_on_with_the_quotation_before(between, others, pieces):
    columns = columns_of(f"“We stay,” Ivo Lund said.{between}“We lost.”")
    tags = [5, 6, 6, 6, 6, 1, 2, 3, 0, *[0] * others, 5, 6, 6, 6, 6]
    spans = TaggedSpans.of(np.pad(tags, MARGIN))
    found = related(columns, spans, np.array([2, 2, 2, -1]))
    assert [len(one.content) for _, one in found] == pieces


def test_long_paragraphs_are_tagged_in_pieces_and_blocks(attributor, monkeypatch):
    text, _ = lesson("Pia Holt", "the roof will stand", False)
    long = page(text[:-4] * 3)
    whole = attributor.quotations([long])
    monkeypatch.setattr("stance.annotation.attributor._BLOCK", 5)
    assert attributor.quotations([long]) == whole
    assert len(whole[0]) == 3


def test_a_long_page_is_laid_out_in_several_strips(attributor, monkeypatch):
    text, expected = lesson("Pia Holt", "the roof will stand", False)
    long, short = page(text * 3), page(text)
    n = len(short.tokens)
    monkeypatch.setattr("stance.annotation.attributor.strips", partial(strips, most=n))
    in_parts, whole = attributor.quotations([long, short])
    assert whole == expected
    assert [one.content[0].start for one in in_parts] == [
        expected[0].content[0].start + i * len(text) for i in range(3)
    ]


def test_texts_without_words_do_not_shift_the_lessons_after_them(attributor):
    lessons = [lesson(n, c, direct) for direct in (True, False) for n in NAMES for c in CLAIMS]
    texts, labels = zip(*[("", ()), lessons[0], (" \n", ()), *lessons[1:]], strict=True)
    model = clone(attributor).set_params(folds=1).fit([page(text) for text in texts], labels)
    bare = clone(model).fit(*zip(*[(page(t), q) for t, q in lessons], strict=True))
    assert np.array_equal(model.second_.weights_, bare.second_.weights_)


def test_labels_without_a_cue_are_refused():
    with pytest.raises(ValueError, match="no quotation has a cue"):
        Attributor().fit([page("It rained.")], [()])


def test_quotation_marks_are_seen_by_the_columns():
    columns = columns_of("He said: “We stay.” So.")
    [excerpt] = columns.strip.excerpts
    quote = columns.named["quote"][MARGIN:-MARGIN].tolist()
    words = dict(zip(excerpt.outline.page.words, quote, strict=True))
    assert (words["“"], words["We"], words["stay"], words["”"]) == (6, 2, 3, 1)
    assert columns.inside.sum() == 3


def test_a_content_goes_to_a_cue_of_its_own_paragraph():
    text = "Ana said yes.\n\nIvo denied no."
    columns = columns_of(text)
    spans = TaggedSpans.of(np.pad([1, 3, 5, 0, 1, 3, 5, 0], MARGIN))
    linker = Linker().fit([columns], [spans], [np.array([0, 0, 0, 1, 1, 1])])
    assert linker.link(columns, spans).tolist() == [1, 1, 1, 4, 4, 4]
    assert len(pairs(columns, spans)[0]) == 4


def test_one_cue_has_one_source():
    columns = columns_of("Ana and Ivo said yes.")
    spans = TaggedSpans.of(np.pad([1, 0, 1, 3, 5, 0], MARGIN))
    owner = Linker().fit([columns], [spans], [np.array([7, 0, 0, 0])]).link(columns, spans)
    assert sorted(owner[:2].tolist()) == [-1, 2]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“All of it.”", "direct"),
        ("half “of it”", "mixed"),
        ("none", "indirect"),
        ("“open", "direct"),
    ],
)
def test_the_kind_follows_from_the_marks(text, kind):
    assert kind_of([Span(0, len(text))], text) == kind
