"""How a passage is written and where in its article it stands, whatever its words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log, log1p

from stance.article import AnnotatedArticle, Passage
from stance.features.extractor import Extractor

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_NUMBER = re.compile(r"\d+")
MARKS = {
    "quotation_mark": '“"',
    "question_mark": "?",
    "exclamation_mark": "!",
    "comma": ",",
    "dash": "—–",
    "bracket": "(",
    "colon": ":",
}
SPEAKERS = {
    "first_person": {"i", "me", "my", "we", "us", "our"},
    "second_person": {"you", "your"},
}


class Style(Extractor):
    """The manner of a text: length, punctuation, capitals, numbers, adverbs, persons.

    Opinion is written otherwise than report: it asks, exclaims, addresses and qualifies. All
    columns but the first are shares of the number of words.

    Notes
    -----
    When it misleads: style is a habit of outlets too, so where outlets stand on both sides of
    a split, a model may learn who wrote and not how.

    References
    ----------
    .. [1] Potthast, Kiesel, Reinartz, Bevendorff & Stein (2018). A Stylometric Inquiry into
       Hyperpartisan and Fake News. ACL.

    Examples
    --------
    >>> style = Style()
    >>> row = dict(zip(style.names(), style.row_of("Why would we pay? Never!"), strict=True))
    >>> row["question_mark_share"], row["first_person_share"]
    (0.2, 0.2)
    """

    def names(self) -> list[str]:
        """The columns, in order."""
        shares = [*MARKS, "number", "capitalised", "shouted", "adverb", *SPEAKERS, "paragraph"]
        return [
            "log_words",
            "mean_word_length",
            "distinct_share",
            *(f"{n}_share" for n in shares),
        ]

    def row(self, passage: Passage) -> list[float]:
        """The measures of one passage."""
        return self.row_of(passage.text)

    def row_of(self, text: str) -> list[float]:
        """The measures of one text; zeros where it has no words."""
        words = _WORD.findall(text)
        if not words:
            return [0.0] * len(self.names())
        lower = [word.lower() for word in words]
        counts = [
            *(sum(map(text.count, marks)) for marks in MARKS.values()),
            len(_NUMBER.findall(text)),
            sum(word[0].isupper() for word in words),
            sum(word.isupper() and len(word) > 2 for word in words),
            sum(word.endswith("ly") for word in lower),
            *(sum(word in persons for word in lower) for persons in SPEAKERS.values()),
            text.count("\n\n"),
        ]
        n = len(words)
        shares = [min(count / n, 1.0) for count in counts]
        return [log(n), sum(map(len, words)) / n, len(set(lower)) / n, *shares]


class Position(Extractor):
    """Where in its article a passage stands, and how long the article is.

    News puts facts first and judgement later; a headline is a thing of its own.

    Notes
    -----
    When it misleads: a single sentence without its article always stands at the start.

    Examples
    --------
    >>> from stance.article import Article, Span
    >>> article = Article("1", "Taxes rose. Wages fell.")
    >>> Position().fit_transform([Passage(article, Span(12, 23))]).round(2).tolist()
    [[0.52, 2.56, 0.0, 3.18]]
    """

    def names(self) -> list[str]:
        """The columns, in order."""
        return ["share_before", "log_characters_before", "is_first", "log_article_characters"]

    def row(self, passage: Passage) -> Sequence[float]:
        """The measures of one passage."""
        article = passage.article
        bare = article.article if isinstance(article, AnnotatedArticle) else article
        start = passage.span.start if passage.span is not None else 0
        length = max(len(bare.text), 1)
        return [start / length, log1p(start), float(start == 0), log1p(length)]
