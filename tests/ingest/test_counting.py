"""About how many articles: exact where a file says it, near where it must be guessed."""

import gzip
import json

import pandas as pd
import pytest

from stance.ingest import Corpus
from stance.ingest.counting import about_how_many

ROWS = [
    {"id": f"a{n}", "title": "Taxes", "text": "The Senate voted on taxes. " * (n % 7 + 20)}
    for n in range(1000)
]


def write_lines(path, rows=ROWS):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize("name", ["n.jsonl", "n.jsonl.gz", "n.csv", "n.parquet"])
def test_the_rows_of_a_table_are_about_those_it_has(tmp_path, name):
    path = tmp_path / name
    if name.endswith(".csv"):
        pd.DataFrame(ROWS).to_csv(path, index=False)
    elif name.endswith(".parquet"):
        pd.DataFrame(ROWS).to_parquet(path)
    else:
        write_lines(path)
    assert about_how_many(Corpus([path])) == pytest.approx(1000, rel=0.1)


def test_a_short_table_and_text_files_are_counted(tmp_path):
    write_lines(tmp_path / "few.jsonl", ROWS[:3])
    (tmp_path / "one.txt").write_text("Taxes rose.")
    assert about_how_many(Corpus([tmp_path])) == 4


def test_standard_input_and_broken_files_do_not_tell(tmp_path):
    (tmp_path / "broken.parquet").write_text("no")
    (tmp_path / "empty.jsonl.gz").write_bytes(b"")
    assert about_how_many(Corpus(["-"])) is None
    assert about_how_many(Corpus([tmp_path / "broken.parquet"])) is None
    assert about_how_many(Corpus([tmp_path / "empty.jsonl.gz"])) in {0, None}
