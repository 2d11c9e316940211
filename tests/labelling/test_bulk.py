import hashlib
import json
import multiprocessing
import os
import random
import signal
import time

import pandas as pd
import pytest

from stance.ingest import Corpus
from stance.labelling import label_corpus
from stance.labelling.bulk import _labeller

VOICES = [
    "Senator Ann Lee said the budget robs the poor.",
    "“The army is our shield,” President Cole told the Senate.",
    "Critics of Mr. Cole call the war a crime.",
    "Taxes rose. Wages fell. Nobody spoke.",
]


@pytest.fixture
def corpus(tmp_path):
    rows = [
        {
            "id": f"a{n}",
            "text": f"{VOICES[n % 4]} {VOICES[(n * 7 + 1) % 4]}",
            "outlet": "Herald",
        }
        for n in range(17)
    ]
    rows.insert(5, {"id": "empty", "text": " "})
    rows.insert(9, {"id": "a1", "text": "Said twice."})
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Corpus([path])


def content(folder):
    """What lies in a folder: every file's name and hash, without the journal."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and "_journal" not in p.parts]
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


@pytest.mark.parametrize("ending", [".jsonl", ".parquet", ".csv", ".html"])
def test_every_output_is_the_same_whatever_the_engine(corpus, tmp_path, ending):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    done = label_corpus(corpus, one / f"labels{ending}", shard=4)
    again = label_corpus(corpus, two / f"labels{ending}", shard=4, jobs=2)
    assert (done.articles, done.rejects) == (again.articles, again.rejects) == (17, 2)
    assert content(one) == content(two)


def test_the_tables_are_joined_by_article_and_say_what_made_them(corpus, tmp_path):
    import pyarrow.parquet as parquet

    output = tmp_path / "labels.parquet"
    label_corpus(corpus, output, shard=4)
    tables = {
        name: pd.read_parquet(output / name) for name in ("articles", "stances", "actors")
    }
    assert list(tables["articles"]["article"]) == [f"a{n}" for n in range(17)]
    assert set(tables["stances"]["article"]) <= set(tables["articles"]["article"])
    assert set(tables["articles"]["outlet"]) == {"Herald"}
    [*_, first] = sorted((output / "frames").iterdir(), reverse=True)
    made = json.loads(parquet.read_schema(first).metadata[b"stance"])
    assert {"stance", "frames_model", "stance_model", "signature"} <= set(made)
    assert made["frames_model"].startswith("frames@")


def test_beside_csv_lie_the_settings_it_was_made_with(corpus, tmp_path):
    label_corpus(corpus, tmp_path / "labels.csv", shard=4)
    settings = json.loads((tmp_path / "labels-settings.json").read_text("utf-8"))
    assert settings["models"] == _labeller(()).versions["signature"]


@pytest.mark.parametrize("shard", [1, 5, 400])
def test_rows_do_not_depend_on_how_articles_are_cut_into_shards(corpus, tmp_path, shard):
    label_corpus(corpus, tmp_path / "one.jsonl", shard=4)
    label_corpus(corpus, tmp_path / "other.jsonl", shard=shard)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "other.jsonl").read_bytes()


def test_the_bar_tells_the_rate_and_the_time_left_and_is_silent_elsewhere(
    corpus, tmp_path, capsys
):
    label_corpus(corpus, tmp_path / "silent.jsonl", shard=4)
    assert capsys.readouterr().err == ""
    label_corpus(corpus, tmp_path / "told.jsonl", shard=4, progress=True)
    last = capsys.readouterr().err.split("\r")[-1]
    assert "19/19" in last
    assert "articles/s" in last


def test_every_reject_has_its_reason(corpus, tmp_path):
    done = label_corpus(corpus, tmp_path / "labels.jsonl", shard=4)
    rejects = [json.loads(line) for line in done.rejects_file.read_text().splitlines()]
    assert [row["id"] for row in rejects] == ["empty", "a1"]
    assert "is empty" in rejects[0]["reason"]
    assert "of an earlier one" in rejects[1]["reason"]


def test_an_article_that_breaks_the_models_is_a_reject_and_the_others_are_kept(
    corpus, tmp_path, monkeypatch
):
    labeller = _labeller(())
    whole = labeller.label

    def fragile(articles):
        if any(article.id == "a6" for article in articles):
            raise RuntimeError("too much")
        return whole(articles)

    monkeypatch.setattr(labeller, "label", fragile)
    done = label_corpus(corpus, tmp_path / "labels.jsonl", shard=4)
    assert (done.articles, done.rejects) == (16, 3)
    assert "RuntimeError: too much" in done.rejects_file.read_text()


def test_what_workers_wrote_where_nobody_sees_it_is_no_finished_job(
    corpus, tmp_path, monkeypatch
):
    monkeypatch.setattr("stance.labelling.journal.Journal.note", lambda *given: None)
    with pytest.raises(OSError, match=r"wrote 19 articles and 0 of them are at .*share"):
        label_corpus(corpus, tmp_path / "labels.jsonl", shard=4)
    monkeypatch.undo()
    assert label_corpus(corpus, tmp_path / "labels.jsonl", shard=4).articles == 17


def test_a_finished_job_is_not_done_again_and_another_is_not_written_over_it(corpus, tmp_path):
    output = tmp_path / "labels.parquet"
    first = label_corpus(corpus, output)
    before = content(tmp_path)
    assert label_corpus(corpus, output) == first
    assert content(tmp_path) == before
    with pytest.raises(ValueError, match="exists already"):
        label_corpus(corpus, output, shard=3)


def test_an_unfinished_job_of_other_settings_is_refused(corpus, tmp_path, monkeypatch):
    output = tmp_path / "labels.jsonl"
    monkeypatch.setattr("stance.labelling.writers.join", broken)
    with pytest.raises(OSError, match="No space left"):
        label_corpus(corpus, output, shard=4)
    monkeypatch.undo()
    assert not output.exists()
    with pytest.raises(ValueError, match="shard was 4 and is 5"):
        label_corpus(corpus, output, shard=5)
    assert label_corpus(corpus, output, shard=4).articles == 17


def broken(*_):
    raise OSError(28, "No space left on device")


def test_an_output_that_cannot_be_written_is_said_at_once(corpus, tmp_path):
    taken = tmp_path / "file"
    taken.write_text("")
    with pytest.raises(OSError, match="file"):
        label_corpus(corpus, taken / "labels.jsonl")


def _label(path, output):
    label_corpus(Corpus([path]), output, shard=2, progress=False)


def child_labelling(path, output):
    """A child process at work; it inherits the models, so it starts fast."""
    child = multiprocessing.get_context("fork").Process(target=_label, args=(path, output))
    child.start()
    return child


def killed_after(seconds, path, output):
    """Label in a child and kill it; false where it was done before."""
    child = child_labelling(path, output)
    child.join(seconds)
    if child.is_alive():
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert child.exitcode in {0, -signal.SIGKILL}, "it ended by an error of its own"
    return child.exitcode != 0


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_a_hundred_kills_lose_nothing_and_change_nothing(corpus, tmp_path, ending):
    [path] = corpus.sources
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    _label(path, undisturbed / f"labels{ending}")
    started = time.perf_counter()
    (tmp_path / "timed").mkdir()
    child_labelling(path, tmp_path / "timed" / f"labels{ending}").join()
    whole = min(time.perf_counter() - started, 0.4)
    generator = random.Random(0)
    kills = runs = 0
    while kills < 100:
        runs += 1
        folder = tmp_path / f"run{runs}"
        folder.mkdir()
        while killed_after(generator.uniform(0, whole), path, folder / f"labels{ending}"):
            kills += 1
        assert content(folder) == content(undisturbed)
