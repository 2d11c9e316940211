"""Quoted stretches: what stands between quotation marks, whatever the marks look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from stance.annotation.character_kinds import QUOTE, SINGLE, WORDLIKE, codes_of, kinds_of
from stance.article import Paragraph, Quotation, Span

# Marks of several languages, singles in a row, what is left of the marks when UTF-8 was read
# as Windows-1252 (“â€œ”), and character references nobody resolved.
_MARK_FORM = (
    "[“„‟«”»\"‘’‚‛‹›]|'+|`+|â€[œ\x9d™˜]?"
    "|&(?:quot|[lr][sd]quo|[lr]aquo|#8216|#8217|#8220|#8221|#3[49]);"
)
_MARK = re.compile(_MARK_FORM)
_AFTER = re.compile(rf"\s?(?:{_MARK_FORM})")
_BEFORE = re.compile(rf"(?:{_MARK_FORM})\s?\Z")
_MEANT = {
    **{"â€œ": "“", "â€\x9d": "”", "â€": "”", "â€˜": "‘", "â€™": "’", "``": "“", "''": "”"},
    **{"&quot;": '"', "&#34;": '"', "&#39;": "'", "&laquo;": "«", "&raquo;": "»"},
    **{"&ldquo;": "“", "&rdquo;": "”", "&lsquo;": "‘", "&rsquo;": "’"},
    **{"&#8220;": "“", "&#8221;": "”", "&#8216;": "‘", "&#8217;": "’"},
}
_OPENING = frozenset(["“", "„", "‟", "«"])
_CLOSING = frozenset(["”", "»"])
_SINGLE = frozenset(["'", "‘", "’", "‚", "‛", "‹", "›"])
_ONE_CHARACTER = frozenset('“„‟«”»"‘’‚‛‹›')
_SENTENCE_BEGINS = re.compile(r"[.!?”]\s+(?=\S)")
_LOOKED_BACK = 400
"""How far before a closing mark that nothing opens its sentence may begin."""
_TRIMMED = frozenset('“„‟«”»"` \t\r\n\u00a0')
_BEFORE_OPENING = frozenset(" \t\r\n\u00a0([{—–-/:;,>*_“‘'")
_ENDS = frozenset(".,;:!?)…")
_ENDS_SPEECH = frozenset([",", ".", "!", "?", "…"])
_NO_QUOTE = re.compile(r"['’](?:\d0s|em|til|tis|twas|cause|n)\b", re.IGNORECASE)


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    closes: bool
    single: bool
    paragraph: int
    lone: bool = False


def find_quoted(text: str, paragraphs: Sequence[Paragraph]) -> tuple[tuple[Span, ...], ...]:
    """Every stretch in quotation marks, without the marks; one span a paragraph it runs over.

    Knows “ ” " « » „ “ ‘ ’ ‚ ‘ ‹ › and marks spoiled by a wrong encoding. A mark that is never
    closed holds to the end of its paragraph; where the next one opens with a mark again, the
    same stretch goes on there. A “”” that nothing opens holds from the beginning of its
    sentence on, where a comma or full stop stands before it. Single marks inside double ones
    are part of what is quoted. The cost is linear in the length of the text.

    Examples
    --------
    >>> text = "“One,” he said, “two.” It is 6' tall."
    >>> [[span.of(text) for span in spans] for spans in find_quoted(text, [Span(0, 37)])]
    [['One,'], ['two.']]
    """
    stretch = _Stretch(text, paragraphs)
    for mark in _marks(text, paragraphs):
        stretch.take(mark)
    stretch.end_paragraph()
    stretch.finish()
    return tuple(stretch.found)


class _Stretch:
    """The stretch that is open, if one is, and those that were closed before it."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph]) -> None:
        self.text, self.paragraphs = text, paragraphs
        self.found: list[tuple[Span, ...]] = []
        self.pieces: list[Span] = []
        self.opener: _Mark | None = None

    def take(self, mark: _Mark) -> None:
        """Open, close or carry on with the next mark of the text."""
        opener = self.opener
        if opener is not None and mark.paragraph != opener.paragraph:
            if self._carry_on(mark):
                return
            opener = self.opener
        if opener is None:
            self.opener = mark if mark.opens else None
            if mark.lone:
                self._keep_unopened(mark)
        elif mark.single == opener.single and mark.closes:
            self._keep(opener.end, mark.start)
            self.finish()
        elif mark.opens and (opener.single or not mark.single):
            self.finish()
            self.opener = mark

    def _keep_unopened(self, mark: _Mark) -> None:
        """Keep the sentence before a closing mark that nothing opens, if it is whole."""
        if self.text[mark.start - 1 : mark.start] not in _ENDS_SPEECH:
            return
        floor = self.paragraphs[mark.paragraph].start
        if self.found:
            floor = max(floor, self.found[-1][-1].end + 1)
        low = max(floor, mark.start - _LOOKED_BACK)
        begins = [m.end() for m in _SENTENCE_BEGINS.finditer(self.text, low, mark.start - 1)]
        start = begins[-1] if begins else low
        if (begins or low == floor) and self.text[start].isupper():
            self._keep(start, mark.start)
            self.finish()

    def _carry_on(self, mark: _Mark) -> bool:
        """End the piece at its paragraph; whether `mark` opens the next piece."""
        before = self.end_paragraph()
        if before is None or not _goes_on(before, mark, self.paragraphs):
            self.finish()
            return False
        start = self.paragraphs[mark.paragraph].start
        again = _Mark(start, start, True, False, before.single, mark.paragraph)
        self.opener = mark if mark.opens else again
        return mark.opens

    def end_paragraph(self) -> _Mark | None:
        """Keep what an unclosed mark holds; an unclosed single mark quotes nothing."""
        opener = self.opener
        if opener is not None and not opener.single:
            self._keep(opener.end, self.paragraphs[opener.paragraph].end)
        return opener

    def finish(self) -> None:
        """Close the stretch."""
        if self.pieces:
            self.found.append(tuple(self.pieces))
        self.pieces, self.opener = [], None

    def _keep(self, start: int, end: int) -> None:
        inside = self.text[start:end]
        start += len(inside) - len(inside.lstrip())
        if bare := inside.strip():
            self.pieces.append(Span(start, start + len(bare)))


def _marks(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[_Mark]:
    number, done = 0, 0
    ends = [paragraph.end for paragraph in paragraphs]
    for place in _mark_places(text):
        mark = _mark_at(text, place) if place >= done else ""
        if not mark:
            continue
        start, end = place, place + len(mark)
        done = end
        while number < len(ends) and ends[number] <= start:
            number += 1
        if number == len(ends):
            return
        mark = _MEANT.get(mark, mark)
        opens, closes = _directions(text, start, end, mark)
        if opens or closes:
            lone = mark == "”" and not opens
            yield _Mark(start, end, opens, closes, mark in _SINGLE, number, lone)


def _mark_at(text: str, place: int) -> str:
    """The characters of the mark that begins at a place; empty where none does."""
    if text[place] in _ONE_CHARACTER:
        return text[place]
    match = _MARK.match(text, place)
    return match[0] if match else ""


def _mark_places(text: str) -> list[int]:
    """Where a mark may begin: apostrophes inside a word are none."""
    kinds = kinds_of(codes_of(text))
    places = np.flatnonzero(kinds & QUOTE)
    wordlike = np.append(kinds & WORDLIKE, 0)  # the last is also the one before the first
    inside = (wordlike[places - 1] & wordlike[places + 1]) > 0
    return list(places[~(inside & ((kinds[places] & SINGLE) > 0))].tolist())


def _directions(text: str, start: int, end: int, mark: str) -> tuple[bool, bool]:
    """Whether a mark may open and whether it may close, by its form and its neighbours."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if mark in _SINGLE:
        return _single_directions(text, start, mark, before, after)
    if mark in _OPENING:
        wrong = mark in "“«" and not before.isspace() and (after.isspace() or after in _ENDS)
        return not wrong, wrong
    if mark in _CLOSING:
        wrong = before.isspace() and not after.isspace()
        return wrong, not wrong
    if mark != '"':
        return False, False
    opens = before in _BEFORE_OPENING and not after.isspace()
    return opens, not before.isspace() or after.isspace()


def _single_directions(
    text: str, start: int, mark: str, before: str, after: str
) -> tuple[bool, bool]:
    """A single mark is more often an apostrophe: it opens before a word, closes after one."""
    if _NO_QUOTE.match(text, start):
        return False, False
    opens = mark != "’" and before in _BEFORE_OPENING and after.isalnum()
    closes = mark != "‚" and not after.isalnum() and (before.isalnum() or before in ".,!?…")
    return opens, closes


def _goes_on(opener: _Mark, mark: _Mark, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a stretch unclosed in its paragraph is carried on by the next mark."""
    if opener.single or mark.single or mark.paragraph != opener.paragraph + 1:
        return False
    opens_paragraph = mark.start <= paragraphs[mark.paragraph].start + 1
    return (mark.opens and opens_paragraph) or not mark.opens


def bare(quotation: Quotation, text: str) -> Quotation:
    """The quotation in the house's form: pieces without outer marks, clauses without “that”.

    Examples
    --------
    >>> text = "“Yes.” he said"
    >>> bare(Quotation((Span(0, 6),)), text).content
    (Span(start=1, end=5),)
    """
    pieces = []
    for start, end in quotation.content:
        while start < end and text[start] in _TRIMMED:
            start += 1
        while start < end and text[end - 1] in _TRIMMED:
            end -= 1
        if quotation.kind != "direct" and text[start : start + 5].lower() == "that ":
            start += 5
        if start < end:
            pieces.append(Span(start, end))
    return replace(quotation, content=tuple(pieces))


def outer(span: Span, text: str) -> Span:
    """A stretch with the marks around it.

    Examples
    --------
    >>> outer(Span(1, 5), "“Yes.” he said")
    Span(start=0, end=6)
    """
    return Span(_outer_start(span.start, text), _outer_end(span.end, text))


def _outer_start(start: int, text: str) -> int:
    if text[max(start - 1, 0) : start] in _ONE_CHARACTER:
        return start - 1
    before = _BEFORE.search(text[max(start - 9, 0) : start])
    return start - len(before.group()) if before else start


def _outer_end(end: int, text: str) -> int:
    if text[end : end + 1] in _ONE_CHARACTER:
        return end + 1
    after = _AFTER.match(text, end)
    return after.end() if after else end


_CLOSES = re.compile('[.,!?]?[”"]')


def balanced(span: Span, text: str) -> Span:
    """A clause with the closing mark right after it, or without an opening one never closed.

    Examples
    --------
    >>> text = "It was “a gift.”"
    >>> balanced(Span(0, 14), text).of(text)
    'It was “a gift.”'
    """
    inside = span.of(text)
    if inside.count("“") <= inside.count("”") and inside.count('"') % 2 == 0:
        return span
    if closing := _CLOSES.match(text, span.end):
        return Span(span.start, closing.end())
    return Span(span.start + (inside[0] in '“"'), span.end)
