"""Speech told by layout: transcripts, questions and answers, block quotations, headlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stance.annotation.page import CUES, REACH, Page
from stance.annotation.wording import words_of
from stance.article import Quotation, Span

_TITLES = words_of("names", "titles")
_ASKED_AND_ANSWERED = frozenset(["q", "a", "question", "answer"])
_LONGEST_LABEL = 6
_LONGEST_HEADLINE = 25
_BLOCK_MARKS = frozenset(">-•*–—")


def laid_out_speech(page: Page) -> list[Quotation]:
    r"""What paragraphs say to be speech by their form, without quotation marks.

    Two paragraphs or more that begin with “Q:” and “A:”, with names or with words in capitals
    before a colon are a transcript. A first paragraph of a name, a colon and no full stop is a
    headline. A paragraph that ends with a reporting verb's colon introduces the next one, and
    those after it that a mark at their start (`>`, a bullet) makes part of a block.

    Notes
    -----
    When it misleads: a list of results under the names of teams or districts reads like a
    transcript.

    Examples
    --------
    >>> from stance.annotation import annotate
    >>> from stance.article import Article
    >>> text = "Q: Will taxes rise?\n\nA: They will."
    >>> [q.content[0].of(text) for q in annotate(Article("1", text)).quotations]
    ['Will taxes rise?', 'They will.']
    """
    ends = page.known(_ends_label, np.int8)
    if not ends.any():
        return []
    layout = _Layout(page)
    labelled = _both_or_neither([*layout.labelled(ends)], page.text)
    spoken = labelled if len(labelled) > 1 else [*layout.headline(labelled)]
    return [*spoken, *layout.blocks(ends)]


def _both_or_neither(labelled: Sequence[Quotation], text: str) -> list[Quotation]:
    """Without “Q” where there is no “A”: a list begins like that, and a name (“A. Lund”)."""
    labels = [_label(one, text)[:1] for one in labelled]
    if {"Q", "A"} <= set(labels):
        return list(labelled)
    return [one for one, label in zip(labelled, labels, strict=True) if not label]


def _label(one: Quotation, text: str) -> str:
    """The label of a question or an answer; empty for another."""
    label = one.source.of(text) if one.source else ""
    return label if label.lower() in _ASKED_AND_ANSWERED else ""


def _ends_label(word: str) -> int:
    """How many tokens a label may have that this word ends: “A.” one, “Ana Ruiz:” six."""
    return _LONGEST_LABEL if word == ":" else int(word == ".")


class _Layout:
    """The paragraphs of a page as stretches of tokens."""

    def __init__(self, page: Page) -> None:
        self.page = page
        paragraphs = page.paragraphs
        self.firsts = np.searchsorted(page.tokens.starts, paragraphs.starts)
        self.ends = np.searchsorted(page.tokens.starts, paragraphs.ends)

    def _paragraph_of(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the paragraph each token lies in."""
        return np.searchsorted(self.firsts, tokens, side="right") - 1

    def labelled(self, ends: NDArray[np.int8]) -> Iterator[Quotation]:
        """The paragraphs that begin with a speaker's label."""
        marks = np.flatnonzero((ends > 0) & ~self.page.inside_marks)
        number = self._paragraph_of(marks)
        near = marks - self.firsts[number] <= ends[marks]
        done = -1
        for colon, paragraph in zip(marks[near].tolist(), number[near].tolist(), strict=True):
            first, end = int(self.firsts[paragraph]), int(self.ends[paragraph])
            if paragraph == done or not self._is_label(first, colon):
                continue
            done = paragraph
            content = self._rest(colon + 1, end)
            if content is not None:
                source = self.page.span(first, colon)
                yield Quotation((content,), "direct", self.page.cue(colon), source)

    def _is_label(self, first: int, colon: int) -> bool:
        words = self.page.words[first:colon]
        if len(words) == 1 and words[0].lower() in _ASKED_AND_ANSWERED:
            return words[0][0].isupper()
        if self.page.words[colon] != ":" or not words:
            return False
        shouted = [word for word in words if word != "."]
        if all(word.isupper() for word in shouted) and sum(map(len, shouted)) > 2:
            return True
        return self._is_named(first, colon)

    @cached_property
    def mention_ends(self) -> dict[int, int]:
        """Where each mention of an actor ends → where it begins."""
        return {
            mention.end: mention.start
            for actor in self.page.actors
            for mention in actor.mentions
        }

    def _is_named(self, first: int, colon: int) -> bool:
        """Whether all that stands before the colon is a name with its title."""
        page = self.page
        start = self.mention_ends.get(page.ends[colon - 1], -1)
        if start < page.starts[first]:
            return False
        title = page.lower[first : page.token(start)]
        return all(word in _TITLES or word == "." for word in title)

    def _rest(self, first: int, end: int) -> Span | None:
        """The characters of these tokens with their last mark; None where marks begin them."""
        page = self.page
        while first < end and not page.words[first][0].isalnum():
            first += 1
        if first >= end or page.inside[first]:
            return None
        return Span(page.starts[first], page.ends[end - 1])

    def headline(self, labelled: Sequence[Quotation]) -> Iterator[Quotation]:
        """The only labelled paragraph, if it comes first and is no sentence: “Ruiz: no tax”."""
        if not labelled or not len(self.firsts):
            return
        [one] = labelled
        end = int(self.ends[0])
        is_first = one.content[0].start < self.page.ends[end - 1]
        is_short = end - int(self.firsts[0]) <= _LONGEST_HEADLINE
        if is_first and is_short and self.page.words[end - 1][0] not in ".!":
            yield Quotation(one.content, "indirect", one.cue, one.source)

    def blocks(self, ends: NDArray[np.int8]) -> Iterator[Quotation]:
        """What follows a paragraph that ends with a colon and reports."""
        colons = np.flatnonzero((ends == _LONGEST_LABEL) & ~self.page.inside_marks)
        number = self._paragraph_of(colons)
        last = (colons + 1 == self.ends[number]) & (number + 1 < len(self.firsts))
        for colon, paragraph in zip(colons[last].tolist(), number[last].tolist(), strict=True):
            cue = self._cue_before(colon, int(self.firsts[paragraph]))
            if cue < 0:
                continue
            source = self.page.subject(cue, int(self.firsts[paragraph]))
            pieces = tuple(self._pieces(paragraph + 1))
            if pieces and source is not None:
                yield Quotation(pieces, "direct", self.page.cue(cue), source)

    def _cue_before(self, colon: int, first: int) -> int:
        """The last reporting verb before a colon in its sentence; -1 where there is none."""
        page = self.page
        for index in range(colon - 1, max(first, colon - REACH) - 1, -1):
            if page.inside[index] or page.words[index] in {".", "!", "?"}:
                return -1
            if page.lower[index] in CUES:
                return index
        return -1

    def _pieces(self, paragraph: int) -> Iterator[Span]:
        """The next paragraph, and those after it that are marked like it."""
        mark = self._mark(paragraph)
        while paragraph < len(self.firsts) and (found := self._content(paragraph)):
            yield found
            paragraph += 1
            if not mark or paragraph == len(self.firsts) or self._mark(paragraph) != mark:
                return

    def _content(self, paragraph: int) -> Span | None:
        return self._rest(int(self.firsts[paragraph]), int(self.ends[paragraph]))

    def _mark(self, paragraph: int) -> str:
        """The bullet or `>` a paragraph begins with."""
        begin = self.page.text[self.page.paragraphs[paragraph].start]
        return begin if begin in _BLOCK_MARKS else ""
