from dataclasses import replace

import pytest

from stance.evaluation.published import Published
from stance.evaluation.results import Result, signature
from stance.report.summary_table import HEADER, summary_table


def result(model, value, metric="accuracy", interval=None, **parameters):
    made = signature(
        dataset="d",
        split="test",
        version="1",
        data="x",
        protocol="official",
        model=model,
        parameters=parameters,
    )
    ends = {metric: interval} if interval else {}
    return Result("d", "test", "official", model, 9, {metric: value}, made, ends)


def published(system, score, kind="features", split="test", metric="accuracy"):
    return Published(system, 2016, kind, "d", split, "official", metric, score, "A 2016", "C")


def cells(results, rows=()):
    (row,) = summary_table(results, rows).rows
    return dict(zip(HEADER, row, strict=True))


def test_each_model_stands_in_its_column():
    found = cells(
        [
            result("majority", 0.5, interval=(0.4, 0.6)),
            result("stance-target-blind", 0.6),
            result("stance-linear", 0.7, interval=(0.65, 0.75)),
            result("stance-meaning", 0.8, encoder="static@1"),
        ],
        [published("SVM", 69.9), published("BERT", 80.0, "pretrained")],
    )
    assert found["majority"] == "50.0"
    assert found["target-blind"] == "60.0"
    assert found["ours, words alone"] == "70.0 [65.0, 75.0]"
    assert found["ours, with vectors"] == "80.0"
    assert found["published, features"] == "69.9 SVM"
    assert found["published, encoder"] == "80.0 BERT"


def test_the_last_model_is_shown_and_not_the_best():
    found = cells([result("stance-linear", 0.9), result("stance-pairs", 0.8)])
    assert found["ours, words alone"] == "80.0"


def test_published_rows_of_other_splits_measures_and_kinds_are_left_out():
    others = [
        published("A", 1.0, split="dev"),
        published("B", 2.0, metric="f1_macro"),
        published("C", 3.0, "LLM"),
    ]
    assert cells([result("majority", 0.5)], others)["published, features"] == "–"


def test_a_published_score_by_another_protocol_is_marked():
    (row,) = [replace(published("SVM", 69.9), protocol="10-fold")]
    assert cells([result("majority", 0.5)], [row])["published, features"] == "69.9* SVM"


def test_where_less_is_better_the_least_published_score_is_the_best():
    rows = [published("A", 0.4, metric="mae"), published("B", 0.3, metric="mae")]
    found = cells([result("stance-linear", 0.5, "mae")], rows)
    assert found["published, features"] == "0.300 B"
    assert found["ours, words alone"] == "0.500"


def test_results_of_two_versions_of_the_data_are_refused():
    one = result("majority", 0.5)
    other = replace(one, signature=replace(one.signature, version="2"))
    with pytest.raises(ValueError, match="version"):
        summary_table([one, other], [])
