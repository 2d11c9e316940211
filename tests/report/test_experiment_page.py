import re
from dataclasses import replace
from math import isnan

import pytest

from stance.evaluation.predictions import Predictions
from stance.evaluation.published import Published
from stance.evaluation.results import Result, Signature
from stance.report.experiment_page import (
    experiment_page,
    parameter_curves,
    published_dots,
    score_dots,
)

LABELS = ("FAVOR", "AGAINST")
GOLD = ("FAVOR", "AGAINST", "AGAINST") * 10


def said(guess):
    return Predictions(tuple(map(str, range(30))), GOLD, guess, labels=LABELS)


def result(model, score, split="a", **parameters):
    made = Signature("debates", split, "1", "9f8e", "official", model, parameters)
    metrics = {"f_avg": score, "accuracy": score + 0.1, "f1[FAVOR]": 0.5}
    return Result(
        "debates",
        split,
        "official",
        model,
        30,
        metrics,
        made,
        intervals={"f_avg": (score - 0.05, score + 0.06)},
        seconds={"fit": 1.25, "predict": 0.5},
    )


RESULTS = [result("majority", 0.4), result("stance-linear", 0.62)]
PUBLISHED = [
    Published(
        "SVM", 2016, "features", "debates", "a", "official", "f_avg", 63.3, "A 2016", "C"
    ),
    Published(
        "BERT", 2020, "pretrained", "debates", "b", "official", "f_avg", 70, "B 2020", "C"
    ),
    Published(
        "MaxEnt", 2015, "features", "debates", "a", "official", "accuracy", 60, "C 2015", "C"
    ),
]


def page(results=RESULTS, **given):
    return experiment_page(results, published=PUBLISHED, **given)


def test_dots_are_on_the_printed_scale_the_best_first():
    best, baseline = score_dots(RESULTS, "f_avg")
    assert (best.label, best.value, best.series) == ("stance-linear", 62, "ours")
    assert (best.low, best.high) == pytest.approx((57, 68))
    assert baseline.series == "baseline"
    [row] = score_dots([replace(RESULTS[0], intervals={})], "f_avg")
    assert isnan(row.low)


def test_for_an_error_the_smallest_is_best():
    results = [
        replace(RESULTS[0], metrics={"mae": v}, model=m) for m, v in [("b", 0.9), ("a", 0.2)]
    ]
    assert [(dot.label, dot.value) for dot in score_dots(results, "mae")] == [
        ("a", 0.2),
        ("b", 0.9),
    ]


def test_published_dots_are_of_this_split_and_metric():
    assert [(d.label, d.value) for d in published_dots(RESULTS[0], PUBLISHED, "f_avg")] == [
        ("SVM (2016)", 63.3)
    ]


def test_the_page_holds_scores_published_rows_and_signatures():
    html = page()
    assert "62.00 [57.00, 68.00]" in html
    assert "SVM (2016" in html
    assert "BERT" not in html
    for one in RESULTS:
        assert one.signature.digest in html
        assert str(one.signature) in html
    assert "fit 1.2 s" in html


def test_the_same_tables_can_be_copied_in_three_layouts():
    copies = page().split('id="copies"')[1]
    assert "| system |" in copies
    assert "\\begin{tabular}" in copies
    assert "whose,dataset,split" in copies


def test_guesses_add_labels_confusions_and_a_paired_test():
    guesses = {
        RESULTS[0].signature.digest: said(("AGAINST",) * 30),
        RESULTS[1].signature.digest: said(GOLD),
    }
    slices = {"debates/a": {"outlet": ["Courier"] * 21 + ["Herald"] * 9}}
    html = page(guesses=guesses, slices=slices)
    assert "outlet: Courier" in html
    assert "stance-linear − majority" in html
    assert "Where stance-linear is right and wrong" in html
    assert "Where majority is right" not in html
    assert "gold labels by row, guesses by column" in html
    assert "paired tests" not in page()


def test_results_that_differ_in_a_number_become_a_curve():
    results = [result("frames-linear", n / 1000, coded=n) for n in (200, 50, 100)]
    curves = parameter_curves(results, "f_avg")
    assert [(x, dot.value) for x, dot in curves["coded"]["frames-linear"]] == [
        (50, 5),
        (100, 10),
        (200, 20),
    ]
    assert "f_avg ×100 along coded" in page(results)
    assert parameter_curves(RESULTS, "f_avg") == {}


def test_each_data_set_has_its_section():
    html = page([*RESULTS, result("majority", 0.3, split="b")])
    assert re.findall(r'<h2 class="name">([^<]+)', html) == ["debates/a", "debates/b"]
    assert "BERT (2020" in html


def test_ids_of_figures_do_not_clash():
    html = page([*RESULTS, result("majority", 0.3, split="b")])
    names = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in names]
    assert len(ids) == 2
    assert not ids[0] & ids[1]


def test_hostile_names_stay_text():
    hostile = '<script>alert(1)</script>"onload="x'
    html = page([result(hostile, 0.5, split="a")])
    assert "<script" not in html
    assert not re.search(r"<[^>]*onload", html)


def test_a_page_asks_for_nothing_from_anywhere():
    links = re.findall(r'(?:href|src)="([^"]*)"', page())
    assert all(link.startswith(("#", "data:")) for link in links)


def test_no_results_and_results_of_other_data_are_refused():
    with pytest.raises(ValueError, match="no results to show"):
        page([])
    other = replace(RESULTS[1], signature=replace(RESULTS[1].signature, data="0000"))
    with pytest.raises(ValueError, match="different debates/a"):
        page([RESULTS[0], other])
    with pytest.raises(ValueError, match="share no metric"):
        page([RESULTS[0], replace(RESULTS[1], metrics={"mae": 0.1}, intervals={})])
