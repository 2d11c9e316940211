import gzip
import io
import json

import pandas as pd
import pytest

from stance.article import Article
from stance.ingest.corpus import Corpus, Reject
from stance.ingest.tables import columns_for

ROWS = [
    {"doc_id": "a", "headline": "Tax", "body": "Taxes rose.", "source": "Courier"},
    {"doc_id": "b", "headline": "War", "body": "Peace, “at last”.", "source": "Herald"},
]
READ = [
    Article("a", "Taxes rose.", "Tax", "Courier"),
    Article("b", "Peace, “at last”.", "War", "Herald"),
]


def as_lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def write_csv(path):
    pd.DataFrame(ROWS).to_csv(path, index=False)


def write_semicolons(path):
    pd.DataFrame(ROWS).to_csv(path, index=False, sep=";")


def write_lines(path):
    path.write_bytes(as_lines(ROWS))


def write_gzip(path):
    path.write_bytes(gzip.compress(as_lines(ROWS)))


def write_parquet(path):
    pd.DataFrame(ROWS).to_parquet(path)


def write_partitioned(path):
    pd.DataFrame(ROWS).to_parquet(path, partition_cols=["source"])


FORMATS = {
    "news.csv": write_csv,
    "semicolons.csv": write_semicolons,
    "news.jsonl": write_lines,
    "news.jsonl.gz": write_gzip,
    "news.parquet": write_parquet,
    "parts.parquet": write_partitioned,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_articles(tmp_path, name):
    FORMATS[name](tmp_path / name)
    assert list(Corpus([tmp_path / name])) == READ


def test_folders_and_patterns_are_read_in_order_of_their_names(tmp_path):
    for name in ("b/two.txt", "a/one.md", "a/three.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Words.")
    (tmp_path / "a" / "picture.png").write_bytes(b"\0")
    assert [a.id for a in Corpus([tmp_path])] == ["a/one", "a/three", "b/two"]
    assert [a.id for a in Corpus([tmp_path / "*" / "*.txt"])] == ["three", "two"]


@pytest.mark.parametrize(
    ("data", "ids"), [(as_lines(ROWS), ["a", "b"]), (b"Taxes rose.\nWages fell.", ["stdin"])]
)
def test_standard_input_is_json_lines_or_one_text(monkeypatch, data, ids):
    stream = io.TextIOWrapper(io.BytesIO(data))
    monkeypatch.setattr("sys.stdin", stream)
    assert [article.id for article in Corpus(["-"])] == ids


BAD_ROWS = {
    '{"text": null}': "has no text",
    '{"text": 3}': "has no text",
    '{"text": " "}': "is empty",
    '{"text": "“”"}': "holds no words",
    '{"id": "1", "text": "Words again."}': "has the id '1' of an earlier one",
    "[1, 2]": "is no JSON object",
    '{"text": ': "is no JSON object",
    json.dumps({"text": "word " * 1_000_001}): "more than the 5,000,000",
}


@pytest.mark.parametrize("line", BAD_ROWS, ids=list(BAD_ROWS.values()))
def test_a_row_that_is_no_article_is_a_reject_that_says_why(tmp_path, line):
    path = tmp_path / "news.jsonl"
    path.write_text(
        '{"id": "1", "text": "Words."}\n' + line + '\n{"id": "3", "text": "More."}\n'
    )
    first, reject, last = Corpus([path])
    assert (first.id, last.id) == ("1", "3")
    assert isinstance(reject, Reject)
    assert BAD_ROWS[line] in str(reject)


def test_bytes_of_another_encoding_in_one_row_reject_that_row_alone(tmp_path):
    path = tmp_path / "news.csv"
    path.write_bytes(b"text\nplain\n" + "Président\n".encode("latin-1") + b"last\n")
    kinds = [type(item).__name__ for item in Corpus([path])]
    assert kinds == ["Article", "Reject", "Article"]
    assert len(list(Corpus([path], encoding="latin-1"))) == 3


@pytest.mark.parametrize(
    ("names", "given", "said"),
    [
        (["a", "b"], {}, "no column that looks like the text; it has a, b"),
        (["text"], {"title": "head"}, "no column 'head'"),
        (["text"], {"mood": "text"}, "has no 'mood'"),
    ],
)
def test_columns_that_are_not_there_are_said(names, given, said):
    with pytest.raises(ValueError, match=said):
        columns_for(names, given, "news.csv")


@pytest.mark.parametrize("source", ["absent.csv", "*.txt"])
def test_a_source_that_is_not_there_is_said(tmp_path, source):
    with pytest.raises(ValueError, match="no such file"):
        list(Corpus([tmp_path / source]))


def test_an_ending_that_is_not_read_is_said(tmp_path):
    path = tmp_path / "news.docx"
    path.write_bytes(b"")
    with pytest.raises(ValueError, match="an ending that is not read"):
        list(Corpus([path]))
