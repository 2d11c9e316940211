import pytest

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


ROW = """[[row]]
system = "SVM"
year = 2016
kind = "features"
dataset = "semeval2016"
split = "a"
protocol = "official"
metric = "f_avg"
score = 68.98
citation = "Mohammad et al. 2016"
mark = "S"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROW.replace("year", "age"), "row 1 lacks 'year'"),
        (ROW + 'colour = "red"', "row 1 has the unknown key 'colour'"),
        (ROW.replace('"features"', '"magic"'), r"row 1 \(SVM\): kind is one of"),
        (ROW.replace('"S"', '"M"'), r"row 1 \(SVM\): .*mark one of C, S, R"),
        (ROW.replace("f_avg", "favg"), "no metric 'favg'"),
        ("[[row", r"published\.toml: "),
    ],
)
def test_a_wrong_published_row_is_named(tmp_path, text, message):
    path = tmp_path / "published.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=message):
        read_published(path)


def test_published_rows_are_read(tmp_path):
    path = tmp_path / "published.toml"
    path.write_text(ROW, "utf-8")
    assert read_published(path) == [published("SVM")]
    with pytest.raises(FileNotFoundError, match="no such file of published numbers"):
        read_published(tmp_path / "none.toml")
