"""How often each text uses each word: what scaling and keyness are computed from."""

from __future__ import annotations

from typing import Self

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from stance.article import as_passages


class WordCounts(CountVectorizer):
    """Counts of the words of each text, of shape (n_texts, n_words), sparse.

    scikit-learn's `CountVectorizer`, with all its parameters, over whatever `as_passages`
    reads: strings, articles, passages or a data frame. Only a passage's own characters are
    counted, so the words of one quoted voice can be set against another's.

    Notes
    -----
    When it misleads: words of one letter are left out, capitals are lost, and a text that is
    printed twice (an agency report) counts twice.

    Examples
    --------
    >>> words = WordCounts()
    >>> words.fit_transform(["Taxes, taxes!", "Wages fell."]).toarray()
    array([[0, 2, 0],
           [1, 0, 1]])
    >>> list(words.get_feature_names_out())
    ['fell', 'taxes', 'wages']
    """

    def fit(self, raw_documents: object, y: object = None) -> Self:
        """Learn the words."""
        super().fit(_texts(raw_documents))
        return self

    def fit_transform(self, raw_documents: object, y: object = None) -> csr_matrix:
        """`fit`, then `transform`, counting once."""
        counts: csr_matrix = super().fit_transform(_texts(raw_documents))
        return counts

    def transform(self, raw_documents: object) -> csr_matrix:
        """The counts of the words that `fit` saw; other words are not counted."""
        counts: csr_matrix = super().transform(_texts(raw_documents))
        return counts


def _texts(data: object) -> list[str]:
    return [passage.text for passage in as_passages(data)]
