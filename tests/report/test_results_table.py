import csv
import io

import pytest

from stance.evaluation.published import Published
from stance.evaluation.results import Result, signature
from stance.report.results_table import STYLES, results_table, tables_of


def result(model="majority", data="9f", protocol="official", split="a", **more):
    parts = {
        "dataset": "semeval2016",
        "split": split,
        "protocol": protocol,
        "model": model,
        "n": 1249,
        "metrics": {"f_avg": 0.6522, "log_loss": 1.25, "f1[FAVOR]": 0.5201},
        "intervals": {"f_avg": (0.6201, 0.6812)},
        "signature": signature(
            dataset="semeval2016",
            split=split,
            version="1",
            data=data,
            protocol=protocol,
            model=model,
        ),
    }
    return Result(**{**parts, **more})


def published(system="SVM-ngrams", score=68.98, **more):
    parts = {
        "system": system,
        "year": 2016,
        "kind": "features",
        "dataset": "semeval2016",
        "split": "a",
        "protocol": "official",
        "metric": "f_avg",
        "score": score,
        "citation": "Mohammad et al. 2016",
        "mark": "S",
    }
    return Published(**{**parts, **more})


def test_ours_stands_over_theirs_with_interval_and_scale():
    (table,) = tables_of([result()], [published()])
    assert table.caption == "semeval2016/a, official"
    assert table.header == ("system", "f_avg ×100", "log_loss", "n")
    assert table.rows == (
        ("majority", "65.22 [62.01, 68.12]", "1.250", "1,249"),
        ("SVM-ngrams (2016, features; S)", "68.98", "", ""),
    )
    assert table.notes == ("in brackets: 95 % bootstrap interval",)


def test_labels_stand_in_the_table_only_where_the_card_asks_for_them():
    scores = {"f1[FAVOR]": 0.1, "f_avg": 0.2, "f1[AGAINST]": 0.3}
    (table,) = tables_of([result(metrics=scores, intervals={})])
    assert table.header == ("system", "f1[FAVOR] ×100", "f_avg ×100", "n")


def test_rows_of_another_split_stay_out_and_those_of_all_splits_come_in():
    rows = [published("here"), published("elsewhere", split="b"), published("both", split="")]
    (table,) = tables_of([result()], rows)
    assert [row[0].split()[0] for row in table.rows] == ["majority", "both", "here"]


def test_a_different_protocol_is_a_footnote_told_once():
    rows = [
        published("one", protocol="10-fold", note="mean of 5 runs"),
        published("two", protocol="10-fold", note="mean of 5 runs"),
        published("three", metric="accuracy", score=70),
    ]
    (table,) = tables_of([result(intervals={})], rows)
    assert table.notes == ("1: their protocol is 10-fold; mean of 5 runs",)
    by_system = {row[0].split()[0]: row for row in table.rows}
    assert by_system["one"][1] == by_system["two"][1] == "68.98 (1)"
    assert by_system["three"][1:4] == ("", "", "70.00")


def test_a_protocol_that_one_of_ours_shares_needs_no_footnote():
    results = [result(protocol="5-fold", intervals={}), result(intervals={})]
    (table,) = tables_of(results, [published()])
    assert table.notes == ()


def test_a_split_without_published_rows_has_those_of_its_siblings_and_says_so():
    rows = [published("elsewhere", split="b"), published("other", dataset="vast")]
    (table,) = tables_of([result()], rows)
    assert [row[0].split()[0] for row in table.rows] == ["majority", "elsewhere"]
    assert table.notes[-1] == "1: scored on b"


def test_published_scores_of_single_labels_are_kept_out_of_the_table():
    (table,) = tables_of([result()], [published("one", metric="f1[FAVOR]", note="odd")])
    assert [row[0] for row in table.rows] == ["majority"]
    assert "odd" not in " ".join(table.notes)


def test_one_table_a_split_and_a_column_where_protocols_differ():
    results = [result(), result(protocol="5-fold"), result(split="b")]
    first, second = tables_of(results)
    assert first.header[:2] == ("system", "protocol")
    assert [row[1] for row in first.rows] == ["official", "5-fold"]
    assert second.caption == "semeval2016/b, official"


def test_results_of_different_data_refuse_one_table():
    with pytest.raises(ValueError, match="different semeval2016/a"):
        tables_of([result(), result(model="other", data="00")])


def test_the_terminal_table_to_the_letter():
    assert results_table([result()], published=[published()]) == (
        "semeval2016/a, official\n"
        "system                                    f_avg ×100  log_loss      n\n"
        "──────────────────────────────  ────────────────────  ────────  ─────\n"
        "majority                        65.22 [62.01, 68.12]     1.250  1,249\n"
        "SVM-ngrams (2016, features; S)                 68.98\n"
        "in brackets: 95 % bootstrap interval"
    )


def test_markdown_has_one_row_a_system_and_escapes_bars():
    lines = results_table([result(model="a|b")], "markdown", [published()]).splitlines()
    assert lines[2:6] == [
        "| system | f_avg ×100 | log_loss | n |",
        "| --- | ---: | ---: | ---: |",
        r"| a\|b | 65.22 [62.01, 68.12] | 1.250 | 1,249 |",
        "| SVM-ngrams (2016, features; S) | 68.98 |  |  |",
    ]


def test_html_and_latex_escape_what_is_hostile():
    html = results_table([result(model="<script>alert(1)</script>")], "html", [published()])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    latex = results_table([result(model="a_b & 5%")], "latex", [published()])
    assert r"a\_b \& 5\%" in latex
    assert latex.count(r"\\") == 3


def test_csv_is_one_line_a_score_with_the_whole_precision():
    text = results_table([result()], "csv", [published()])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["whose"], row["metric"]) for row in rows] == [
        ("ours", "f_avg"),
        ("ours", "log_loss"),
        ("ours", "f1[FAVOR]"),
        ("published", "f_avg"),
    ]
    assert float(rows[0]["low"]) == pytest.approx(62.01)
    assert rows[3]["source"] == "Mohammad et al. 2016"


@pytest.mark.parametrize("style", [*STYLES, "csv"])
def test_every_style_shows_every_system(style):
    text = results_table([result()], style, [published()])
    assert "majority" in text
    assert "SVM-ngrams" in text


def test_an_unknown_style_is_one_sentence():
    with pytest.raises(ValueError, match="no table style 'word'; there are terminal, markdown"):
        results_table([result()], style="word")
