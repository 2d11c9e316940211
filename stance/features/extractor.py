"""The one shape of a feature family: named columns, one row a passage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from stance.article import Passage, as_passages


class Extractor(TransformerMixin, BaseEstimator, ABC):
    """Dense columns measured on each passage alone.

    A family supplies `names` and `row`; conversion at the border, `fit`, `transform` and
    `get_feature_names_out` are inherited. Nothing is learned, so `fit` only checks its input.

    Examples
    --------
    >>> class Length(Extractor):
    ...     def names(self):
    ...         return ["n_characters"]
    ...
    ...     def row(self, passage):
    ...         return [len(passage.text)]
    >>> Length().fit_transform(["Taxes rose.", ""])
    array([[11.],
           [ 0.]])
    """

    @abstractmethod
    def names(self) -> list[str]:
        """The columns, in order."""

    @abstractmethod
    def row(self, passage: Passage) -> Sequence[float]:
        """The measures of one passage, one for each name."""

    def fit(self, X: object, y: object = None) -> Self:
        """Check that `X` can be read as passages."""
        as_passages(X)
        return self

    def transform(self, X: object) -> NDArray[np.float64]:
        """Measure every passage; an array of shape (n_passages, n_columns)."""
        rows = [self.row(passage) for passage in as_passages(X)]
        return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(self.names()))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The names of the columns."""
        return np.asarray(self.names(), dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True
