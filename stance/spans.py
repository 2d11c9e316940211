"""Spans: stretches of a text by character offset, one at a time or a layer of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Span(NamedTuple):
    """A stretch of `Article.text` in Python string indices, end-exclusive.

    Examples
    --------
    >>> Span(0, 5).of("Hello there")
    'Hello'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` this span covers."""
        return text[self.start : self.end]


# A token, a sentence and a paragraph are nothing but spans in text order.
Token: TypeAlias = Span
Sentence: TypeAlias = Span
Paragraph: TypeAlias = Span

_span = partial(tuple.__new__, Span)  # what Span._make does, without its checks


class Spans(Sequence[Span]):
    """The spans of one layer in text order, never changed; a sequence like any other.

    Held as two arrays, since a text has a thousand tokens of which few are ever looked at:
    a `Span` is made when it is asked for.

    Parameters
    ----------
    starts, ends
        Where each span begins and ends, of shape (n_spans,).

    Examples
    --------
    >>> layer = Spans([0, 6], [5, 11])
    >>> layer[1], len(layer), layer == Spans.of([Span(0, 5), Span(6, 11)])
    (Span(start=6, end=11), 2, True)
    """

    __slots__ = ("ends", "starts")

    def __init__(self, starts: ArrayLike = (), ends: ArrayLike = ()) -> None:
        self.starts: NDArray[np.int32] = np.array(starts, dtype=np.int32)
        self.ends: NDArray[np.int32] = np.array(ends, dtype=np.int32)
        self.starts.setflags(write=False)
        self.ends.setflags(write=False)

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Spans:
        """These spans as a layer; a layer is given back as it is."""
        if isinstance(spans, Spans):
            return spans
        both = np.array(list(spans), dtype=np.int32).reshape(-1, 2)
        return cls(both[:, 0], both[:, 1])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> Span: ...
    @overload
    def __getitem__(self, place: slice) -> Spans: ...
    def __getitem__(self, place: int | slice) -> Span | Spans:
        """The span at a place, or the layer of some of them."""
        if isinstance(place, slice):
            return Spans(self.starts[place], self.ends[place])
        return Span(int(self.starts[place]), int(self.ends[place]))

    def __iter__(self) -> Iterator[Span]:
        return map(_span, zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spans):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(
            self.ends, other.ends
        )

    def __hash__(self) -> int:
        return hash((self.starts.tobytes(), self.ends.tobytes()))

    def __repr__(self) -> str:
        return f"Spans.of({list(map(tuple, self))})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Spans, (self.starts, self.ends)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:  # noqa: ANN401
        """Both as columns, of shape (n_spans, 2)."""
        return np.stack([self.starts, self.ends], axis=1).astype(dtype or np.int32)

    def words(self, text: str) -> list[str]:
        """The characters of `text` each span covers.

        Examples
        --------
        >>> Spans([0, 6], [5, 11]).words("Hello there")
        ['Hello', 'there']
        """
        places = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return [text[start:end] for start, end in places]
