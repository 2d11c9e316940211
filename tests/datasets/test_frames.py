"""What `load` returns as a table: for pandas, for Arrow and what stands on it, and back."""

import time
import tracemalloc
from dataclasses import replace

import pyarrow
import pytest

from stance.article import Quotation, as_passages
from stance.datasets import card_of, content_hash, load, records
from stance.datasets.split import label_text
from stance.spans import Span

SEEDS = ["seeds/frames", "seeds/stance", "seeds/quotations"]


@pytest.mark.parametrize("name", SEEDS)
def test_a_table_has_a_row_a_passage_and_plain_cells(name):
    split = load(name)
    frame = split.to_frame()
    assert list(frame["id"]) == list(split.ids)
    assert list(frame["text"]) == [passage.text for passage in split.passages]
    # Polars and Hugging Face's datasets take any frame that Arrow takes.
    table = pyarrow.Table.from_pandas(frame)
    assert table.num_rows == len(split)


def test_the_codes_of_a_set_are_a_sorted_list_in_a_table():
    split = load("seeds/frames")
    assert list(split.to_frame()["label"]) == [sorted(label) for label in split.labels]
    assert "target" not in split.to_frame()


def test_what_is_known_of_the_article_stands_in_the_table():
    frame = load("seeds/frames").to_frame().set_index("id")
    row = frame.loc["election-courier"]
    assert (row["outlet"], row["event"], row["group"]) == ("courier", "election", "election")
    assert row["date"] == "2023-03-20"
    assert "url" not in frame


def test_a_table_becomes_passages_again():
    split = load("seeds/stance")
    again = as_passages(split.to_frame())
    assert [p.text for p in again] == [p.text for p in split.passages]
    assert [p.target for p in again] == list(split.targets)


@pytest.mark.data
def test_target_offsets_survive_the_table():
    split = load("newsmtsc/mt")
    again = as_passages(split.to_frame())
    assert all(p.target_spans[0].of(p.text) == p.target for p in again)


@pytest.mark.data
@pytest.mark.parametrize("name", ["semeval2016/a", "gwsd/test", "ccf-climate/gold", "basil"])
def test_every_kind_of_detail_fits_into_a_table(name):
    split = load(name)
    assert pyarrow.Table.from_pandas(split.to_frame()).num_rows == len(split)


def test_the_hash_of_a_split_changes_with_any_part_of_it():
    from dataclasses import replace

    split = load("seeds/stance")
    first = split.passages[0]
    others = [
        replace(split, labels=("favor", *split.labels[1:])),
        replace(split, ids=("x", *split.ids[1:])),
        replace(split, groups=("x", *split.groups[1:])),
        replace(split, passages=(replace(first, target="x"), *split.passages[1:])),
        replace(split, passages=(replace(first, voice="x"), *split.passages[1:])),
    ]
    assert split.labels[0] != "favor"
    assert len({content_hash(split), *map(content_hash, others)}) == 6
    assert content_hash(split) == content_hash(load("seeds/stance"))


def test_a_label_is_one_string_in_every_run():
    assert label_text(frozenset({"b", "a"})) == "a b"
    assert label_text(None) == ""
    said = Quotation((Span(0, 4), Span(9, 12)), "indirect", cue=Span(5, 8))
    assert label_text((said, said)) == " ".join(["indirect|0:4,9:12|5:8||"] * 2)
    assert label_text(replace(said, speaker_probability=0.5)) == label_text(said)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("newsmtcs/train", "did you mean newsmtsc/train"),
        ("weather", "there are babe, basil"),
        ("newsmtsc/validation", "its splits are newsmtsc/train, newsmtsc/mt, newsmtsc/rw"),
        ("basil/span", "basil has no split 'span'"),
    ],
)
def test_an_unknown_name_is_one_sentence(name, message):
    with pytest.raises(ValueError, match=message):
        load(name)


def test_the_longest_name_wins():
    assert card_of("basil/spans").name == "basil/spans"
    assert card_of("basil/all").name == "basil"


@pytest.mark.data
def test_fnc_train_loads_within_seconds_and_shares_its_bodies():
    # Seconds of this process, so that other work on the machine does not count.
    started = time.process_time()
    split = load("fnc-1/train")
    assert time.process_time() - started < 3
    assert len({id(passage.article) for passage in split.passages}) == 1683


@pytest.mark.data
def test_the_news_sample_streams_with_flat_memory():
    tracemalloc.start()
    stream = records("news-sample")
    letters = sum(len(next(stream).passage.text) for _ in range(2000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    stream.close()
    assert letters > 5_000_000
    assert peak < 2_000_000
