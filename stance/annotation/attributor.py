"""Learned attribution: sources, cues and contents tagged token by token, then linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from stance.annotation.chain import ChainTagger
from stance.annotation.columns import N_BORDERS, Columns
from stance.annotation.links import CONTENT, CUE, SOURCE, Linker, TaggedSpans
from stance.annotation.page import Page
from stance.annotation.wording import templates
from stance.article import Quotation, QuotationKind, Span

Integers: TypeAlias = NDArray[np.integer[Any]]

_MARKED = re.compile('["“][^"“”]*["”]?')
_WORD = re.compile(r"\w")
N_TAGS = 7
_LONGEST = 400
"""Paragraphs of more tokens are tagged in pieces, so that the cost stays linear."""
_BLOCK = 20_000
"""How many tokens are turned into features at once."""


class Attributor(BaseEstimator):
    """Finds who says what as human coders have marked it, with linear models alone.

    Two chains of tags, the second of which sees what the first found, and a logistic
    regression that links contents and sources to their cues. No parser, no embeddings.

    Parameters
    ----------
    bits, epochs, rate, decay, caution, least
        Of both chains, see `ChainTagger`.
    folds
        The second chain learns from guesses of chains that had not seen the text, one a
        fold; their mean is the first chain.
    boldness
        Added to the score of every tag that is not “outside”: more found, less of it right.
    random_state
        The seed of everything random.

    Attributes
    ----------
    first_, second_ : ChainTagger
    linker_ : Linker

    Notes
    -----
    When it misleads: it finds what its training texts call an attribution, in English news
    of their time; the end of a long reported clause is its commonest mistake.

    Examples
    --------
    See `stance.models.attribution.LearnedAttribution`, which takes articles.
    """

    def __init__(
        self,
        bits: int = 21,
        epochs: int = 4,
        rate: float = 0.1,
        decay: float = 0.05,
        caution: float = 40.0,
        least: int = 2,
        folds: int = 2,
        boldness: float = 0.0,
        random_state: int = 0,
    ) -> None:
        self.bits = bits
        self.epochs = epochs
        self.rate = rate
        self.decay = decay
        self.caution = caution
        self.least = least
        self.folds = folds
        self.boldness = boldness
        self.random_state = random_state

    def fit(self, X: Sequence[Page], y: Sequence[Sequence[Quotation]]) -> Self:
        """Learn from pages and their quotations.

        Raises
        ------
        ValueError
            Where no page has a quotation with a cue.
        """
        columns = [Columns(page) for page in X]
        gold = [_gold(text, quotations) for text, quotations in zip(columns, y, strict=True)]
        if not any((tags == CUE).any() for tags, _ in gold):
            raise ValueError("no quotation has a cue: give articles with coded quotations")
        tags = [tag for tag, _ in gold]
        self._fit_chains(columns, tags)
        guessed = [text.named["guess"] - 1 for text in columns]
        spans = [TaggedSpans.of(tag) for tag in (*tags, *guessed)]
        relations = [
            _relations(span, *true) for span, true in zip(spans, gold * 2, strict=True)
        ]
        self.linker_ = Linker().fit([*columns, *columns], spans, relations)
        return self

    def _fit_chains(self, columns: Sequence[Columns], tags: Sequence[Integers]) -> None:
        cuts = [_pieces(text) for text in columns]
        owner = np.repeat(np.arange(len(cuts)), [len(bounds) - 1 for bounds in cuts])
        borders = _cut([text.borders for text in columns], cuts)
        gold = _cut(tags, cuts)
        seen = _cut([text.hashed(templates("first"), self.bits) for text in columns], cuts)
        guesses = self._unseen_guesses(owner, seen, borders, gold)
        for number, text in enumerate(columns):
            own = [guesses[i] for i in np.flatnonzero(owner == number)]
            text.add_guess(np.concatenate([np.zeros(0, dtype=np.int64), *own]))
        more = _cut([text.hashed(templates("second"), self.bits) for text in columns], cuts)
        both = [np.hstack(pair) for pair in zip(seen, more, strict=True)]
        self.second_ = self._chain().fit(both, borders, gold)

    def _unseen_guesses(
        self,
        owner: Integers,
        seen: Sequence[Integers],
        borders: Sequence[Integers],
        gold: Sequence[Integers],
    ) -> list[Integers]:
        """What a chain finds in texts it has not learned from; the first chain is the mean."""
        fold = owner % self.folds
        if len(np.unique(fold)) < 2:
            self.first_ = self._chain().fit(seen, borders, gold)
            return self.first_.predict(seen, borders)
        guesses, chains = list(gold), []
        for number in np.unique(fold):
            train = np.flatnonzero(fold != number).tolist()
            held = np.flatnonzero(fold == number).tolist()
            parts = ([part[i] for i in train] for part in (seen, borders, gold))
            chains.append(self._chain().fit(*parts))
            found = chains[-1].predict([seen[i] for i in held], [borders[i] for i in held])
            for i, guess in zip(held, found, strict=True):
                guesses[i] = guess
        self.first_ = ChainTagger.mean_of(chains)
        return guesses

    def _chain(self) -> ChainTagger:
        return ChainTagger(
            self.bits,
            N_TAGS,
            N_BORDERS,
            self.epochs,
            rate=self.rate,
            decay=self.decay,
            caution=self.caution,
            least=self.least,
            random_state=self.random_state,
        )

    def compact(self, most: int) -> Self:
        """A smaller file: each chain keeps the `most` features that move its scores most."""
        self.first_.compact(most)
        self.second_.compact(most)
        return self

    def quotations(self, page: Page) -> tuple[Quotation, ...]:
        """The quotations of one page in text order, as the training data would mark them."""
        if not page.words:
            return ()
        columns = Columns(page)
        spans = TaggedSpans.of(self.tags(columns))
        return _related(columns, spans, self.linker_.link(columns, spans))

    def tags(self, columns: Columns) -> Integers:
        """The tag of each token: the second chain's, who has seen the first one's."""
        first, second = templates("first"), templates("second")
        borders, lengths = columns.borders, np.diff(_pieces(columns))
        blocks = [
            (start, min(start + _BLOCK, columns.n)) for start in range(0, columns.n, _BLOCK)
        ]
        guess, scores = [], []
        for block in blocks:
            features = columns.hashed(first, self.bits, *block)
            guess.append(self.first_.scores(features))
            scores.append(self.second_.scores(features))
        columns.add_guess(self.first_.decode(np.concatenate(guess), borders, lengths))
        for score, block in zip(scores, blocks, strict=True):
            score += self.second_.scores(columns.hashed(second, self.bits, *block))
            score[:, 1:] += self.boldness
        return self.second_.decode(np.concatenate(scores), borders, lengths)


def _pieces(columns: Columns) -> Integers:
    """Where each piece begins, and the end: paragraphs, the long ones cut."""
    bounds = np.concatenate([[0], columns.first_of_paragraph, [columns.n]])
    gaps = zip(np.unique(bounds)[:-1].tolist(), np.unique(bounds)[1:].tolist(), strict=True)
    starts = [start for first, end in gaps for start in range(first, end, _LONGEST)]
    return np.array([*starts, columns.n], dtype=np.int64)


def _cut(rows: Sequence[Integers], cuts: Sequence[Integers]) -> list[Integers]:
    return [
        values[first:end]
        for values, at in zip(rows, cuts, strict=True)
        for first, end in pairwise(at)
    ]


def _gold(columns: Columns, quotations: Sequence[Quotation]) -> tuple[Integers, Integers]:
    """The tag of each token, and the number of the quotation it belongs to (-1: none)."""
    tags, relation = np.zeros(columns.n, dtype=np.int64), np.full(columns.n, -1)
    for number, quotation in enumerate(quotations):
        parts: list[tuple[int, Span | None]] = [(CONTENT, s) for s in quotation.content]
        parts += [(CUE, quotation.cue), (SOURCE, quotation.source)]
        for kind, span in parts:
            if span is not None:
                first = np.searchsorted(columns.token_ends, span.start, side="right")
                end = np.searchsorted(columns.token_starts, span.end)
                tags[first:end], relation[first:end] = kind + 1, number
                tags[first : min(first + 1, end)] = kind
    return tags, relation


def _relations(spans: TaggedSpans, tags: Integers, relation: Integers) -> Integers:
    """The quotation each found span belongs to: that of its first token, if of its kind."""
    true = tags[spans.first]
    alike = (true == spans.kind) | (true == spans.kind + 1)
    return np.where(alike, relation[spans.first], -1)


def _related(columns: Columns, spans: TaggedSpans, owner: Integers) -> tuple[Quotation, ...]:
    """Spans that share a cue as one quotation; a content without a cue stands alone.

    A content without a cue that goes on a stretch in marks belongs where the stretch began;
    one that does not stand in marks is left out.
    """
    parts: dict[int, list[int]] = {}
    begun: dict[int, int] = {}
    for number, kind in enumerate(spans.kind):
        key = int(owner[number])
        if kind == CONTENT:
            inside = columns.stretch[spans.first[number] : spans.end[number]].max()
            key = begun.get(inside, -1) if key < 0 and inside >= 0 else key
            key = key if key >= 0 else -2 - number
            begun.setdefault(inside, key)
        parts.setdefault(key, []).append(number)
    found = [_quotation(columns, spans, numbers) for key, numbers in parts.items() if key != -1]
    kept = (one for one in found if one.content and (one.cue or one.kind == "direct"))
    return tuple(sorted(kept, key=lambda one: one.content))


def _quotation(columns: Columns, spans: TaggedSpans, numbers: Sequence[int]) -> Quotation:
    by_kind: dict[int, list[Span]] = {SOURCE: [], CUE: [], CONTENT: []}
    for number in numbers:
        start = columns.token_starts[spans.first[number]]
        end = columns.token_ends[spans.end[number] - 1]
        by_kind[int(spans.kind[number])].append(Span(int(start), int(end)))
    content = tuple(by_kind[CONTENT])
    cue, source = (next(iter(by_kind[kind]), None) for kind in (CUE, SOURCE))
    return Quotation(content, kind_of(content, columns.page.text), cue, source)


def kind_of(content: Sequence[Span], text: str) -> QuotationKind:
    """Direct where all words stand in quotation marks, mixed where some do, else indirect.

    Examples
    --------
    >>> kind_of([Span(0, 4), Span(5, 11)], '"So" it was')
    'mixed'
    """
    words = " ".join(span.of(text) for span in content)
    outside = _MARKED.sub("", words)
    if outside == words:
        return "indirect"
    return "mixed" if _WORD.search(outside) else "direct"
