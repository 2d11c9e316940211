"""The check of a set: what differs from the card, what leaks, what contradicts itself."""

from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from stance.cli import main
from stance.datasets import CARDS, load
from stance.datasets.card import DataFile
from stance.datasets.checking import check
from stance.datasets.duplicates import near_duplicates, shingle_hashes
from stance.datasets.split import fingerprint

HEADER = "Tweet,Target,Stance\n"
LONG = "The council will close the old bridge on Monday since nine engineers found it sways{}"


def test_known_jaccards_are_exact():
    # Seven and seven words, 4-word shingles: 4 each, 3 shared of 5 in all.
    found = near_duplicates(["a b c d e f g", "a b c d e f h"], threshold=0.5)
    assert found == [(0, 1, 3 / 5)]
    assert near_duplicates(["a b c d e f g", "a b c d e f h"], threshold=0.7) == []


def test_case_and_punctuation_do_not_count_and_empty_texts_are_no_duplicates():
    assert near_duplicates(["Close it, now!", "close it now", "", " "]) == [(0, 1, 1.0)]


def test_near_duplicates_are_found_among_many():
    generator = np.random.default_rng(1)
    words = [f"w{i}" for i in range(500)]
    texts = [" ".join(generator.choice(words, 40)) for _ in range(300)]
    planted = [texts[i] + " and more" for i in range(0, 300, 10)]
    found = near_duplicates([*texts, *planted])
    assert [(i, j) for i, j, _ in found] == [(10 * k, 300 + k) for k in range(30)]


@given(st.lists(st.sampled_from("abcdefg"), max_size=30))
def test_a_text_is_its_own_near_duplicate_or_has_no_words(words):
    text = " ".join(words)
    assert near_duplicates([text, text]) == ([(0, 1, 1.0)] if words else [])
    assert len(shingle_hashes(text)) <= max(len(words) - 3, min(1, len(words)))


@pytest.fixture
def tweets(tmp_path, monkeypatch):
    """Train and val of a P-Stance of one file each."""
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    card = CARDS["p-stance"]
    splits = {
        name: replace(
            card.splits[name], files=(f"raw_{name}_trump.csv",), n=2, counts={}, fingerprints=()
        )
        for name in ("train", "val", "test")
    }
    files = tuple(file for file in card.files if file.name == "raw_train_trump.csv")
    monkeypatch.setitem(CARDS, "p-stance", replace(card, splits=splits, files=files))
    folder = tmp_path / "p-stance"
    folder.mkdir()

    def write(train, val):
        for name, rows in (("train", train), ("val", val)):
            lines = (f"{text},T,{label}\n" for text, label in rows)
            (folder / f"raw_{name}_trump.csv").write_text(HEADER + "".join(lines))
        return str(check("p-stance"))

    return write


def test_leaks_and_conflicts_are_counted(tweets):
    report = tweets(
        [("Build it", "FAVOR"), (LONG.format(""), "AGAINST")],
        [("Build it", "AGAINST"), (LONG.format(" again"), "AGAINST"), ("No bridge", "FAVOR")],
    )
    assert "val and train: 1 texts of val stand in train too (1 of 3 records)" in report
    assert "val and train: 1 more texts of val nearly do" in report
    assert "with another label: 1 items" in report


def test_what_differs_from_the_card_is_named(tweets):
    report = tweets([("Build it", "FAVOR")] * 3, [("No", "FAVOR"), (" ", "AGAINST")])
    assert "raw_train_trump.csv: DIFFERS from the card" in report
    assert "p-stance/train: DIFFERS, 3 records ({'FAVOR': 3}), 2 on the card" in report
    assert "p-stance/val: 2 records and their labels as on the card" in report
    assert "p-stance/test: not here" in report
    assert "empty texts: 1" in report
    assert "train: 2 records repeat another one's text, target and voice" in report


def test_a_card_without_numbers_is_told_them(tweets, monkeypatch):
    card = CARDS["p-stance"]
    split = replace(card.splits["train"], n=0)
    files = (DataFile("raw_train_trump.csv"),)
    known = replace(card, splits={"train": split}, files=files, training={})
    monkeypatch.setitem(CARDS, "p-stance", known)
    report = tweets([("Build it", "FAVOR")] * 2, [("No", "FAVOR")])
    size = len(HEADER) + 2 * len("Build it,T,FAVOR\n")
    assert (
        f"the card has no checksum: {report.split('checksum: ')[1][:64]}, {size} bytes"
        in report
    )
    loaded = load("p-stance/train")
    prints = [fingerprint(loaded.ids[i], loaded.passages[i], "FAVOR") for i in (0, 1)]
    assert f"2 records; the card has no number: {{'FAVOR': 2}}; {', '.join(prints)}" in report


@pytest.mark.data
def test_the_leak_that_the_source_reports_is_found():
    assert len(load("directed-sentiment/valid")) == 1461
    report = check("directed-sentiment")
    assert "394 texts of valid stand in train too" in report
    assert "train.txt: verified" in report


def test_the_command_checks_one_set():
    run = CliRunner().invoke(main, ["datasets", "seeds/frames", "--check"])
    assert run.exit_code == 0
    assert "seeds/frames/all" in run.output
    refused = CliRunner().invoke(main, ["datasets", "--check"])
    assert refused.exit_code == 2
    assert "--check needs the name of a data set" in refused.output
