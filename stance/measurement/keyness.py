"""Which words one group of texts uses more than another."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix, issparse
from scipy.special import xlogy
from scipy.stats import chi2, false_discovery_control, norm

Array = NDArray[np.float64]

Measure = Literal["log-odds", "log-likelihood"]

PRIOR_WORDS = 500.0
"""Words the prior is worth: about one news report."""


def log_likelihood(
    count: ArrayLike, elsewhere: ArrayLike, *, cells: Literal[2, 4] = 4
) -> Array:
    """How surprising it is that both sides use a word at one rate: G², negative if used less.

    G² = 2 Σ O ln(O / E) over the cells of the table (this word or another) × (this side or the
    other) [1]_. With `cells=2` the cells of the other words are left out, as the calculators
    of corpus linguistics do [2]_; only for the commonest words does it matter.

    Parameters
    ----------
    count, elsewhere
        Uses of each word on either side, of shape (..., n_words).

    References
    ----------
    .. [1] Dunning, T. (1993). Accurate Methods for the Statistics of Surprise and
       Coincidence. Computational Linguistics 19(1), 61-74.
    .. [2] Rayson, P. & Garside, R. (2000). Comparing Corpora using Frequency Profiling.
       Workshop on Comparing Corpora, ACL.

    Examples
    --------
    >>> log_likelihood([10, 90], [20, 80]).round(2)
    array([-3.99,  3.99])
    """
    ours, theirs = np.asarray(count, dtype=float), np.asarray(elsewhere, dtype=float)
    n_ours, n_theirs = _totals(ours, theirs)
    share = (ours + theirs) / (n_ours + n_theirs)
    pairs = [(ours, n_ours * share), (theirs, n_theirs * share)]
    if cells == 4:
        pairs += [(n_ours - ours, n_ours * (1 - share))]
        pairs += [(n_theirs - theirs, n_theirs * (1 - share))]
    total = sum(xlogy(seen, seen) - xlogy(seen, expected) for seen, expected in pairs)
    return np.asarray(np.sign(ours / n_ours - theirs / n_theirs) * np.maximum(2 * total, 0))


def log_odds(count: ArrayLike, elsewhere: ArrayLike, prior: ArrayLike) -> tuple[Array, Array]:
    """How much larger the odds of a word are on this side, and by how many standard errors.

    δ = ln[(y + a) / (n + a₀ − y − a)] of this side less that of the other, with prior counts
    a of sum a₀ on both sides; z = δ / √(1/(y₁ + a) + 1/(y₂ + a)) [1]_, equations 16 and 22.

    Parameters
    ----------
    count, elsewhere
        Uses of each word on either side, of shape (..., n_words).
    prior
        Uses of each word expected beforehand, of shape (n_words,), all above 0. Few make rare
        words stand out, many keep them at 0.

    Returns
    -------
    tuple
        δ and z, of the shape of `count`.

    References
    ----------
    .. [1] Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' Words: Lexical
       Feature Selection and Evaluation for Identifying the Content of Political Conflict.
       Political Analysis 16(4), 372-403.

    Examples
    --------
    >>> delta, z = log_odds([10, 90], [20, 80], prior=[1, 1])
    >>> z.round(2)
    array([-2.05,  5.  ])
    """
    ours, theirs = np.asarray(count, dtype=float), np.asarray(elsewhere, dtype=float)
    expected = np.broadcast_to(np.asarray(prior, dtype=float), ours.shape[-1:])
    if not (expected > 0).all():
        raise ValueError("a prior count is 0 or less: give every word a little more than 0")
    n_ours, n_theirs = _totals(ours, theirs)
    rest = expected.sum() - expected
    delta = np.log((ours + expected) / (n_ours - ours + rest))
    delta -= np.log((theirs + expected) / (n_theirs - theirs + rest))
    return delta, delta / np.sqrt(1 / (ours + expected) + 1 / (theirs + expected))


def keyness(
    counts: Any,  # noqa: ANN401 - an array, a sparse matrix or any data frame
    groups: Sequence[Hashable],
    words: Sequence[str] | None = None,
    *,
    measure: Measure = "log-odds",
    reference: Hashable | None = None,
    prior: ArrayLike | None = None,
) -> pd.DataFrame:
    """The words of each group of texts, those it uses most distinctly first.

    Parameters
    ----------
    counts
        Word counts of shape (n_texts, n_words), as of `WordCounts`; a data frame brings its
        columns as `words`.
    groups
        The group of each text: an outlet, a year, a voice.
    words
        The words, one a column.
    measure
        `"log-odds"` (with a Dirichlet prior) or `"log-likelihood"` (G²).
    reference
        The group the others are held against; by default each group against all other texts.
    prior
        Prior counts for `"log-odds"`; by default the words of all texts, scaled to
        `PRIOR_WORDS` in all.

    Returns
    -------
    pandas.DataFrame
        One row a group and word: uses here (`count`) and in the reference (`elsewhere`), the
        texts of the group that use it (`texts`), the `effect` (δ, or the binary logarithm of
        the ratio of the rates, half a use added to either), the `score` (z, or signed G²) and
        `q`, the share of false finds to expect down to this row.

    Raises
    ------
    ValueError
        For groups or words that do not fit the counts, fewer than two groups, an unknown
        reference, counts that are negative or missing.

    Notes
    -----
    When it misleads: words come in bursts. Ten uses in one text are not ten witnesses, and
    the tests count them so: look at `texts`, and distrust what one text carries. Names and
    places of events that only one group covered come first; they tell of selection, not of
    framing, so compare tellings of the same events.

    Examples
    --------
    >>> from stance.measurement.counts import WordCounts
    >>> texts = ["tax burden", "a tax burden", "fair tax", "fair share of tax"]
    >>> words = WordCounts()
    >>> table = keyness(
    ...     words.fit_transform(texts), ["right", "right", "left", "left"],
    ...     words.get_feature_names_out(),
    ... )
    >>> table.groupby("group", sort=False)["word"].first().to_dict()
    {'right': 'burden', 'left': 'fair'}
    """
    matrix, names = _checked(counts, words)
    kinds = list(dict.fromkeys(groups))
    here, elsewhere, texts = _sides(matrix, groups, kinds, reference)
    effect, score, chance = _measured(here, elsewhere, measure, prior, matrix)
    columns = {"count": here.astype(int), "elsewhere": elsewhere.astype(int)}
    columns |= {"texts": texts.astype(int), "effect": effect, "score": score}
    columns["q"] = false_discovery_control(chance, axis=1)
    tables = [
        pd.DataFrame({"group": [kind] * len(names), "word": names})
        .assign(**{name: values[row] for name, values in columns.items()})
        .sort_values("score", ascending=False, kind="stable")
        for row, kind in enumerate(kinds)
        if kind != reference
    ]
    return pd.concat(tables, ignore_index=True)


def _measured(
    here: Array,
    elsewhere: Array,
    measure: Measure,
    prior: ArrayLike | None,
    matrix: csr_matrix,
) -> tuple[Array, Array, Array]:
    """The effect, the score, and the chance of such a score where there is no difference."""
    if measure == "log-odds":
        expected = _corpus_prior(matrix) if prior is None else prior
        effect, z = log_odds(here, elsewhere, expected)
        return effect, z, np.asarray(2 * norm.sf(np.abs(z)))
    if measure == "log-likelihood":
        score = log_likelihood(here, elsewhere)
        return _log_ratio(here, elsewhere), score, np.asarray(chi2.sf(np.abs(score), df=1))
    raise ValueError(f"measure is {measure!r}: give 'log-odds' or 'log-likelihood'")


def _checked(
    counts: Any,  # noqa: ANN401 - see keyness
    words: Sequence[str] | None,
) -> tuple[csr_matrix, list[str]]:
    if words is None and not hasattr(counts, "columns"):
        raise ValueError("give the words, one for each column of the counts")
    names = [str(word) for word in (counts.columns if words is None else words)]
    given = counts if issparse(counts) else np.asarray(counts)
    matrix: csr_matrix = csr_matrix(given, dtype=np.float64)  # type: ignore[arg-type]
    if matrix.shape[1] != len(names):
        raise ValueError(f"{len(names)} words and {matrix.shape[1]} columns of counts")
    if not (np.isfinite(matrix.data).all() and (matrix.data >= 0).all()):
        raise ValueError("a count is negative or missing")
    return matrix, names


def _sides(
    matrix: csr_matrix,
    groups: Sequence[Hashable],
    kinds: Sequence[Hashable],
    reference: Hashable | None,
) -> tuple[Array, Array, Array]:
    """Uses in each group, uses in its reference, and texts of the group that use each word."""
    if len(groups) != matrix.shape[0]:
        raise ValueError(f"{matrix.shape[0]} texts and {len(groups)} groups: give each its own")
    if len(kinds) < 2:
        raise ValueError("there is one group only: give two or more to compare")
    if reference is not None and reference not in kinds:
        raise ValueError(f"no text is of the reference group {reference!r}: {list(kinds)}")
    rows = [kinds.index(group) for group in groups]
    member = csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))))
    here = (member @ matrix).toarray()
    texts = (member @ (matrix > 0).astype(np.float64)).toarray()
    if reference is None:
        return here, here.sum(axis=0) - here, texts
    return here, np.tile(here[kinds.index(reference)], (len(kinds), 1)), texts


def _corpus_prior(matrix: csr_matrix) -> Array:
    total = np.asarray(matrix.sum(axis=0)).ravel()
    if not total.all():
        raise ValueError(f"{int((total == 0).sum())} words are used by no text: leave them out")
    return np.asarray(total * PRIOR_WORDS / total.sum())


def _log_ratio(here: Array, elsewhere: Array) -> Array:
    n_here, n_elsewhere = _totals(here, elsewhere)
    return np.asarray(
        np.log2((here + 0.5) / (n_here + 1)) - np.log2((elsewhere + 0.5) / (n_elsewhere + 1))
    )


def _totals(ours: Array, theirs: Array) -> tuple[Array, Array]:
    if ours.shape != theirs.shape or ours.ndim == 0:
        raise ValueError(f"counts of shapes {ours.shape} and {theirs.shape}: give two alike")
    totals = ours.sum(axis=-1, keepdims=True), theirs.sum(axis=-1, keepdims=True)
    if not (totals[0].all() and totals[1].all()):
        raise ValueError("one side has no words at all")
    return totals
