"""TF-IDF for several families of columns at once, each family weighted on its own."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted


class BlockTfidf(TransformerMixin, BaseEstimator):
    """Counts to TF-IDF, every block of columns a row of length one by itself.

    The same as one `TfidfTransformer(sublinear_tf=True)` for each block, side by side, in one
    pass over the counts.

    Parameters
    ----------
    n_blocks
        How many blocks of equal width the columns are.

    Attributes
    ----------
    idf_
        How rare each column was in training, of shape (n_columns,).

    Examples
    --------
    >>> BlockTfidf(2).fit_transform(csr_matrix([[1.0, 0.0, 4.0, 0.0]])).toarray().tolist()
    [[1.0, 0.0, 1.0, 0.0]]
    """

    def __init__(self, n_blocks: int = 1) -> None:
        self.n_blocks = n_blocks

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ANN401 - a matrix
        """Count how many rows have each column.

        Raises
        ------
        ValueError
            Where the columns cannot be cut into blocks of equal width.
        """
        counts = csr_matrix(X)
        if counts.shape[1] % self.n_blocks:
            raise ValueError(
                f"{counts.shape[1]} columns are no {self.n_blocks} blocks of equal width"
            )
        rows = np.bincount(counts.indices, minlength=counts.shape[1])
        self.idf_ = np.log((1 + counts.shape[0]) / (1 + rows)) + 1
        return self

    def transform(self, X: Any) -> csr_matrix:  # noqa: ANN401 - a matrix
        """The weighted counts, sparse, of the shape of `X`."""
        check_is_fitted(self)
        counts = csr_matrix(X)
        values = (1 + np.log(counts.data)) * self.idf_[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        block = rows * self.n_blocks + counts.indices // (counts.shape[1] // self.n_blocks)
        values /= np.sqrt(np.bincount(block, values * values))[block]
        return csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ANN401
        """The names the columns came with."""
        check_is_fitted(self)
        given = [f"x{column}" for column in range(len(self.idf_))]
        return np.asarray(given if input_features is None else input_features, object)
