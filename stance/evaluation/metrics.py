"""Gold and guesses → scores: every metric the package prints, by the name it prints.

Each metric is two functions: a *tally*, counts for each item that add up over items, and a
*formula* over their sums. A score is the formula of the total; a bootstrap interval is the
formula of many re-weighted totals at once, so nothing is ever scored in a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stance.evaluation import label_scores as labelled
from stance.evaluation import probability_scores as probable
from stance.evaluation import span_scores as spans
from stance.evaluation.answers import Answers, Array, Label, check_answers


@dataclass(frozen=True)
class Metric:
    """A score with its definition: counts an item, and a formula over their sums.

    `misleads` says when the score does. `resamples` is false where a resample makes it larger
    by itself: no interval then.
    """

    definition: str
    tally: Callable[[Answers], Array]
    formula: Callable[[Array], Array]
    higher_is_better: bool = True
    percent: bool = True
    resamples: bool = True
    misleads: str = ""

    def __call__(self, answers: Answers) -> float:
        """The score of these answers."""
        return float(self.formula(self.tally(answers).sum(axis=0)))


METRICS: dict[str, Metric] = {
    "accuracy": Metric(
        "share of items whose label (all of their labels) is right",
        labelled.hit_counts,
        labelled.mean,
        misleads="one constant answer does well where one label is common",
    ),
    "f1_macro": Metric(
        "unweighted mean of F1 over all labels of the card, absent ones 0: F1m of Hanselowski "
        "et al. (2018), VAST, NewsMTSC and PerSenT",
        labelled.label_counts,
        labelled.macro,
        misleads="a label of few items moves it as much as one of many",
    ),
    "f1_micro": Metric(
        "F1 of all decisions pooled; official in SemEval-2023 task 3 (Piskorski et al. 2023); "
        "with one label an item it is accuracy",
        labelled.label_counts,
        labelled.micro,
        misleads="the common labels decide it",
    ),
    "f1_weighted": Metric(
        "mean of F1 over labels weighted by gold counts; what Spinde et al. (2021, BABE) print "
        "as macro F1",
        labelled.label_counts,
        labelled.weighted,
        misleads="it hides a label that nobody finds",
    ),
    "f1_positive": Metric(
        "F1 of the positive label, the second of two; BASIL (Fan et al. 2019)",
        labelled.positive_counts,
        labelled.only_f1,
        misleads="it rises with the share of the positive label",
    ),
    "f1_macro_semeval2023": Metric(
        "macro F1 in which a label absent from gold and guesses scores 1, as the scorer of "
        "SemEval-2023 task 3 does",
        labelled.label_counts,
        labelled.macro_absent_is_one,
        misleads="with few articles it rises by the frames that do not occur",
    ),
    "f_avg": Metric(
        "mean F1 of FAVOR and AGAINST over all targets pooled; other labels enter as mistakes "
        "only (Mohammad et al. 2016, SemEval-2016 task 6)",
        labelled.pole_counts,
        labelled.macro,
        misleads="one answer a target earns 65 on SemEval-2016; many print f_avg_mean so",
    ),
    "f_avg_mean": Metric(
        "f_avg of each target, then the plain mean: F-macroT of SemEval-2016, P-Stance (Li et "
        "al. 2021)",
        labelled.pole_counts_by_target,
        labelled.mean_over_targets,
        misleads="a target of few items weighs as much as one of many",
    ),
    "fnc_relative": Metric(
        "points of the Fake News Challenge scorer over the most it could give (FNC-1, 2017)",
        labelled.fnc_counts,
        labelled.mean,
        misleads="always answering discuss earns 44: look at f1_macro beside",
    ),
    "f1_macro_zero": Metric(
        "f1_macro of the items whose target is not in training (VAST, Allaway & McKeown 2020)",
        labelled.counts_where_seen(False),
        labelled.macro,
        misleads="most neutral items are random pairs, which likeness of words finds",
    ),
    "f1_macro_few": Metric(
        "f1_macro of the items whose target is in training (VAST, Allaway & McKeown 2020)",
        labelled.counts_where_seen(True),
        labelled.macro,
        misleads="as for f1_macro_zero",
    ),
    "mae": Metric(
        "mean number of steps between gold and guess on the scale the labels form, in the "
        "order of the card (Baly et al. 2020)",
        labelled.distance_counts,
        labelled.mean,
        higher_is_better=False,
        percent=False,
        misleads="the middle of the scale is a safe answer",
    ),
    "brier": Metric(
        "half the summed squared error of the probabilities of an item, so 0–1 (Brier 1950); "
        "label sets: mean squared error over labels",
        probable.brier_counts,
        labelled.mean,
        higher_is_better=False,
        misleads="it is low by itself where labels are rare; compare with the majority's",
    ),
    "log_loss": Metric(
        "mean of minus the natural log of the probability of what is true, in nats; label "
        "sets: mean over labels",
        probable.log_counts,
        labelled.mean,
        higher_is_better=False,
        percent=False,
        misleads="a single certain mistake can decide it",
    ),
    "ece": Metric(
        "expected calibration error: mean |share right − confidence| over 15 equally wide bins "
        "of confidence (Guo et al. 2017)",
        probable.confidence_counts,
        probable.calibration_gap,
        higher_is_better=False,
        resamples=False,
        misleads="a model that always says the base rate has 0; it depends on the bins",
    ),
    "cue_exact": Metric(
        "F1 of cues whose span is right to the character (PolNeAR, CofeNet)",
        spans.exact_counts(spans.cue),
        labelled.only_f1,
        misleads="a particle more or less in the cue is a full mistake",
    ),
    "source_exact": Metric(
        "F1 of sources whose span is right to the character",
        spans.exact_counts(spans.source),
        labelled.only_f1,
        misleads="a title more or less before the name is a full mistake",
    ),
    "content_exact": Metric(
        "F1 of contents all of whose spans are right to the character",
        spans.exact_counts(spans.content),
        labelled.only_f1,
        misleads="a comma at the edge makes a quotation wrong",
    ),
    "content_begin": Metric(
        "F1 of contents that begin at the right character: begin-match of CofeNet (Wang et "
        "al. 2022)",
        spans.exact_counts(spans.content_begin),
        labelled.only_f1,
        misleads="it does not see where a quotation ends",
    ),
    "content_overlap": Metric(
        "F1 of contents that share at least .3 of the characters of both together, matched "
        "one to one; lenient, after Asr et al. (2021, Gender Gap Tracker)",
        spans.overlap_counts(),
        labelled.only_f1,
        misleads="it forgives a missing clause",
    ),
    "direct_overlap": Metric(
        "content_overlap of direct quotations alone",
        spans.overlap_counts(("direct",)),
        labelled.only_f1,
        misleads="quotation marks do most of the work; it says nothing of indirect speech",
    ),
    "span_partial": Metric(
        "F1 of the mean covered shares of guessed and of gold spans: span identification of "
        "SemEval-2020 task 11 (Da San Martino et al.), as its corrected scorer computes it",
        spans.partial_counts,
        spans.partial_f1,
        misleads="a guess that covers the whole article has full recall",
    ),
}


ASPECTS: dict[str, Callable[[Array], Array]] = {
    "f1": labelled.only_f1,
    "precision": labelled.only_precision,
    "recall": labelled.only_recall,
}
"""What may stand before a label or a metric of spans in brackets."""


def metric_of(key: str, labels: Sequence[Label] = ()) -> Metric:
    """The metric of that name, or the `f1[…]`, `precision[…]` or `recall[…]` of a label.

    In the brackets may also stand a metric of spans: `recall[content_exact]`.

    Raises
    ------
    ValueError
        For a name that is none of them; the message lists the names.

    Examples
    --------
    >>> metric_of("f1[con]", ["con", "pro"]).definition
    "f1 of 'con'"
    """
    if key in METRICS:
        return METRICS[key]
    aspect, bracket, rest = key.partition("[")
    if aspect not in ASPECTS or not bracket or not rest.endswith("]"):
        known = ", ".join([*METRICS, *(f"{name}[LABEL]" for name in ASPECTS)])
        raise ValueError(f"no metric {key!r}; there are {known}")
    name = rest[:-1]
    if name in METRICS and METRICS[name].formula is labelled.only_f1:
        tally = METRICS[name].tally
    else:
        tally = labelled.counts_of(next((one for one in labels if str(one) == name), name))
    return Metric(f"{aspect} of {name!r}", tally, ASPECTS[aspect])


def score(
    gold: Iterable[Any],
    guess: Iterable[Any],
    *,
    metrics: Iterable[str] = ("f1_macro", "accuracy"),
    labels: Collection[Label] = (),
    probabilities: object = None,
    targets: Iterable[str | None] | None = None,
    seen: Iterable[object] | None = None,
) -> dict[str, float]:
    """How good the guesses are: each metric asked for, then the F1 of every label.

    Parameters
    ----------
    gold, guess
        One label an item, a set of labels an item, or a tuple of quotations an item.
    metrics
        Keys of `METRICS`, or `f1[LABEL]`, `precision[LABEL]`, `recall[LABEL]`.
    labels
        All labels of the task in the card's order; those that occur if left out. A label that
        never occurs counts 0 in macro averages, so give them.
    probabilities
        Of shape (n_items, n_labels), columns in the order of `labels`.
    targets
        The target of each item, for `f_avg_mean`.
    seen
        Whether the target of each item is in the training data, for VAST.

    Returns
    -------
    dict
        Scores in 0–1, except `mae` (steps of the scale) and `log_loss` (nats).

    Raises
    ------
    ValueError
        For empty input, sides of different length, a missing or unknown label, and a metric
        whose input (probabilities, targets) is not given.

    Notes
    -----
    When it misleads: `f_avg` and `f_avg_mean` differ by ten points on the same guesses, and
    both are printed as "F_avg" in the literature; `f1_weighted` hides a label nobody finds.

    Examples
    --------
    >>> score(["pro", "con", "con"], ["pro", "con", "pro"], metrics=["accuracy"])["accuracy"]
    0.6666666666666666
    """
    answers = check_answers(gold, guess, labels, probabilities, targets, seen)
    return {key: metric_of(key, answers.labels)(answers) for key in all_keys(metrics, answers)}


def all_keys(metrics: Iterable[str], answers: Answers) -> list[str]:
    """The keys asked for, in order, then `f1[LABEL]` for each label."""
    return list(dict.fromkeys([*metrics, *(f"f1[{label}]" for label in answers.labels)]))
