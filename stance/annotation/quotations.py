"""Quotations in marks, by rules: direct and mixed speech with cue and source; scare quotes."""

from __future__ import annotations

from typing import TypeAlias

from stance.annotation.marks import outer
from stance.annotation.page import BETWEEN, CUES, DETERMINERS, ENDS_PHRASE, REACH, Page
from stance.annotation.speakers import GOES_ON
from stance.article import Quotation, QuotationKind, Span

_Introduced: TypeAlias = tuple[Span, Span | None, QuotationKind]
_REACHES = {":": REACH, ",": 8}
_SCARE = 5
"""The most words and marks that a stretch without any speaker may hold to be scare quotes."""


def quoted_speech(page: Page) -> list[Quotation]:
    """One quotation for each stretch in quotation marks.

    With a reporting verb beside it, a stretch is direct speech, or mixed where it is part of
    a sentence of the author's; without one it goes on with the speaker before it or, if it is
    short, is a scare quote. The speaker `GOES_ON` means: that of the quotation before.

    Notes
    -----
    When it misleads: a title or a slogan in marks beside a reporting verb is taken for speech.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> text = "“We stay,” said Ruiz. The “quiet reform” failed."
    >>> [q.kind for q in annotate(Article("1", text), attribution="rules").quotations]
    ['direct', 'scare']
    """
    return _interrupted([_quoted(page, spans) for spans in page.stretches])


def _interrupted(found: list[Quotation]) -> list[Quotation]:
    """“…,” he said, “…” is one quotation in two pieces."""
    merged: list[Quotation] = []
    for one in found:
        before = merged[-1] if merged else None
        if before and before.kind == one.kind == "direct" and one.cue and before.cue == one.cue:
            one = Quotation(before.content + one.content, "direct", before.cue, before.source)
            merged.pop()
        merged.append(one)
    return merged


def _quoted(page: Page, spans: tuple[Span, ...]) -> Quotation:
    """A stretch in marks as a quotation, with the cue and the source beside it."""
    first = last = outer(spans[0], page.text)
    if len(spans) > 1:
        last = outer(spans[-1], page.text)
    found = _after(page, spans[-1], last.end) or _before(page, spans[0], first.start)
    words = sum(page.token(span.end) - page.token(span.start) for span in spans)
    if found is None:
        return _without_cue(page, spans, words)
    cue, source, kind = found
    if kind == "mixed" and _is_statement(page, spans, words):
        kind = "direct"
    if kind == "direct" and not _follows_colon(page, spans[0]):
        page.used_cues.add(page.token(cue.start))
    return Quotation(spans, kind, cue, source)


def _follows_colon(page: Page, span: Span) -> bool:
    return ":" in page.text[max(span.start - 4, 0) : span.start]


def _is_statement(page: Page, spans: tuple[Span, ...], words: int) -> bool:
    first, last = page.text[spans[0].start], page.text[spans[-1].end - 1]
    return first.isupper() and last in ".?!,…" and words > 3


def _without_cue(page: Page, spans: tuple[Span, ...], words: int) -> Quotation:
    if words <= _SCARE and not _is_whole_sentence(page, spans):
        return Quotation(spans, "scare")
    goes_on = _is_statement(page, spans, words) or _is_whole_sentence(page, spans)
    kind: QuotationKind = "direct" if goes_on else "mixed"
    return Quotation(spans, kind, speaker=GOES_ON if goes_on else None)


def _is_whole_sentence(page: Page, spans: tuple[Span, ...]) -> bool:
    sentence = page.sentences[page.sentence(spans[0].start)]
    return spans[0].start - sentence.start < 3 and sentence.end - spans[-1].end < 3


def _after(page: Page, span: Span, end: int) -> _Introduced | None:
    """“…,” said Ruiz; “…,” she said; “…,” the minister, a lawyer, told us.

    `end` is where the closing mark ends.
    """
    start = _word_after(page, span, end)
    if start is None:
        return None
    for cue in range(start, min(start + REACH // 2, len(page.words))):
        if page.inside[cue] or page.words[cue] in {".", "!", "?", ";", ":", "“"}:
            return None
        if page.lower[cue] in CUES:
            return _cue_after(page, start, cue)
        if page.lower[cue] in ENDS_PHRASE:
            return None
    return None


def _word_after(page: Page, span: Span, end: int) -> int | None:
    """The first word after a stretch if its speaker may follow: same line, no full stop."""
    start, ended = page.token(end), page.text[span.end - 1]
    if ended not in ",?!—–-.…" and page.words[start : start + 1] != [","]:
        return None
    while start < len(page.words) and not page.words[start][0].isalnum():
        if page.words[start] in {".", "“", "(", ":"} or page.inside[start]:
            return None
        start += 1
    if start == len(page.words) or "\n" in page.text[span.end : page.starts[start]]:
        return None
    return None if ended == "." and not page.words[start].islower() else start


def _cue_after(page: Page, start: int, cue: int) -> _Introduced:
    source = page.subject(cue, start) if cue > start else page.subject_after(cue)
    return page.cue(cue), source, "direct"


def _before(page: Page, span: Span, start: int) -> _Introduced | None:
    """Ruiz said: “…”; she said, “…”; he called it “…”; according to the paper, “…”.

    `start` is where the opening mark begins.
    """
    end = page.token(start)
    first = max(page.sentence_tokens(page.sentence(span.start))[0], end - REACH)
    mark = end - 1
    while mark > first and not page.words[mark][0].isalnum() and page.words[mark] not in ",:":
        mark -= 1
    if mark < first:
        return _paragraph_before(page, mark)
    found = _cue_before(page, first, mark)
    return _headline(page, first, mark) if not found and page.words[mark] == ":" else found


def _paragraph_before(page: Page, mark: int) -> _Introduced | None:
    """Ruiz said in her letter: ¶ “…”: the sentence before, if a colon ends it."""
    if mark < 0 or page.words[mark] != ":":
        return None
    first = page.sentence_tokens(page.sentence(page.starts[mark]))[0]
    return _cue_before(page, max(first, mark - REACH), mark)


def _cue_before(page: Page, first: int, mark: int) -> _Introduced | None:
    """The last reporting verb before a comma, a colon or the marks themselves."""
    before = page.words[mark]
    kind: QuotationKind = "direct" if before in {":", ","} else "mixed"
    for cue in range(mark, max(first, mark - _REACHES.get(before, 10)) - 1, -1):
        if before != ":" and (page.inside[cue] or (page.words[cue] == "," != before)):
            return None
        if page.lower[cue] in CUES and not page.inside[cue]:
            return page.cue(cue), page.subject(cue, first), kind
        if page.lower[cue] == "according" and page.lower[cue + 1] == "to":
            both = Span(page.starts[cue], page.ends[cue + 1])
            return both, page.subject_after(cue + 1), kind
    return None


def _headline(page: Page, first: int, colon: int) -> _Introduced | None:
    """Ruiz: “…”; without a reporting verb the colon is the cue."""
    cue = page.cue(colon)
    end = first
    while end < colon and page.words[end][0].isalnum() and page.lower[end] not in BETWEEN:
        if page.words[end].islower() and page.lower[end] not in DETERMINERS | {"of"}:
            break
        end += 1
    return cue, page.span(first, end), "direct"
