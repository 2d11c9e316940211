import pytest

from stance.annotation.marks import bare, find_quoted
from stance.annotation.sentences import find_paragraphs
from stance.article import Quotation, Span


def quoted(text):
    found = find_quoted(text, find_paragraphs(text))
    return [[span.of(text) for span in spans] for spans in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One” and “two”.", [["One"], ["two"]]),
        ('"One" and "two".', [["One"], ["two"]]),
        ("„Eins“ und »zwei«.", [["Eins"], ["zwei"]]),
        ("``One'' and ''two.", [["One"], ["two."]]),
        ("He said ‘one’ and 'two'.", [["one"], ["two"]]),
        ("“He said ‘one’ to me.”", [["He said ‘one’ to me."]]),
        ("The workers' own '90s plan isn't ours'.", []),
        ('A 6" pipe and "a quotation".', [["a quotation"]]),
        ("“One.\n\n“Two.”\n\nThree.", [["One.", "Two."]]),
        ("“One goes\n\non here.” Two.", [["One goes", "on here."]]),
        ("“One.\n\nTwo “three”.", [["One."], ["three"]]),
        ("“One “two” three", [["two"]]),
        ("” closes nothing. “", []),
        ("", []),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_stands_in_marks(text, expected):
    assert quoted(text) == expected


def test_pieces_lose_their_marks_and_empty_ones_go():
    text = "“Yes,” he said, “” “no.”"
    stripped = bare(Quotation((Span(0, 6), Span(16, 18), Span(19, 24))), text)
    assert [span.of(text) for span in stripped.content] == ["Yes,", "no."]


def test_a_reported_clause_loses_its_that_and_a_quoted_one_keeps_it():
    text = "“That is it,” he said; that it rained."
    clause = bare(Quotation((Span(23, 37),), "indirect"), text)
    assert clause.content[0].of(text) == "it rained"
    assert bare(Quotation((Span(0, 13),)), text).content[0].of(text) == "That is it,"
