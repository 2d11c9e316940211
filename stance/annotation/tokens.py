"""Tokens: the words, numbers and marks of a text, each a span."""

import re
from functools import partial

from stance.article import Token

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters without width, as a character class: they are no tokens of their own."""

_JOINED = r"[\w\u0300-\u036f]"
# In order of trial: clitics after a word, initials, numbers, words, and runs of one mark.
# Possessive quantifiers keep the cost linear in the length of the text.
_TOKEN = re.compile(
    rf"""
      (?<=\w)['’´](?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?!\w)
    | (?:[^\W\d_]\.){{2,}}
    | \d++(?:[.,:/]\d++)*+(?:st|nd|rd|th|s|bn|m|k)?(?!\w)
    | \w{_JOINED}*+(?:['’](?!(?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)(?!\w))[^\W\d_]{_JOINED}*+
        |-\w{_JOINED}*+ | \.\w(?=\.) | &\w{_JOINED}*+)*+
    | ([^\s\w{INVISIBLE}])\1*+
    """,
    re.VERBOSE,
)


_token = partial(tuple.__new__, Token)  # what Token._make does, without its checks


def find_tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of a text, in order.

    A word keeps its hyphens and apostrophes (“Al-Thani”, “O’Neill”, “don’t”), except that a
    clitic stands alone (“Kerry”, “’s”). Initials stay together (“U.S.”). A run of one mark
    is one token (“...”, “--”). No text makes it raise; the cost is linear in its length.

    Examples
    --------
    >>> text = "Sen. Kerry's U.S.-made plan failed..."
    >>> [token.of(text) for token in find_tokens(text)]
    ['Sen', '.', 'Kerry', "'s", 'U.S.', '-', 'made', 'plan', 'failed', '...']
    """
    spans = (match.span() for match in _TOKEN.finditer(text))
    return tuple(map(_token, spans))
