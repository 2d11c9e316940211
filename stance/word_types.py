"""Word types: each distinct word once, as a number, with what is known of it kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int32]
Values: TypeAlias = NDArray[Any]
Known: TypeAlias = Callable[[str], Any]
Table = TypeVar("Table")

MOST_WORDS = 100_000
"""A table that holds more words than this is given up for a new one at the next text."""
MOST_CHARACTERS = 2_000_000
"""The same for the characters of its words."""


class WordTypes(dict[str, int]):
    """A table of distinct words (types): word → number, and number → what is known of the word.

    A text of a thousand words has some four hundred different ones, and the next text shares
    most of them: whether a word is a title, what its ending is, is asked once a type and
    looked up for every token. The numbers mean nothing outside the table.

    Attributes
    ----------
    words : list of str
        The word of each number.

    Examples
    --------
    >>> types = WordTypes()
    >>> numbers = types.numbers(["The", "cat", "the", "cat"])
    >>> numbers.tolist(), types.known(len)[numbers].tolist()
    ([0, 1, 2, 1], [3, 3, 3, 3])
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._characters = 0
        self._known: dict[Known, tuple[Values, int]] = {}
        self._beside: dict[Any, Any] = {}

    def __missing__(self, word: str) -> int:
        """The number of a word that is new."""
        number = self[word] = len(self.words)
        self.words.append(word)
        self._characters += len(word)
        return number

    def numbers(self, words: Sequence[str]) -> Integers:
        """The number of each word, of shape (n_words,); new words get the next ones."""
        return np.fromiter(map(self.__getitem__, words), dtype=np.int32, count=len(words))

    def known(self, function: Known, dtype: Any = np.int64) -> Values:  # noqa: ANN401
        """What `function` says of each word of the table, called once a word.

        Parameters
        ----------
        function
            Of one word: a number, or several in a tuple, always of one length. It must be the
            same object at every call: a function of a module, not a lambda made in place.
        dtype
            What the numbers are held as.

        Returns
        -------
        array of shape (n_words,) or (n_words, n_numbers)
            At least as many rows as there are words; take those you want by number.
        """
        values, filled = self._known.get(function, (None, 0))
        if filled < len(self.words):
            values = _filled(values, filled, list(map(function, self.words[filled:])), dtype)
            self._known[function] = (values, len(self.words))
        return np.zeros(0, dtype) if values is None else values

    def beside(self, table: Callable[[WordTypes], Table], anew: bool = False) -> Table:
        """Another table over the same words, made once; a new one if `anew`."""
        if anew or table not in self._beside:
            self._beside[table] = table(self)
        found: Table = self._beside[table]
        return found

    @property
    def is_full(self) -> bool:
        """Whether a new table should be begun."""
        return len(self.words) > MOST_WORDS or self._characters > MOST_CHARACTERS

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.words,)


def _filled(values: Values | None, filled: int, new: list[Any], dtype: Any) -> Values:  # noqa: ANN401
    """The values with the new ones after them, in an array that grows by doubling."""
    rows = np.array(new, dtype=dtype)
    need = filled + len(rows)
    if values is None or len(values) < need:
        grown = np.zeros((max(2 * need, 1024), *rows.shape[1:]), dtype=dtype)
        if values is not None:
            grown[:filled] = values[:filled]
        values = grown
    values[filled:need] = rows
    return values


def _again(words: Sequence[str]) -> WordTypes:
    types = WordTypes()
    types.numbers(words)
    return types


_of_thread = threading.local()


def current_types() -> WordTypes:
    """The table of this thread; a new one where the last has grown full.

    A text keeps the table it was numbered by; ask for it once a text.
    """
    types = getattr(_of_thread, "types", None)
    if types is None or types.is_full:
        types = _of_thread.types = WordTypes()
    return types
