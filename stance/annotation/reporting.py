"""Reported speech without quotation marks, by rules: who is said to have said what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from stance.annotation.page import CLAIMS, CUES, DETERMINERS, PRONOUNS, REACH, Page
from stance.annotation.wording import words_of
from stance.article import Quotation, Span

_NO_CLAUSE = words_of("function_words", "no_clause")


def reported_speech(page: Page) -> Iterator[Quotation]:
    """Indirect speech: one clause for each reporting verb outside quotation marks.

    “That” after a reporting verb, a clause right after a verb of claiming, “according to”,
    and “…, the minister said.” at the end of a sentence introduce it.

    Notes
    -----
    When it misleads: a claim reported without one of the listed verbs, or by a noun (“the
    demand that”), is missed; the learned attribution knows more.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> text = "Officials denied that they met."
    >>> [said] = annotate(Article("1", text), attribution="rules").quotations
    >>> said.source.of(text), said.cue.of(text), said.content[0].of(text)
    ('Officials', 'denied', 'they met')
    """
    end = 0
    cues = np.flatnonzero(page.known(_reports, np.bool_) & ~page.inside_marks)
    for cue in cues.tolist():
        if cue < end or cue in page.used_cues:
            continue
        found, word = None, page.lower[cue]
        if word == "according" and page.lower[cue + 1 : cue + 2] == ["to"]:
            found = _according(page, cue)
        elif word in CUES:
            found = _clause(page, cue)
        if found is not None:
            end = max(end, page.token(found.content[-1].end))
            yield found


def _reports(word: str) -> bool:
    return (lower := word.lower()) in CUES or lower == "according"


def _clause(page: Page, cue: int) -> Quotation | None:
    first, end = page.sentence_tokens(page.sentence(page.starts[cue]))
    start = _clause_start(page, cue, end)
    if start is None:
        return _trailing(page, cue, first, end)
    content = page.span(start, _clause_end(page, start, end))
    source = _clause_source(page, cue, first)
    if content is None or (source is None and page.lower[start - 1] != "that"):
        return None
    return Quotation((content,), "indirect", page.cue(cue), source)


def _clause_start(page: Page, cue: int, end: int) -> int | None:
    """Where the reported clause begins: after “that”, or right after a verb of claiming."""
    for index in range(cue + 1, min(cue + 7, end)):
        word = page.lower[index]
        if word == "that":
            return index + 1 if index + 1 < end else None
        if word in {",", ";", ":", "."} or page.inside[index] or word in CUES:
            break
    following = cue + 1
    if page.lower[cue] not in CLAIMS or following + 2 >= end or page.inside[following]:
        return None
    word = page.words[following]
    starts_clause = word[0].isupper() or (
        word.lower() in DETERMINERS | PRONOUNS | {"there", "such"}
    )
    return following if starts_clause and word.lower() not in _NO_CLAUSE else None


def _clause_end(page: Page, start: int, end: int) -> int:
    """Before “, adding …” and before a colon that marks follow."""
    for index in range(start, min(end, start + 4 * REACH)):
        if page.words[index] == "," and _is_participle(page, index + 1):
            return index
        if page.words[index] == ":" and page.inside[index + 2 : index + 3] == [True]:
            return index
    return end


def _is_participle(page: Page, index: int) -> bool:
    return (
        index < len(page.lower)
        and page.lower[index].endswith("ing")
        and (page.lower[index] in CUES)
    )


def _clause_source(page: Page, cue: int, first: int) -> Span | None:
    """“Ruiz denied it, saying that …”: the subject of the verb before."""
    if _is_participle(page, cue) and page.words[cue - 1] == ",":
        for before in range(max(first, cue - REACH), cue):
            if page.lower[before] in CUES and not page.inside[before]:
                return page.subject(before, first)
        return None
    return page.subject(cue, first)


def _trailing(page: Page, cue: int, first: int, end: int) -> Quotation | None:
    """“Taxes will rise, the minister said” at the end of a sentence."""
    if page.words[cue + 1 : cue + 2] not in ([], ["."]) or page.lower[cue] not in CLAIMS:
        return None
    source = page.subject(cue, max(first, cue - REACH))
    if source is None:
        return None
    comma = page.token(source.start) - 1
    if comma <= first or page.words[comma] != ",":
        return None
    content = page.span(first, comma)
    if content is None:
        return None
    return Quotation((content,), "indirect", page.cue(cue), source)


def _according(page: Page, cue: int) -> Quotation | None:
    first, end = page.sentence_tokens(page.sentence(page.starts[cue]))
    source = page.subject_after(cue + 1)
    if source is None:
        return None
    after = page.token(source.end)
    if cue - first <= 1:
        while after < end and page.words[after] != ",":
            after += 1
        content = page.span(after + 1, end)
    else:
        content = page.span(max(first, cue - 2 * REACH), cue)
    if content is None:
        return None
    return Quotation((content,), "indirect", page.span(cue, cue + 2), source)


def with_reported(
    direct: Sequence[Quotation], reported: Iterable[Quotation]
) -> tuple[Quotation, ...]:
    """Both in the order of the text; marks inside a reported clause make the clause mixed."""
    starts = [quotation.content[0].start for quotation in direct]
    swallowed: set[int] = set()
    found = []
    for clause in reported:
        span = clause.content[0]
        low, high = bisect_left(starts, span.start - 2), bisect_left(starts, span.end)
        within = [i for i in range(low, high) if direct[i].content[-1].end <= span.end + 2]
        swallowed.update(within)
        found.append(replace(clause, kind="mixed") if within else clause)
    found += [quotation for i, quotation in enumerate(direct) if i not in swallowed]
    return tuple(sorted(found, key=lambda quotation: quotation.content))
