"""Where texts stand on one dimension that is found in the words alone."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, validate_data

Array = NDArray[np.float64]

LONGEST = 2.0
"""The longest Newton step: a word with one use would leap beyond what `exp` can hold."""


class Wordfish(TransformerMixin, BaseEstimator):
    """Positions of texts and weights of words, from nothing but how often each uses each.

    The count of word j in text i is taken to be Poisson with

        log rate = α_i + ψ_j + β_j · θ_i

    where α is how long the text is, ψ how common the word, θ where the text stands and β how
    much the word tells of it. Texts and words are fitted in turn, each by Newton's method;
    positions are brought to mean 0 and standard deviation 1 in every round, and a normal
    prior keeps the weights of rare words finite [1]_.

    Parameters
    ----------
    direction
        Two rows: the first is to stand to the left (below) of the second. The likelihood
        cannot tell left from right.
    weight_deviation
        Standard deviation of the prior of β.
    tolerance
        Fitting stops when a round raises the log-likelihood by no more than this share of it.
    max_iter
        Rounds after which it gives up with a `ConvergenceWarning`.

    Attributes
    ----------
    positions_, position_errors_
        θ and its standard errors, of shape (n_texts,).
    text_effects_
        α, of shape (n_texts,).
    word_weights_, word_weight_errors_
        β and its standard errors, of shape (n_words,).
    word_effects_
        ψ, of shape (n_words,).
    centre_, width_
        Mean and deviation of the texts' places before they were standardised; `transform`
        uses them.
    log_likelihood_
        Of the counts, less the prior's penalty, without the constant of the factorials.
    n_iter_
        The rounds it took.

    Notes
    -----
    Fitting in turn with the positions standardised in between is the authors' algorithm and
    that of the R packages; it stops near the maximum of the penalised likelihood, not at it
    (a joint solver pulls short texts further to the middle), and then rounds lower it: so it
    ends when the likelihood no longer rises. Expect the positions of another program to
    correlate above .99, not to agree to the digit.

    The errors take the other half of the parameters as known and words as independent, so
    they are too small, often by much [2]_. Counts become one dense table: ten thousand words
    of a thousand texts are 80 MB.

    When it misleads: the dimension is whatever divides the words most. In news that is
    commonly the event or the section before it is any stance; read the words with the
    largest `|β|` before you name it. Compare texts of one kind, on one matter, in one language.

    References
    ----------
    .. [1] Slapin, J. B. & Proksch, S.-O. (2008). A Scaling Model for Estimating Time-Series
       Party Positions from Texts. American Journal of Political Science 52(3), 705-722.
    .. [2] Lowe, W. & Benoit, K. (2013). Validating Estimates of Latent Traits from Textual
       Data Using Human Judgment as a Benchmark. Political Analysis 21(3), 298-313.

    Examples
    --------
    >>> counts = [[9, 4, 1, 5], [6, 5, 2, 4], [2, 5, 7, 5], [1, 3, 9, 6]]
    >>> fish = Wordfish(direction=(0, 3)).fit(counts)
    >>> fish.positions_.round(1)
    array([-1.1, -0.6,  0.6,  1.1])
    >>> fish.word_weights_.argmax()
    np.int64(2)
    """

    def __init__(
        self,
        direction: tuple[int, int] = (0, -1),
        *,
        weight_deviation: float = 3.0,
        tolerance: float = 1e-8,
        max_iter: int = 500,
    ) -> None:
        self.direction = direction
        self.weight_deviation = weight_deviation
        self.tolerance = tolerance
        self.max_iter = max_iter

    def fit(self, X: object, y: object = None) -> Self:
        """Find the positions.

        Parameters
        ----------
        X
            Word counts of shape (n_texts, n_words): an array, a sparse matrix, or a data
            frame with the words as columns. At least three texts.

        Raises
        ------
        ValueError
            For counts that are negative or missing, a text without words, a word that no
            text uses, texts that are all alike, or a direction outside the texts.
        """
        counts = self._counts(X, reset=True)
        _check_used(counts)
        left, right = self._checked_direction(len(counts))
        texts, words = self._alternate(counts)
        sign = 1.0 if texts.slope[left] <= texts.slope[right] else -1.0
        self.text_effects_, self.positions_ = texts.effect, sign * texts.slope
        self.word_effects_, self.word_weights_ = words.effect, sign * words.slope
        self._measure_errors(counts)
        own = self._places(counts)
        self.centre_, self.width_ = float(own.mean()), float(own.std(ddof=1))
        return self

    def fit_transform(self, X: object, y: object = None) -> Array:
        """`fit`; the positions, of shape (n_texts, 1)."""
        return self.fit(X).positions_[:, None]

    def transform(self, X: object) -> Array:
        """Positions of other texts on the fitted dimension, of shape (n_texts, 1)."""
        check_is_fitted(self)
        counts = self._counts(X)
        _check_texts(counts)
        return ((self._places(counts) - self.centre_) / self.width_)[:, None]

    def _places(self, counts: Array) -> Array:
        """Where the words alone put texts, before they are standardised."""
        words = Lines(self.word_effects_, self.word_weights_)
        lengths = np.log(counts.sum(axis=1) / np.exp(words.effect).sum())
        return _fit_lines(counts, words, Lines(lengths, np.zeros(len(counts))))[0].slope

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """The one column: `position`."""
        return np.asarray(["position"], dtype=object)

    def words(self) -> pd.DataFrame:
        """The words with `weight` (β), `standard_error` and `effect` (ψ), by weight."""
        check_is_fitted(self)
        names = getattr(self, "feature_names_in_", np.arange(len(self.word_weights_)))
        columns = {
            "weight": self.word_weights_,
            "standard_error": self.word_weight_errors_,
            "effect": self.word_effects_,
        }
        return pd.DataFrame(columns, index=pd.Index(names, name="word")).sort_values("weight")

    def _counts(self, X: object, *, reset: bool = False) -> Array:
        checked: Any = validate_data(
            self,
            X,
            reset=reset,
            accept_sparse="csr",
            dtype=np.float64,
            ensure_non_negative=True,
            ensure_min_samples=3 if reset else 1,
            ensure_min_features=2,
        )
        return np.asarray(csr_matrix(checked).toarray())

    def _checked_direction(self, n_texts: int) -> tuple[int, int]:
        left, right = self.direction
        if not all(-n_texts <= row < n_texts for row in (left, right)):
            raise ValueError(f"direction is {self.direction}, and there are {n_texts} texts")
        if left % n_texts == right % n_texts:
            raise ValueError(f"direction is {self.direction}: give two different texts")
        return left, right

    def _alternate(self, counts: Array) -> tuple[Lines, Lines]:
        """Words given texts, texts given words, while the likelihood of the words rises."""
        precision = 1 / self.weight_deviation**2
        texts = _start(counts)
        words = Lines(np.log(counts.mean(axis=0)), np.zeros(counts.shape[1]))
        words, value = _fit_lines(counts.T, texts, words, precision)
        for rounds in range(1, self.max_iter + 1):
            self.n_iter_ = rounds
            self.log_likelihood_ = float(value.sum())
            moved = _standardised(_fit_lines(counts, words, texts)[0])
            refitted, value = _fit_lines(counts.T, moved, words, precision)
            rise = float(value.sum()) - self.log_likelihood_
            if rise <= self.tolerance * abs(self.log_likelihood_):
                return texts, words
            texts, words = moved, refitted
        warnings.warn(
            f"no convergence in {self.max_iter} rounds: the last raised the log-likelihood by "
            f"{rise:.2g}; raise max_iter or tolerance",
            ConvergenceWarning,
            stacklevel=3,
        )
        return texts, words

    def _measure_errors(self, counts: Array) -> None:
        """From the curvature: the text's words given its length; a word's counts given θ."""
        weights, places = self.word_weights_, self.positions_
        rates = _rates(Lines(self.text_effects_, places), Lines(self.word_effects_, weights))
        information = counts.sum(axis=1) * _variance(weights, rates)
        self.position_errors_: Array = 1 / np.sqrt(information)
        information = rates.sum(axis=0) * _variance(places, rates.T)
        self.word_weight_errors_: Array = 1 / np.sqrt(
            information + 1 / self.weight_deviation**2
        )


class Lines(NamedTuple):
    """One line for each text (α, θ) or for each word (ψ, β)."""

    effect: Array
    slope: Array


def _start(counts: Array) -> Lines:
    """Texts on the first singular vector of the logarithms, freed of length and commonness."""
    logs = np.log(counts + 0.1)
    logs -= logs.mean(axis=1, keepdims=True)
    logs -= logs.mean(axis=0)
    values, vectors = np.linalg.eigh(logs @ logs.T)
    return _standardised(Lines(np.log(counts.sum(axis=1)), vectors[:, values.argmax()]))


def _standardised(texts: Lines) -> Lines:
    """Positions of mean 0 and deviation 1, effects of mean 0: what identifies the model."""
    effect, slope = texts
    return Lines(effect - effect.mean(), (slope - slope.mean()) / slope.std(ddof=1))


def _fit_lines(
    counts: Array, columns: Lines, rows: Lines, precision: float = 0.0, max_steps: int = 100
) -> tuple[Lines, Array]:
    """The best line of each row with the columns' given, and its log-likelihood.

    The likelihood of a row is concave in its line, and no row knows another's: so all take
    their Newton steps at once, and a row whose step does harm takes half of it.
    """
    line = np.array(rows)
    value, step = _evaluate(counts, columns, line, precision)
    for _ in range(max_steps):
        tried = line + step
        new_value, new_step = _evaluate(counts, columns, tried, precision)
        rises = new_value >= value - 1e-12 * np.abs(value)
        gain = np.where(rises, new_value - value, np.inf)
        line = np.where(rises, tried, line)
        value = np.where(rises, new_value, value)
        step = np.where(rises, new_step, step / 2)
        if np.all(gain <= 1e-10 * np.abs(value) + 1e-12):
            break
    return Lines(*line), value


def _evaluate(
    counts: Array, columns: Lines, line: Array, precision: float
) -> tuple[Array, Array]:
    """The log-likelihood of each row, less its prior's penalty, and its Newton step."""
    effect, slope = line
    powers = np.vander(columns.slope, 3, increasing=True)
    n_words, n_weighted = (counts @ powers[:, :2]).T
    mass, first, second = (_rates(Lines(effect, slope), columns) @ powers).T
    value = counts @ columns.effect + effect * n_words + slope * n_weighted
    value -= mass + 0.5 * precision * slope**2
    up, along = n_words - mass, n_weighted - first - precision * slope
    determinant = mass * (second + precision) - first**2
    step = np.array([(second + precision) * up - first * along, mass * along - first * up])
    step /= np.maximum(determinant, 1e-300)
    return value, step / np.maximum(1.0, np.abs(step).max(axis=0) / LONGEST)


def _rates(rows: Lines, columns: Lines) -> Array:
    """Expected counts, of shape (n_rows, n_columns)."""
    eta = np.multiply.outer(rows.slope, columns.slope)
    eta += rows.effect[:, None]
    eta += columns.effect
    return np.exp(np.minimum(eta, 50.0, out=eta), out=eta)  # no count is near e**50


def _variance(values: Array, weights: Array) -> Array:
    """The variance of `values` under each row of weights."""
    share = weights / weights.sum(axis=1, keepdims=True)
    mean = share @ values
    return np.asarray(share @ values**2 - mean**2)


def _check_used(counts: Array) -> None:
    _check_texts(counts)
    unused = np.flatnonzero(counts.sum(axis=0) == 0)
    if len(unused):
        raise ValueError(
            f"{len(unused)} words are used by no text (the first is column {unused[0]}): "
            "leave them out"
        )
    shares = counts / counts.sum(axis=1, keepdims=True)
    if np.ptp(shares, axis=0).max() < 1e-12:
        raise ValueError("all texts use the words alike: there is no line to place them on")


def _check_texts(counts: Array) -> None:
    empty = np.flatnonzero(counts.sum(axis=1) == 0)
    if len(empty):
        raise ValueError(f"text {empty[0]} has no word that is counted: leave it out")
