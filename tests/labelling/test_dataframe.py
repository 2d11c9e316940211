import pandas as pd
import pytest

from stance.labelling import label_dataframe

FRAME = pd.DataFrame(
    {
        "body": [
            "“The army is our shield,” President Cole told the Senate.",
            None,
            "Critics of Mr. Cole call the war a crime. Cole shrugged.",
            "“We lost,” Senator Ann Lee said of the Senate.",
        ],
        "key": ["a", "b", "c", "d"],
    }
)


@pytest.mark.parametrize("table", ["articles", "frames", "stances", "quotations", "actors"])
def test_dask_gives_the_rows_of_pandas(table):
    dask = pytest.importorskip("dask.dataframe")
    whole = label_dataframe(FRAME, table, columns={"id": "key"})
    parts = label_dataframe(
        dask.from_pandas(FRAME, npartitions=3), table, columns={"id": "key"}
    )
    found = parts.compute(scheduler="sync")
    assert list(found.columns) == list(whole.columns)
    assert found.astype(str).values.tolist() == whole.astype(str).values.tolist()


def test_a_text_that_is_none_has_no_labels():
    assert label_dataframe(FRAME, "articles")["characters"].tolist()[1] == 0
    assert "1" not in set(label_dataframe(FRAME, "actors")["article"])


def test_an_unknown_table_and_a_frame_without_text_are_said():
    with pytest.raises(ValueError, match="there is no table 'moods'"):
        label_dataframe(FRAME, "moods")
    with pytest.raises(ValueError, match="looks like the text"):
        label_dataframe(FRAME.drop(columns="body"))
