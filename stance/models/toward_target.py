"""Models of a text toward a target: of the text alone, and of text and target."""

from __future__ import annotations

from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union

from stance.features.characters import CharacterCounts
from stance.features.targeting import target_crosses
from stance.features.words import MARKS, WordTfidf, open_hashtags
from stance.models.averaged import AveragedMargins
from stance.models.distinct import EachTextOnce
from stance.models.seen_targets import SeenTargets
from stance.models.stance import TargetLogistic


def _text_columns() -> list[BaseEstimator]:
    """Words with marks and hashtags kept, and words and letters with hashtags opened too."""
    return [
        WordTfidf(sublinear_tf=True, ngram_range=(1, 3), token_pattern=MARKS),
        WordTfidf(sublinear_tf=True, ngram_range=(1, 2), preprocessor=open_hashtags),
        make_pipeline(CharacterCounts(), TfidfTransformer(sublinear_tf=True)),
        make_pipeline(
            CharacterCounts(preprocessor=open_hashtags), TfidfTransformer(sublinear_tf=True)
        ),
    ]


def _words() -> BaseEstimator:
    """Which runs of up to three words a passage has, each counted once."""
    return WordTfidf(
        binary=True,
        use_idf=False,
        norm=None,
        min_df=2,
        ngram_range=(1, 3),
        token_pattern=MARKS,
        preprocessor=open_hashtags,
    )


_MANY = 2000
"""Passages of a target from which on log-count ratios help: chosen on folds over the training
tweets of P-Stance (5,700 a target: mean F_avg 76.2 alone, 76.8 with them) and of SemEval-2016
(580 a target: 71.8 alone, 71.3 with them)."""


def stance_target_blind(C: float = 10, random_state: int = 0) -> Pipeline:
    """The words and letters of the text, whoever the target is: what a target is worth.

    Examples
    --------
    >>> model = stance_target_blind().fit(["Good tax.", "Bad tax."], ["for", "against"])
    >>> model.predict(["A good day."]).tolist()
    ['for']
    """
    return _blind(make_union(*_text_columns()), C, random_state)


def _blind(columns: FeatureUnion, C: float, random_state: int) -> Pipeline:
    classify = LogisticRegression(C=C, max_iter=2000, random_state=random_state)
    return Pipeline([("stance", EachTextOnce(columns, classify))])


def stance_linear(
    C: float = 3,
    share: float = 0.5,
    least: int = 100,
    carries_over: bool = False,
    random_state: int = 0,
) -> Pipeline:
    """Words and letters, shared by all targets and apart for each known one.

    A target that was not seen often enough also has the words of the text crossed with the
    words of its name. A target that was never seen is answered by `stance_target_blind`.
    Where targets have thousands of passages, a second model of words alone, weighted by their
    log-count ratios, has half the say.

    Parameters
    ----------
    C, share, least, random_state
        As in `TargetLogistic`.
    carries_over
        Whether what is learned of known targets answers new ones too: for columns that compare
        text and target in meaning, which words of its own do not.

    Notes
    -----
    When it misleads: as `TargetLogistic` and `SeenTargets` do; on a new target it knows little:
    mean F_avg falls from 63.9 to 33.5 between targets of SemEval-2016 A. `C` and `share`
    were chosen by folds over its training tweets (pooled F_avg 71.8 there, 69.1 on its
    test split, which was scored nine times while features were chosen elsewhere).

    Examples
    --------
    >>> from stance.article import Article, Passage
    >>> good, bad = (Passage(Article("1", t), target="tax") for t in ("Good.", "Bad."))
    >>> stance_linear().fit([good, bad], ["for", "against"]).predict([good]).tolist()
    ['for']
    """
    crosses = WordTfidf(sublinear_tf=True, analyzer=target_crosses)
    columns = make_union(*_text_columns())  # one object: who adds a column adds it to both
    first = TargetLogistic(columns, share, least, crosses, C, random_state)
    second = TargetLogistic(_words(), share, least, None, 0.03, random_state, ratio=True)
    seen = AveragedMargins(first, second, _MANY)
    new = _blind(columns, 10, random_state)
    return Pipeline([("stance", seen if carries_over else SeenTargets(seen, new))])
