"""Paragraphs and sentences of a news text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from stance.annotation.wording import words_of
from stance.article import Paragraph, Sentence, Span, Spans

_BEFORE_NAMES = words_of("abbreviations", "before_names")
_BEFORE_NUMBERS = words_of("abbreviations", "before_numbers")
_INSIDE = words_of("abbreviations", "inside")
_EITHER = words_of("abbreviations", "either")
_STARTERS = words_of("function_words", "words")
_END = re.compile(r"[.!?…‽\u3002]++[\"'”’»›)\]}]*+")
_WORD_BEFORE = re.compile(r"[\w.]{1,12}\Z")
_NEXT = re.compile(r"[\"'“‘«‹„([{\s]*([^\W_]+)?")


def find_paragraphs(text: str) -> Spans:
    r"""The paragraphs of a text, without the white space around them.

    Blank lines part them. Where a text has none and most of its lines end like sentences,
    every line is a paragraph.

    Examples
    --------
    >>> text = "One.\n\nTwo\nlines.\n"
    >>> find_paragraphs(text).words(text)
    ['One.', 'Two\nlines.']
    """
    lines = list(_lines(text))
    filled = [line for line in lines if line is not None]
    if None in lines[:-1] or not _end_like_sentences(filled, text):
        return Spans.of(_blocks(lines))
    return Spans.of(filled)


def _lines(text: str) -> Iterator[Span | None]:
    """Each line without its outer white space; None for a blank one."""
    start = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            first = start + line.index(bare[0])
            yield Span(first, first + len(bare))
        else:
            yield None
        start += len(line)


def _end_like_sentences(lines: Sequence[Span], text: str) -> bool:
    ended = sum(text[line.end - 1] in ".!?…”\"'’:" for line in lines)
    return ended * 2 > len(lines)


def _blocks(lines: Sequence[Span | None]) -> Iterator[Paragraph]:
    start, end = -1, -1
    for line in [*lines, None]:
        if line is None and start >= 0:
            yield Paragraph(start, end)
            start = -1
        elif line is not None:
            start, end = (line.start if start < 0 else start), line.end


def find_sentences(text: str, paragraphs: Iterable[Paragraph]) -> Spans:
    """The sentences of a text; none crosses a paragraph.

    Knows the abbreviations of political news (“Sen.”, “U.S.”, “Jan.”, “p.m.”, “R-Ariz.”) and
    lets closing quotation marks belong to the sentence they end.

    Examples
    --------
    >>> text = "Gen. Allen left on Jan. 3. “We stay,” he said."
    >>> find_sentences(text, find_paragraphs(text)).words(text)
    ['Gen. Allen left on Jan. 3.', '“We stay,” he said.']
    """
    return Spans.of(s for paragraph in paragraphs for s in _within(text, paragraph))


def _within(text: str, paragraph: Paragraph) -> Iterator[Sentence]:
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        end = match.end()
        if end < paragraph.end and text[end].isspace() and _ends_sentence(text, start, match):
            yield Sentence(start, end)
            start = end
            while text[start].isspace():
                start += 1
    if start < paragraph.end:
        yield Sentence(start, paragraph.end)


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the marks found close a sentence, judged by the words on both sides."""
    end = match.end()
    following = _NEXT.match(text, end, end + 60)
    word = (following[1] if following else None) or ""
    if word[:1].islower():
        return False
    if match[0] != ".":
        return True
    before = _WORD_BEFORE.search(text[max(start, match.start() - 12) : match.start()])
    return before is None or not _is_abbreviation(before.group(), word.lower())


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether a full stop after `before` belongs to it, given the word that follows."""
    lowered = before.lower()
    if lowered in _BEFORE_NAMES:
        return before != lowered
    if lowered in _BEFORE_NUMBERS:
        return following[:1].isdigit()
    initial = len(before) == 1 and before.isupper() and before != "I"
    shortened = lowered in _EITHER and ("." in before or before != lowered)
    if initial or shortened or lowered in _INSIDE:
        return following != "" and following not in _STARTERS
    return False
