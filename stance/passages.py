"""Many passages at once, held as arrays: what a model that labels a corpus is given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stance.article import AUTHOR, AnnotatedArticle, Passage, Span, as_passages
from stance.word_types import WordTypes, current_types

Indices: TypeAlias = NDArray[np.int64]
Made = TypeVar("Made")

_SHIFT = 32  # bits for a place in a text; the bits above them are for its article


class PassageBatch(Sequence[Passage]):
    """Passages of annotated articles as arrays; a `Passage` is made when it is asked for.

    Seventy passages of an article share its tokens: who counts words counts them here, for all
    passages in a few calls. To everybody else this is a sequence of passages.

    Parameters
    ----------
    articles
        Annotated articles, at least with tokens.
    owners
        Which of them each passage is cut from, of shape (n_passages,).
    spans
        Where each begins and ends, of shape (n_passages, 2).
    mentions
        Passage, start and end of every mention of a target, by passage and in text order, in
        offsets of the article; of shape (n_mentions, 3).
    naming
        The target and the voice of a passage by its number; no target and the author if None.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = AnnotatedArticle(Article("1", "Taxes rose."), tokens=[(0, 5), (6, 10)])
    >>> batch = PassageBatch([article, article], [1, 0], [(0, 5), (0, 10)])
    >>> batch[0].text, batch.first.tolist(), batch.end.tolist()
    ('Taxes', [2, 0], [3, 2])
    """

    def __init__(
        self,
        articles: Sequence[AnnotatedArticle],
        owners: ArrayLike,
        spans: ArrayLike,
        mentions: ArrayLike = (),
        naming: Callable[[int], tuple[str | None, str]] | None = None,
    ) -> None:
        self.articles = articles
        self.owners: Indices = np.asarray(owners, dtype=np.int64)
        self.spans: Indices = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        self.mentions: Indices = np.asarray(mentions, dtype=np.int64).reshape(-1, 3)
        self.naming = naming or (lambda row: (None, AUTHOR))
        self._made: dict[Hashable, Any] = {}

    @classmethod
    def wholes(cls, articles: Sequence[AnnotatedArticle]) -> PassageBatch:
        """One passage an article: all of it."""
        ends = np.fromiter((len(one.text) for one in articles), np.int64, len(articles))
        spans = np.stack([np.zeros_like(ends), ends], axis=1)
        return cls(articles, np.arange(len(articles)), spans)

    def __len__(self) -> int:
        return len(self.owners)

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Passage]: ...
    def __getitem__(self, place: int | slice) -> Passage | Sequence[Passage]:
        """The passage at a place, or a list of some of them."""
        if isinstance(place, slice):
            return [self[row] for row in range(len(self))[place]]
        row = range(len(self))[place]
        article = self.articles[self.owners[row]]
        start, end = self.spans[row].tolist()
        first, last = np.searchsorted(self.mentions[:, 0], [row, row + 1])
        mentions = tuple(Span(*mention) for mention in self.mentions[first:last, 1:].tolist())
        target, voice = self.naming(row)
        span = None if (start, end) == (0, len(article.text)) else Span(start, end)
        return Passage(article, span, target, mentions, voice)

    def parts(self, most: int) -> Iterator[PassageBatch]:
        """The same passages in batches of at most so many tokens, or of one passage.

        Examples
        --------
        >>> from stance.article import Article
        >>> article = AnnotatedArticle(Article("1", "Taxes rose."), tokens=[(0, 5), (6, 10)])
        >>> batch = PassageBatch([article], [0, 0, 0], [(0, 10), (0, 5), (6, 10)])
        >>> [len(part) for part in batch.parts(2)]
        [1, 2]
        """
        ends = np.cumsum(self.end - self.first)
        first = 0
        while first < len(self):
            held = ends[first - 1] if first else 0
            end = max(first + 1, int(np.searchsorted(ends, held + most, side="right")))
            yield self if end - first == len(self) else self._between(first, end)
            first = end

    def _between(self, first: int, end: int) -> PassageBatch:
        low, high = np.searchsorted(self.mentions[:, 0], [first, end])
        return PassageBatch(
            self.articles,
            self.owners[first:end],
            self.spans[first:end],
            self.mentions[low:high] - np.array([first, 0, 0]),
            lambda row: self.naming(first + row),
        )

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made when first asked for: who explains counts what decided.

        Examples
        --------
        >>> batch = PassageBatch.wholes([])
        >>> batch.once("counts", list) is batch.once("counts", list)
        True
        """
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[no-any-return]

    @cached_property
    def numbered(self) -> tuple[WordTypes, Indices]:
        """A table of word types, and the number in it of each token of all the articles."""
        types = current_types()
        held = (one.numbered for one in self.articles)
        found = [
            numbers if table is types else types.numbers(one.words)
            for one, (table, numbers) in zip(self.articles, held, strict=True)
        ]
        return types, np.concatenate([np.zeros(0, np.int32), *found]).astype(np.int64)

    @cached_property
    def token_bounds(self) -> Indices:
        """The first token of each article among all tokens, and the number of all."""
        sizes = (len(one.tokens) for one in self.articles)
        return np.fromiter(accumulate(sizes, initial=0), np.int64)

    @cached_property
    def token_spans(self) -> Indices:
        """Where each token begins and ends in its article, of shape (n_tokens, 2)."""
        return layer_spans([one.tokens for one in self.articles])

    @cached_property
    def token_owners(self) -> Indices:
        """The article of each token."""
        return np.repeat(np.arange(len(self.articles)), np.diff(self.token_bounds))

    @cached_property
    def _keys(self) -> tuple[Indices, Indices]:
        return tuple(keys(self.token_owners, places) for places in self.token_spans.T)  # type: ignore[return-value]

    def tokens_from(self, owners: Indices, places: Indices) -> Indices:
        """The first token that begins at or after each place, or the article's end."""
        return np.searchsorted(self._keys[0], keys(owners, places))

    def tokens_beyond(self, owners: Indices, places: Indices) -> Indices:
        """The first token that ends beyond each place, or the article's end."""
        return np.searchsorted(self._keys[1], keys(owners, places), side="right")

    @cached_property
    def first(self) -> Indices:
        """The first token of each passage among all tokens."""
        return self.tokens_from(self.owners, self.spans[:, 0])

    @cached_property
    def end(self) -> Indices:
        """The token after the last of each passage."""
        return np.maximum(self.tokens_from(self.owners, self.spans[:, 1]), self.first)

    @cached_property
    def tokens(self) -> tuple[Indices, Indices]:
        """The tokens of every passage, passage by passage: whose each is, and which it is."""
        sizes = self.end - self.first
        rows = np.repeat(np.arange(len(self)), sizes)
        moved = self.first - (np.cumsum(sizes) - sizes)
        return rows, np.arange(len(rows)) + moved[rows]


def keys(owners: Indices, places: Indices) -> Indices:
    """One number for an article and a place in it, in the order of both.

    Examples
    --------
    >>> np.argsort(keys(np.array([1, 0, 0]), np.array([2, 7, 5]))).tolist()
    [2, 1, 0]
    """
    return (owners << _SHIFT) + places


def layer_spans(layers: Iterable[Any]) -> Indices:
    """The spans of several layers under one another, of shape (n_spans, 2)."""
    pairs = [np.stack([layer.starts, layer.ends], axis=1) for layer in layers]
    return np.concatenate([np.zeros((0, 2), np.int64), *pairs]).astype(np.int64)


def passages_of(data: object) -> Sequence[Passage]:
    """Whatever `as_passages` reads, as passages; a batch stays a batch.

    Examples
    --------
    >>> batch = PassageBatch.wholes([])
    >>> passages_of(batch) is batch
    True
    """
    return data if isinstance(data, PassageBatch) else as_passages(data)


def places_of(numbers: Indices) -> Indices:
    """The places in their articles that `keys` made numbers of.

    Examples
    --------
    >>> places_of(keys(np.array([3]), np.array([7]))).tolist()
    [7]
    """
    return numbers & ((1 << _SHIFT) - 1)
