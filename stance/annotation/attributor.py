"""Learned attribution: sources, cues and contents tagged token by token, then linked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from stance.annotation.chain import ChainTagger
from stance.annotation.columns import N_BORDERS, Columns
from stance.annotation.links import CUE, Linker, TaggedSpans
from stance.annotation.page import Page
from stance.annotation.related import gold_relations, gold_tags, related
from stance.annotation.score_table import ScoreTable
from stance.annotation.strip import MARGIN, Excerpt, strips
from stance.annotation.templates import hashed
from stance.annotation.wording import templates
from stance.article import Quotation

Integers: TypeAlias = NDArray[np.integer[Any]]
Floats: TypeAlias = NDArray[np.float32]

N_TAGS = 7
_LONGEST = 400
"""Paragraphs of more tokens are tagged in pieces, so that the cost stays linear."""
_BLOCK = 1000
"""How many tokens are turned into features at once: what fits a cache."""


class Attributor(BaseEstimator):
    """Finds who says what as human coders have marked it, with linear models alone.

    Two chains of tags, the second of which sees what the first found, and a logistic
    regression that links contents and sources to their cues. No parser, no embeddings.

    Parameters
    ----------
    bits, epochs, rate, decay, caution, least, dropout
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
    of their time. Most of what it misses is reported by a verb or noun that seldom reports;
    next comes where a reported clause ends. Words in marks without
    a cue are given to whoever spoke before them. No relation has two sources, lies in another
    one, or crosses a paragraph but for words in marks that go on.

    Its cost is linear in the length of the text: a fixed number of look-ups a token, paths
    through pieces of at most 400 tokens, two candidate cues a span.

    Examples
    --------
    See `stance.models.attribution.LearnedAttribution`, which takes articles.
    """

    def __init__(
        self,
        bits: int = 20,
        epochs: int = 8,
        rate: float = 0.1,
        decay: float = 0.003,
        caution: float = 40.0,
        least: int = 2,
        dropout: float = 0.5,
        folds: int = 3,
        boldness: float = 0.2,
        random_state: int = 0,
    ) -> None:
        self.bits = bits
        self.epochs = epochs
        self.rate = rate
        self.decay = decay
        self.caution = caution
        self.least = least
        self.dropout = dropout
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
        columns = [Columns(strip) for strip in strips(X)]
        gold = [gold_tags(text, y) for text in columns]
        if not any((tags == CUE).any() for tags, _ in gold):
            raise ValueError("no quotation has a cue: give articles with coded quotations")
        guessed = self._fit_chains(columns, [tags for tags, _ in gold])
        spans = [TaggedSpans.of(tags) for tags in (*(tags for tags, _ in gold), *guessed)]
        relations = [
            gold_relations(span, *true) for span, true in zip(spans, gold * 2, strict=True)
        ]
        self.linker_ = Linker().fit([*columns, *columns], spans, relations)
        return self

    def _fit_chains(
        self, columns: Sequence[Columns], tags: Sequence[Integers]
    ) -> list[Integers]:
        """Fit both; what the first says of texts it has not seen."""
        pieces = [pieces_of(text) for text in columns]
        page = [
            excerpt.number
            for text, cut in zip(columns, pieces, strict=True)
            for excerpt in _excerpts(text, cut)
        ]
        seen = _cut([self._features(text, "first") for text in columns], pieces)
        borders = _cut([text.borders for text in columns], pieces)
        gold = _cut(tags, pieces)
        guesses = self._unseen_guesses(np.array(page), seen, borders, gold)
        guessed: list[Integers] = []
        for text, cut in zip(columns, pieces, strict=True):
            own, guesses = guesses[: len(cut)], guesses[len(cut) :]
            guess = np.zeros(text.n, dtype=np.int64)
            guess[_laid(cut)] = np.concatenate(own)
            text.add_guess(guess)
            guessed.append(guess)
        more = _cut([self._features(text, "second") for text in columns], pieces)
        both = [np.hstack(pair) for pair in zip(seen, more, strict=True)]
        self.second_ = self._chain().fit(both, borders, gold)
        return guessed

    def _features(self, columns: Columns, chain: str) -> Integers:
        """The features of each token, (n_tokens, n_templates); none in the outer margins."""
        first, end = MARGIN, columns.n - MARGIN
        groups = hashed(columns.named, templates(chain), self.bits, first, end)
        inner = np.concatenate([group.astype(np.int32) for group in groups]).T
        return np.pad(inner, ((MARGIN, MARGIN), (0, 0)))

    def _unseen_guesses(
        self,
        page: Integers,
        seen: Sequence[Integers],
        borders: Sequence[Integers],
        gold: Sequence[Integers],
    ) -> list[Integers]:
        """What a chain finds in texts it has not learned from; the first chain is the mean."""
        fold = page % self.folds
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
            dropout=self.dropout,
            random_state=self.random_state,
        )

    def compact(self, most: int) -> Self:
        """A smaller file: each chain keeps the `most` features that move its scores most."""
        self.first_.compact(most)
        self.second_.compact(most)
        return self

    def quotations(self, pages: Sequence[Page]) -> list[tuple[Quotation, ...]]:
        """The quotations of each page in text order, as the training data would mark them."""
        found: list[list[Quotation]] = [[] for _ in pages]
        for strip in strips(pages):
            columns = Columns(strip)
            spans = TaggedSpans.of(self.tags(columns))
            links = self.linker_.link(columns, spans)
            for number, quotation in related(columns, spans, links):
                found[number].append(quotation)
        return [tuple(sorted(some, key=lambda one: one.content)) for some in found]

    def tags(self, columns: Columns) -> Integers:
        """The tag of each token: the second chain's, who has seen the first one's."""
        pieces = pieces_of(columns)
        laid, lengths = _laid(pieces), np.diff(pieces).ravel()
        borders = columns.borders[laid]
        guess, scores = self._scores(columns, "first")
        tags = np.zeros(columns.n, dtype=np.int64)
        tags[laid] = self.first_.decode(guess[laid], borders, lengths)
        columns.add_guess(tags)
        [more] = self._scores(columns, "second")
        scores = scores[laid] + more[laid]
        scores[:, 1:] += self.boldness
        tags[laid] = self.second_.decode(scores, borders, lengths)
        return tags

    @cached_property
    def _tables(self) -> dict[str, ScoreTable]:
        """Features of the first chain are looked up for both chains at once."""
        both = [(one.rows_, one.weights_) for one in (self.first_, self.second_)]
        return {"first": ScoreTable(both), "second": ScoreTable(both[1:])}

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in super().__getstate__().items() if k != "_tables"}

    def _scores(self, columns: Columns, chain: str) -> list[Floats]:
        """What speaks for each tag of each token by the features of a chain."""
        first, end = MARGIN, columns.n - MARGIN
        blocks = [(start, min(start + _BLOCK, end)) for start in range(first, end, _BLOCK)]
        found = [
            self._tables[chain].scores(
                hashed(columns.named, templates(chain), self.bits, *block)
            )
            for block in blocks
        ]
        around = ((MARGIN, MARGIN), (0, 0))
        return [np.pad(np.concatenate(part), around) for part in zip(*found, strict=True)]


def _excerpts(columns: Columns, pieces: Integers) -> list[Excerpt]:
    """The excerpt each piece belongs to."""
    places = np.searchsorted(columns.strip.first, pieces[:, 0], side="right") - 1
    return [columns.strip.excerpts[place] for place in places]


def _cut(rows: Sequence[Integers], pieces: Sequence[Integers]) -> list[Integers]:
    return [
        values[first:end]
        for values, cut in zip(rows, pieces, strict=True)
        for first, end in cut
    ]


def pieces_of(columns: Columns) -> Integers:
    """First and end of each piece, (n_pieces, 2): paragraphs, the long ones cut."""
    strip = columns.strip
    bounds = np.union1d(strip.paragraphs, strip.end)
    whole = ~np.isin(bounds[:-1], strip.end)
    gaps = zip(bounds[:-1][whole].tolist(), bounds[1:][whole].tolist(), strict=True)
    pieces = [
        (start, min(start + _LONGEST, end))
        for first, end in gaps
        for start in range(first, end, _LONGEST)
    ]
    return np.array(pieces, dtype=np.int64)


def _laid(pieces: Integers) -> Integers:
    """The tokens of the pieces, one after the other."""
    return np.concatenate([np.arange(first, end) for first, end in pieces])
