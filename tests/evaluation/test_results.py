import json
from dataclasses import replace

import pytest

from stance.evaluation.results import (
    Result,
    check_comparable,
    differences,
    installed_versions,
    read_results,
    rerun,
    signature,
    write_results,
)


def made(**more):
    parts = {
        "dataset": "semeval2016",
        "split": "a",
        "version": "1",
        "data": "9f8e7d",
        "protocol": "official",
        "model": "majority",
        "parameters": {"C": 10, "by": "target"},
        "seed": 3,
    }
    return signature(**{**parts, **more})


def result(**more):
    parts = {
        "dataset": "semeval2016",
        "split": "a",
        "protocol": "official",
        "model": "majority",
        "n": 1249,
        "metrics": {"f_avg": 0.6522, "f1[FAVOR]": 0.5201},
        "signature": made(),
        "intervals": {"f_avg": (0.62, 0.68)},
        "seconds": {"fit": 1.5, "predict": 0.2},
    }
    return Result(**{**parts, **more})


def test_a_result_survives_writing_and_reading(tmp_path):
    path = tmp_path / "results.jsonl"
    write_results(path, [result(), result(model="other")])
    assert read_results(path) == [result(), result(model="other")]
    assert [one.name for one in tmp_path.iterdir()] == ["results.jsonl"]


def test_a_line_has_the_promised_keys():
    keys = [
        "dataset",
        "split",
        "protocol",
        "model",
        "n",
        "metrics",
        "intervals",
        "seconds",
        "predictions",
        "signature",
    ]
    assert sorted(json.loads(result().to_json())) == sorted(keys)


def test_equal_runs_differ_in_nothing_but_their_seconds():
    slow = result(seconds={"fit": 9.0, "predict": 9.0})
    assert slow.to_json() != result().to_json()
    assert slow.without_seconds().to_json() == result().without_seconds().to_json()
    assert differences(result(), slow) == []


@pytest.mark.parametrize(
    "change",
    [
        {"data": "000000"},
        {"version": "2"},
        {"model": "other"},
        {"seed": 4},
        {"parameters": {"C": 11, "by": "target"}},
        {"protocol": "5-fold"},
        {"split": "b"},
    ],
)
def test_the_signature_changes_with_each_part(change):
    assert made(**change).digest != made().digest
    assert made(**change) != made()


def test_the_order_of_parameters_is_no_part_of_the_signature():
    assert made(parameters={"by": "target", "C": 10}).digest == made().digest


def test_the_signature_names_the_packages_installed_here():
    versions = installed_versions()
    assert versions["scikit-learn"]
    assert f"scikit-learn:{versions['scikit-learn']}" in str(made())


def test_differences_name_the_cause_before_the_score():
    other = replace(result(metrics={"f_avg": 0.7}), signature=made(data="00"))
    assert differences(result(), other) == [
        "signature data: 9f8e7d before, 00 now",
        "metrics f_avg: 0.6522 before, 0.7 now",
        "metrics f1[FAVOR]: 0.5201 before, absent now",
    ]


def test_rerun_asks_for_what_the_signature_says_and_compares():
    asked = []

    def run(name, **arguments):
        asked.append((name, arguments))
        return result(seconds={})

    ((again, changes),) = rerun([result()], run)
    assert changes == []
    assert again.metrics == result().metrics
    arguments = {
        "model": "majority",
        "protocol": "official",
        "seed": 3,
        "C": 10,
        "by": "target",
    }
    assert asked == [("semeval2016/a", arguments)]


def test_results_of_different_data_are_not_compared():
    check_comparable(
        [result(), result(model="other"), result(split="b", signature=made(data="b"))]
    )
    said = r"different semeval2016/a \(version 1, data 9f8e7d and version 1, data 0\): rerun"
    with pytest.raises(ValueError, match=said):
        check_comparable([result(), result(signature=made(data="0"))])
    with pytest.raises(ValueError, match=r"version 1, .* and version 2"):
        check_comparable([result(), result(signature=made(version="2"))])


def test_protocols_that_train_on_other_splits_are_comparable_where_the_test_is_the_same():
    official = result(signature=made(data="aa+9f8e7d"))
    folds = result(protocol="5-fold", signature=made(protocol="5-fold"))
    check_comparable([official, folds])
    with pytest.raises(ValueError, match=r"data aa\+9f8e7d and .* data bb\+9f8e7d"):
        check_comparable([official, result(signature=made(data="bb+9f8e7d"))])
    with pytest.raises(ValueError, match="data 9f8e7d and version 1, data 0"):
        check_comparable([official, result(protocol="5-fold", signature=made(data="0"))])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: no result: this is not JSON"),
        ("[]", r"line 2: no result: \[\] is no JSON object"),
        ('{"dataset": "x"}', "line 2: no result: 'split' is missing"),
        (result().to_json().replace('"n"', '"m"'), "line 2: no result: 'n' is missing"),
        (result().to_json()[:-1] + ', "z": 1}', "unknown key 'z'"),
        (result().to_json().replace('"data"', '"date"'), "no signature: 'data' is missing"),
    ],
)
def test_a_line_that_is_no_result_is_named(tmp_path, line, message):
    path = tmp_path / "results.jsonl"
    path.write_text(f"{result().to_json()}\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=message):
        read_results(path)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.jsonl: no such results file"):
        read_results(tmp_path / "none.jsonl")


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "results.jsonl"
    write_results(path, [result()])
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_results(path, [result(metrics={"f_avg": float("nan")})])
    assert read_results(path) == [result()]
    assert len(list(tmp_path.iterdir())) == 1
