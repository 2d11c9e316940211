from hypothesis import given
from hypothesis import strategies as st

from stance.report.highlighting import Mark, cut_pieces, paragraph_bounds

offsets = st.integers(0, 30)
marks = st.lists(
    st.builds(
        lambda a, b, css: Mark(min(a, b), max(a, b), css),
        offsets,
        offsets,
        st.sampled_from("qme"),
    ),
    max_size=8,
)


@given(st.text(max_size=25), marks)
def test_pieces_add_up_to_the_text_and_carry_the_marks_over_them(text, marks):
    found = list(cut_pieces(text, marks, []))
    assert "".join(piece.text for piece in found) == text
    inside = [mark for mark in marks if mark.start < mark.end <= len(text)]
    for piece in found:
        over = {m.css for m in inside if m.start <= piece.start < m.end}
        assert set(piece.css.split()) == over


def test_two_marks_of_one_kind_may_overlap():
    found = cut_pieces("abcdef", [Mark(0, 4, "m"), Mark(2, 6, "m")], [])
    assert [(piece.text, piece.css) for piece in found] == [
        ("ab", "m"),
        ("cd", "m"),
        ("ef", "m"),
    ]


def test_a_title_holds_as_long_as_its_mark():
    found = cut_pieces("abcd", [Mark(1, 3, "m", title="Ann Lee")], [])
    assert [piece.title for piece in found] == ["", "Ann Lee", ""]


def test_a_tag_stands_where_its_mark_begins():
    tag = {"name": "Lee"}
    found = cut_pieces("abcd", [Mark(2, 4, "", tag)], [])
    assert [piece.tags for piece in found] == [(), (tag,)]


def test_lines_are_paragraphs_only_where_no_line_is_empty():
    assert len(list(paragraph_bounds("One.\nTwo."))) == 2
    assert len(list(paragraph_bounds("One\nline.\n \nTwo."))) == 2
    assert list(paragraph_bounds("")) == [(0, 0)]
