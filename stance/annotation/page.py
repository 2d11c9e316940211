"""A text as words: what the rules for quotations share, the search for a source above all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from stance.annotation.wording import words_of
from stance.article import Actor, Paragraph, Sentence, Span, Token

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
    """A text as words, with the places of its sentences and of its quoted stretches.

    `inside` says of each token whether it stands in quotation marks; `used_cues` holds the
    reporting verbs that already introduce a quotation.
    """

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Paragraph],
        sentences: Sequence[Sentence],
        tokens: Sequence[Token],
        stretches: Sequence[tuple[Span, ...]],
        actors: Sequence[Actor] = (),
    ) -> None:
        self.text, self.tokens, self.stretches = text, tokens, stretches
        self.paragraphs, self.actors = paragraphs, actors
        self.words = [text[start:end] for start, end in tokens]
        self.lower = [word.lower() for word in self.words]
        self.starts = [token.start for token in tokens]
        self.sentences = sentences
        self.sentence_starts = [sentence.start for sentence in sentences]
        self.first = [self.token(sentence.start) for sentence in sentences]
        self.inside = [False] * len(tokens)
        for spans in stretches:
            for span in spans:
                for index in range(self.token(span.start), self.token(span.end)):
                    self.inside[index] = True
        self.used_cues: set[int] = set()

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
        return Span(self.tokens[first].start, self.tokens[end - 1].end)

    def cue(self, cue: int) -> Span:
        """The characters of one token."""
        return Span(self.tokens[cue].start, self.tokens[cue].end)

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
        return index > 0 and self.tokens[index - 1].end == self.tokens[index].start

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
