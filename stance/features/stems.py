"""The stems of a passage's words and of its headline, as terms to be counted."""

from __future__ import annotations

import re
from functools import lru_cache

from nltk.stem.snowball import SnowballStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from stance.article import AnnotatedArticle, Passage, Span
from stance.features.words import HashedTerms

_AROUND = 240  # characters: two sentences of news
_WORD = re.compile(r"[^\W\d_]{2,}")
stem = lru_cache(maxsize=200_000)(SnowballStemmer("english").stem)


def stems(passage: Passage) -> list[str]:
    """The words of a passage without function words, each cut to its stem.

    Small samples gain by it: *tax*, *taxes* and *taxed* are learned together. Terms for
    `WordTfidf(analyzer=stems)`.

    Examples
    --------
    >>> from stance.article import Article
    >>> stems(Passage(Article("1", "The taxes were taxing.")))
    ['tax', 'tax']
    """
    return _stems_of(passage.text)


def headline_stems(passage: Passage) -> list[str]:
    r"""The stems of the article's headline; one sign for its absence.

    The headline is the article's title, or the first of several lines. A passage that is a
    part of its article has none: its frames are its own.

    Examples
    --------
    >>> from stance.article import Article
    >>> headline_stems(Passage(Article("1", "Taxes rise\n\nThe mayor has a plan.")))
    ['tax', 'rise']
    >>> headline_stems(Passage(Article("2", "Taxes rise.")))
    ['(no headline)']
    """
    return _stems_of(headline(passage)) or ["(no headline)"]


def headline(passage: Passage) -> str:
    r"""The article's title, or the first of several lines; none for a part of an article.

    Examples
    --------
    >>> from stance.article import Article
    >>> headline(Passage(Article("1", "Taxes rise\n\nThe mayor has a plan.")))
    'Taxes rise'
    """
    if passage.span is not None:
        return ""
    article = passage.article
    bare = article.article if isinstance(article, AnnotatedArticle) else article
    first, _, rest = bare.text.strip().partition("\n")
    return bare.title or (first if rest else "")


def stems_around(passage: Passage) -> list[str]:
    """The stems of the sentences round a passage: of the 240 characters on each side of it.

    One sign for a passage that is a whole article.

    Examples
    --------
    >>> from stance.article import Article
    >>> article = Article("1", "Taxes rose. They met. Wages fell.")
    >>> stems_around(Passage(article, Span(12, 21)))
    ['tax', 'rose', 'wage', 'fell']
    """
    if passage.span is None:
        return ["(nothing around)"]
    text, (start, end) = passage.article.text, passage.span
    return _stems_of(text[max(0, start - _AROUND) : start] + " " + text[end : end + _AROUND])


def _stems_of(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [stem(word) for word in words if word not in ENGLISH_STOP_WORDS]


def stem_spans(text: str) -> list[tuple[str, Span]]:
    """The stem of each word that `stems` counts, with where the word stands.

    Examples
    --------
    >>> stem_spans("The taxes.")
    [('tax', Span(start=4, end=9))]
    """
    found = [(match[0].lower(), Span(*match.span())) for match in _WORD.finditer(text)]
    return [(stem(word), span) for word, span in found if word not in ENGLISH_STOP_WORDS]


class HashedStems(HashedTerms):
    """Counts of stems in columns chosen by a hash: nothing of the text can be read back.

    Parameters
    ----------
    n_features
        How many columns; stems that share one cannot be told apart.

    Examples
    --------
    >>> HashedStems(2**10).fit_transform(["Taxes rose.", "The tax rose."]).nnz
    4
    """

    def __init__(self, n_features: int = 2**14) -> None:
        super().__init__(analyzer=stems, n_features=n_features)

    def columns_of(self, terms: list[str]) -> dict[str, int]:
        """The column each stem is counted in."""
        if not terms:
            return {}
        hashed = self._get_hasher().transform([term] for term in terms)
        return dict(zip(terms, hashed.indices.tolist(), strict=True))
