import pytest

from stance.datasets import CARDS
from stance.evaluation.published import Published, best_published, read_published


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


def test_the_best_of_each_kind_is_kept_and_for_errors_the_lowest():
    rows = [published(score=s) for s in (63.31, 68.98, 62.06)]
    rows += [published(kind="pretrained", score=75.1)]
    rows += [published(metric="mae", score=s) for s in (0.5, 0.3)]
    assert [row.score for row in best_published(rows)] == [68.98, 75.1, 0.3]


TABLE = """[[table]]
dataset = "semeval2016"
split = "a"
protocol = "official"
metric = "f_avg"
citation = "Mohammad et al. 2016"
rows = [
  { system = "SVM", year = 2016, kind = "features", score = 68.98, mark = "S" },
  { system = "BERT", year = 0, kind = "pretrained", score = 75.1, mark = "C", note = "vote" },
]
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TABLE.replace("year = 2016, ", ""), "row 1 lacks 'year'"),
        (TABLE.replace("note", "colour"), "row 2 has the unknown key 'colour'"),
        (TABLE.replace('"features"', '"magic"'), r"row 1 \(SVM\): kind is one of"),
        (TABLE.replace('"S"', '"M"'), r"row 1 \(SVM\): .*mark one of C, S, R"),
        (TABLE.replace("f_avg", "favg"), "no metric 'favg'"),
        ("[[table", r"published\.toml: "),
        ("table = 3", r"published\.toml: it needs \[\[table\]\]"),
    ],
)
def test_a_wrong_published_row_is_named(tmp_path, text, message):
    path = tmp_path / "published.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        read_published(path)


def test_published_rows_are_read(tmp_path):
    path = tmp_path / "published.toml"
    path.write_text(TABLE, "utf-8")
    svm, bert = read_published(path)
    assert svm == published("SVM")
    assert (svm.title, bert.title) == ("SVM (2016, features; S)", "BERT (pretrained; C)")
    assert bert.note == "vote"
    with pytest.raises(FileNotFoundError, match="no such file of published numbers"):
        read_published(tmp_path / "none.toml")


ELSEWHERE = {
    *("ez-stance", "fnc-arc", "gender-gap-tracker", "guardian-afp", "immigration-tweets"),
    *("mad-tsc", "mfc", "parc3", "persent", "perspectrum", "riqua", "semeval2020-propaganda"),
    "x-stance",
}
"""Sets without a card in the catalogue, whose published scores are kept all the same."""


def test_the_repositorys_rows_are_confirmed_told_once_and_of_sets_in_the_catalogue():
    rows = read_published()
    assert len(rows) > 350
    keys = [(r.system, r.year, r.dataset, r.split, r.protocol, r.metric) for r in rows]
    assert len(set(keys)) == len(keys)
    assert {row.dataset for row in rows} - set(CARDS) == ELSEWHERE
    for row in rows:
        assert row.dataset in ELSEWHERE or row.split in ("", *CARDS[row.dataset].splits)
        assert 0 < row.score < 100


@pytest.mark.parametrize(
    ("system", "dataset", "metric", "score"),
    [
        ("majority per target", "semeval2016", "f_avg", 65.22),
        ("SVM-ngrams", "semeval2016", "f_avg", 68.98),
        ("majority (all AGAINST)", "semeval2016", "f_avg", 29.72),
        ("Athene", "fnc-1", "fnc_relative", 81.97),
        ("RoBERTa GRU-TSC", "newsmtsc", "f1_macro", 83.1),
        ("XGBoost on engineered features", "babe", "f1_weighted", 56.9),
        ("CRF", "polnear", "content_exact", 28.6),
        ("logistic regression", "emergent", "accuracy", 73.28),
        ("TGA-Net", "vast", "f1_macro_zero", 66.6),
        ("BERT", "gvfc", "accuracy", 84.23),
        ("RoBERTa-base", "basil", "f1[informational]", 42.48),
        ("unigrams alone", "hyperpartisan", "accuracy", 70.4),
        ("BERT", "news-sample", "f1_macro", 35.53),
    ],
)
def test_the_rows_people_know_are_there(system, dataset, metric, score):
    assert (system, dataset, metric, score) in {
        (row.system, row.dataset, row.metric, row.score) for row in read_published()
    }
