import pandas as pd
import pytest

from stance.evaluation.codings import read_codings

FRAME = pd.DataFrame({"ann": ["a;b", "a", None], "bob": ["b", "", "2"]})
WRITERS = {
    ".csv": lambda frame, path: frame.to_csv(path, index=False),
    ".tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t"),
    ".jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    ".parquet": lambda frame, path: frame.to_parquet(path),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_every_kind_of_file_gives_the_same_cells(tmp_path, ending):
    path = tmp_path / f"codes{ending}"
    WRITERS[ending](FRAME, path)
    expected = {"ann": ["a;b", "a", None], "bob": ["b", None, "2"]}
    assert read_codings(path, ["ann", "bob"]) == expected


def test_none_is_a_label_and_na_is_not(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("ann\nNONE\nNone\nNA\n", "utf-8")
    assert read_codings(path, ["ann"])["ann"] == ["NONE", "None", None]


def test_cells_are_split_into_sets_or_read_as_numbers(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("\ufeffann,bob\na; b,1\nnone,2.5\n,\n", "utf-8")
    assert read_codings(path, ["ann"], separator=";")["ann"] == [
        frozenset("ab"),
        frozenset({"none"}),
        None,
    ]
    assert read_codings(path, ["bob"], numbers=True)["bob"] == [1.0, 2.5, None]


def test_lists_of_labels_are_sets(tmp_path):
    path = tmp_path / "codes.jsonl"
    path.write_text('{"ann": ["a", "b"]}\n{"ann": []}\n')
    assert read_codings(path, ["ann"])["ann"] == [frozenset("ab"), frozenset()]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("codes.csv", "ann\na\n", "codes.csv has no column 'bob'; it has ann"),
        ("codes.csv", "", "codes.csv cannot be read"),
        ("codes.doc", "x", "read from .csv, .tsv, .jsonl, .parquet"),
        ("codes.jsonl", "{", "codes.jsonl cannot be read"),
        ("codes.csv", "bob\n1\nx\n", "codes.csv, row 2, bob: 'x' is no number"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(ValueError, match=message):
        read_codings(path, ["bob"], numbers=True)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file of codes"):
        read_codings(tmp_path / "none.csv", ["ann"])
