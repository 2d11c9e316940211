"""Reported speech without quotation marks, by rules: who is said to have said what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from stance.annotation.marks import balanced
from stance.annotation.page import CLAIMS, CUES, DETERMINERS, PRONOUNS, REACH, Page
from stance.annotation.wording import words_of
from stance.article import Quotation, Span

_OBJECTS = words_of("speech", "objects")
_ENDS_OBJECT = frozenset([",", ";", ":", "—", "–", "--"])
_GERUNDS = words_of("speech", "gerunds")
_NO_GERUNDS = frozenset(["anything", "everything", "nothing", "something", "during", "king"])
_NO_CLAUSE = words_of("function_words", "no_clause")
_NO_THAT = CLAIMS | _OBJECTS | _GERUNDS | {"according"}
_THAT_REACH = 6
"""How many tokens after its verb “that” may stand."""
_CUE, _ALONE, _THAT = 1, 2, 4


def reported_speech(page: Page) -> Iterator[Quotation]:
    """Indirect speech: one clause for each reporting verb outside quotation marks.

    “That” after a reporting verb, a clause right after a verb of claiming, “denied meeting”,
    “according to”, and “…, the minister said” inside or at the end of a sentence introduce it.

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
    for cue in _cues(page):
        if cue < end or cue in page.used_cues:
            continue
        found, word = None, page.lower[cue]
        if word == "according" and page.lower[cue + 1 : cue + 2] == ["to"]:
            found = _according(page, cue)
        elif word in CUES:
            found = _clause(page, cue)
        if found is not None:
            reached = page.token(found.content[-1].end)
            if word not in _OBJECTS or reached > cue + REACH + 1:
                end = max(end, reached)  # inside the object of a verb others may report
            yield found


def _cues(page: Page) -> list[int]:
    """The verbs outside quotation marks that report by themselves or have “that” after them."""
    kinds = page.known(_reports, np.int8)
    cues = np.flatnonzero((kinds & _CUE > 0) & ~page.inside_marks)
    thats = np.append(np.flatnonzero(kinds & _THAT), len(kinds) + _THAT_REACH)
    follows = thats[np.searchsorted(thats, cues)] - cues <= _THAT_REACH
    return list(cues[follows | (kinds[cues] & _ALONE > 0)].tolist())


def _reports(word: str) -> int:
    lower = word.lower()
    return (
        _CUE * (lower in CUES or lower == "according")
        + _ALONE * (lower in _NO_THAT)
        + _THAT * (lower == "that")
    )


def _clause(page: Page, cue: int) -> Quotation | None:
    first, end = page.sentence_tokens(page.sentence(page.starts[cue]))
    start = _clause_start(page, cue, end)
    if start is None:
        return _trailing(page, cue, first, end) or _object(page, cue, first, end)
    content = page.span(start, _clause_end(page, start, end))
    source = _clause_source(page, cue, first)
    if content is None or (source is None and page.lower[start - 1] != "that"):
        return None
    return Quotation((balanced(content, page.text),), "indirect", page.cue(cue), source)


def _clause_start(page: Page, cue: int, end: int) -> int | None:
    """Where the reported clause begins: after “that”, or right after a verb of claiming."""
    for index in range(cue + 1, min(cue + 1 + _THAT_REACH, end)):
        word = page.lower[index]
        if word == "that":
            return index + 1 if index + 1 < end else None
        if word in {",", ";", ":", "."} or page.inside[index] or word in CUES:
            break
    following = cue + 1
    if page.lower[cue] in _GERUNDS and _is_gerund(page.lower[following : following + 1]):
        return following
    if page.lower[cue] not in CLAIMS or following + 2 >= end or page.inside[following]:
        return None
    word = page.words[following]
    starts_clause = word[0].isupper() or (
        word.lower() in DETERMINERS | PRONOUNS | {"there", "such"}
    )
    return following if starts_clause and word.lower() not in _NO_CLAUSE else None


def _is_gerund(words: list[str]) -> bool:
    return bool(words) and words[0].endswith("ing") and words[0] not in _NO_GERUNDS


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
    """“Ruiz denied it, saying that …”, “and added that …”: the subject of the verb before."""
    led = cue - 1
    while led > first and page.is_between(led):
        led -= 1
    if (_is_participle(page, cue) and page.words[cue - 1] == ",") or page.lower[led] == "and":
        for before in range(max(first, cue - REACH), cue):
            if page.words[before] in CUES and not page.inside[before]:
                return page.subject(before, first)
        return None
    return page.subject(cue, first)


def _trailing(page: Page, cue: int, first: int, end: int) -> Quotation | None:
    """“Taxes, the minister said, will rise”; “Taxes will rise, says Ruiz”."""
    if page.lower[cue] not in CLAIMS:
        return None
    if cue > first and page.words[cue - 1] == ",":
        source, comma = page.subject_after(cue), cue - 1
        after = page.token(source.end) if source else end
    else:
        source, after = page.subject(cue, max(first, cue - REACH)), cue + 1
        comma = page.token(source.start) - 1 if source else first
    ends = after >= end or page.words[after] in {",", "."}
    if source is None or not ends or page.words[comma] != ",":
        return None
    if not first < comma < first + 4 * REACH:
        return None
    goes_on = after + 1 < end and not _is_participle(page, after + 1)
    pieces = [page.span(first, comma), page.span(after + 1, end) if goes_on else None]
    content = tuple(balanced(piece, page.text) for piece in pieces if piece is not None)
    return Quotation(content, "indirect", page.cue(cue), source) if pieces[0] else None


def _object(page: Page, cue: int, first: int, end: int) -> Quotation | None:
    """“Ruiz repeated her demand for talks, …”: what is said as the object of a verb."""
    opens = page.words[cue + 1 : cue + 2]
    if page.lower[cue] not in _OBJECTS or not opens or page.inside[cue + 1]:
        return None
    if not opens[0][0].isupper() and opens[0].lower() not in DETERMINERS:
        return None
    source = page.subject(cue, first)
    after = cue + 1
    end = min(end, cue + REACH)
    while after < end and page.words[after] not in _ENDS_OBJECT and not _joins_cue(page, after):
        after += 1
    content = page.span(cue + 1, after)
    if source is None or content is None:
        return None
    return Quotation((balanced(content, page.text),), "indirect", page.cue(cue), source)


def _joins_cue(page: Page, index: int) -> bool:
    """Whether “and (also) indicated” begins here."""
    if page.lower[index] != "and":
        return False
    at = index + 1
    while at < len(page.lower) and at < index + 3 and page.is_between(at):
        at += 1
    return at < len(page.lower) and page.lower[at] in CUES


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
