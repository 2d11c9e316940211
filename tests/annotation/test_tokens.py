"""The tokens found by runs of characters are those of the definition, to the last offset."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotation.tokens import TOKEN, find_tokens

PIECES = st.sampled_from(
    [*"aBéß1²Ⅷ_ \n\t.,:/-&'’´\"“—\u0301\u200b\u00ad😀", "'s", "’LL", "U.S.", "5th", "北京", "ǅ"]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=25).map("".join))


@given(text=TEXTS)
@settings(max_examples=500, deadline=None)
def test_runs_and_definition_agree(text):
    assert list(find_tokens(text)) == [match.span() for match in TOKEN.finditer(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kerry's U.S.-made plan...", ["Kerry", "'s", "U.S.", "-", "made", "plan", "..."]),
        ("Al-Thani’s O’Neill don’t", ["Al-Thani", "’s", "O’Neill", "don’t"]),
        ("3,500 5th 1.2m 12:30 9/11", ["3,500", "5th", "1.2m", "12:30", "9/11"]),
        ("AT&T co\u00adop cafe\u0301", ["AT&T", "co", "op", "cafe\u0301"]),
        ("x" * 50 + "-y's", ["x" * 50 + "-y", "'s"]),
        ("", []),
        ("\ud800 a", ["\ud800", "a"]),
    ],
)
def test_words_numbers_and_marks(text, expected):
    assert find_tokens(text).words(text) == expected
