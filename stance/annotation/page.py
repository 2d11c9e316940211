"""A text as words: what the other files share, the search for a source above all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.annotation.wording import words_of
from stance.article import Actor, AnnotatedArticle, Span
from stance.word_types import Known, Values

CUES = words_of("speech", "cues")
CLAIMS = words_of("speech", "claims")
BETWEEN = words_of("function_words", "between")
DETERMINERS = words_of("function_words", "determiners")
PRONOUNS = words_of("names", "pronouns")
ENDS_PHRASE = words_of("function_words", "ends_phrase")
_COUNTS = words_of("function_words", "counts")
_FUNCTION_WORDS = words_of("function_words", "words")
_INNER = frozenset(["of", "for", "in", "at", "from", "with", "on", "to"])
_ADVERBIAL = frozenset(["in", "on", "at", "during", "to"])
_GLUED = frozenset(["'s", "’s", ".", "-", "*", "_"])
REACH = 40
"""How many tokens away from its cue a quotation or a source is looked for."""


class Page:
    """A text as words, with its sentences, its quoted stretches and its actors.

    Words are numbered by the table `types`, so that what is known of a word (`known`) is
    worked out once for all texts. What only some readers need is made when they ask.

    Attributes
    ----------
    words : list of str
    numbers : int array of shape (n_tokens,)
        The number of each word in `types`.
    first : list of int
        The first token of each sentence.
    inside : list of bool
        Whether each token stands in quotation marks.
    used_cues : set of int
        The reporting verbs that already introduce a quotation.
    """

    def __init__(
        self, annotated: AnnotatedArticle, stretches: Sequence[tuple[Span, ...]] = ()
    ) -> None:
        self.text, self.words = annotated.text, annotated.words
        self.paragraphs, self.sentences = annotated.paragraphs, annotated.sentences
        self.tokens, self.actors = annotated.tokens, annotated.actors
        self.types, self.numbers = annotated.numbered
        self.stretches = stretches
        self.used_cues: set[int] = set()

    def told(self, stretches: Sequence[tuple[Span, ...]], actors: tuple[Actor, ...]) -> Page:
        """The same page with what stands in marks and who is named."""
        page = copy(self)
        page.stretches, page.actors, page.used_cues = stretches, actors, set()
        return page

    def known(self, function: Known, dtype: Any = np.int64) -> Values:  # noqa: ANN401
        """What `function` says of the word of each token: see `WordTypes.known`."""
        return self.types.known(function, dtype).take(self.numbers, axis=0)

    @cached_property
    def lower(self) -> list[str]:
        """The words in small letters."""
        return list(self.known(str.lower, object).tolist())

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins."""
        return list(self.tokens.starts.tolist())

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends."""
        return list(self.tokens.ends.tolist())

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where each sentence begins."""
        return list(self.sentences.starts.tolist())

    @cached_property
    def first(self) -> list[int]:
        """The first token of each sentence."""
        return list(np.searchsorted(self.tokens.starts, self.sentences.starts).tolist())

    @cached_property
    def inside_marks(self) -> NDArray[np.bool_]:
        """Whether each token stands in quotation marks."""
        spans = [span for spans in self.stretches for span in spans]
        begun = np.zeros(len(self.tokens) + 1, dtype=np.int64)
        bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
        for column, step in enumerate((1, -1)):
            np.add.at(begun, np.searchsorted(self.tokens.starts, bounds[:, column]), step)
        return np.cumsum(begun[:-1]) > 0

    @cached_property
    def inside(self) -> list[bool]:
        """The same as a list, for those who look at single tokens."""
        return list(self.inside_marks.tolist())

    def token(self, place: int) -> int:
        """The first token that begins at or after a place."""
        return bisect_left(self.starts, place)

    def sentence(self, place: int) -> int:
        """The number of the sentence a place lies in."""
        return max(bisect_right(self.sentence_starts, place) - 1, 0)

    def sentence_tokens(self, number: int) -> tuple[int, int]:
        """The first token of a sentence and the one after its last."""
        end = self.first[number + 1] if number + 1 < len(self.first) else len(self.tokens)
        return self.first[number], end

    def span(self, first: int, end: int) -> Span | None:
        """The characters of these tokens without marks at the end; None if none is left."""
        while end > first and not self.words[end - 1][0].isalnum():
            end -= 1
        if first >= end:
            return None
        return Span(self.starts[first], self.ends[end - 1])

    def cue(self, cue: int) -> Span:
        """The characters of one token."""
        return Span(self.starts[cue], self.ends[cue])

    def subject(self, cue: int, first: int) -> Span | None:
        """The noun phrase before a reporting verb, without adverbs and appositions."""
        first = max(first, cue - REACH)
        end = cue
        while end > first and self.is_between(end - 1):
            end -= 1
        if end > first and self.words[end - 1] == ",":
            end = self._before_apposition(end - 1, first)
        start = end
        while start > first and self._belongs(start - 1, end):
            start -= 1
        while start < end and self._cannot_lead(start):
            start += 1
        return self.span(start, end)

    def is_between(self, index: int) -> bool:
        """Whether a word may stand between a speaker and the verb: “also”, “had”, “bluntly”."""
        word = self.lower[index]
        return (
            word in BETWEEN
            or word in {"*", "_"}
            or (word.endswith("ly") and word not in {"family", "july", "daily"})
        )

    def _before_apposition(self, comma: int, first: int) -> int:
        """Ruiz, a lawyer from the north, said → the end of “Ruiz”."""
        for index in range(comma - 1, max(first, comma - 20), -1):
            if self.words[index] == ",":
                return index
            if self.words[index] in {".", ";", ":", "”", "“", '"'}:
                break
        return comma

    def _belongs(self, index: int, end: int) -> bool:
        word = self.lower[index]
        if self.inside[index] or word in ENDS_PHRASE or word in CUES or end - index > 14:
            return word == "and" and self._joins_names(index)
        if word in PRONOUNS and index < end - 1:
            return False
        return self.words[index][0].isalnum() or (word in _GLUED and self._joined(index))

    def _joins_names(self, index: int) -> bool:
        return self.words[index - 1][0].isupper() and self.words[index + 1][0].isupper()

    def _joined(self, index: int) -> bool:
        """Whether a mark is glued to the word before it and no full stop of a sentence."""
        return index > 0 and self.ends[index - 1] == self.starts[index]

    def _cannot_lead(self, index: int) -> bool:
        word = self.lower[index]
        if word in DETERMINERS or word in PRONOUNS:
            return False
        if word in _COUNTS or (len(word) > 1 and self.words[index].isupper()):
            return False
        return word in _FUNCTION_WORDS or word in _INNER or not self.words[index][0].isalnum()

    def subject_after(self, cue: int) -> Span | None:
        """The noun phrase after “said” or “according to”."""
        start = end = cue + 1
        limit = min(cue + 15, len(self.words))
        while end < limit and not self.inside[end]:
            word = self.lower[end]
            if not (self.words[end][0].isalnum() or self._is_inner_mark(end, limit)):
                break
            if (
                word in ENDS_PHRASE
                or self.is_between(end)
                or (end > start and word in _ADVERBIAL)
            ):
                break
            end += 1
        return self.span(start, end)

    def _is_inner_mark(self, index: int, limit: int) -> bool:
        """“Ruiz’s”, “Sen. Ruiz”, “J. Ruiz”."""
        if self.words[index] != "." or index + 1 >= limit:
            return self.words[index] in {"'s", "’s", "*"}
        return len(self.words[index - 1]) < 4 and self.words[index + 1][0].isupper()
