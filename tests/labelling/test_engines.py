import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from joblib.externals.loky import get_reusable_executor

from stance.ingest import Corpus
from stance.labelling import label_corpus
from stance.labelling.engines import run_shards
from stance.models.pretrained import shipped_path

CLIENT = """
import sys
from stance.ingest import Corpus
from stance.labelling import label_corpus
if __name__ == "__main__":
    label_corpus(Corpus([sys.argv[1]]), sys.argv[2], cluster=sys.argv[3], shard=2)
"""


def corpus_of(path, n):
    rows = [
        {"id": f"a{i}", "text": f"President Cole praised army {i}. Lee left."} for i in range(n)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return Corpus([path])


def test_no_more_shards_are_read_than_can_be_held():
    read = []
    shards = (read.append(number) or number for number in range(100))
    next(run_shards(abs, shards))
    assert len(read) == 1


def test_fewer_than_one_job_is_refused():
    with pytest.raises(ValueError, match="jobs must be 1 or more"):
        next(run_shards(abs, [1], jobs=0))


def test_workers_that_stand_elsewhere_write_and_read_where_the_caller_stands(
    tmp_path, monkeypatch
):
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    monkeypatch.chdir(there)
    get_reusable_executor().shutdown()
    label_corpus(corpus_of(there / "news.jsonl", 4), "labels.jsonl", jobs=2, shard=1)
    monkeypatch.chdir(here)
    shutil.copy(shipped_path("frames"), "mine.skops")
    corpus = corpus_of(here / "news.jsonl", 6)
    done = label_corpus(corpus, "labels.jsonl", jobs=2, shard=1, frames="mine.skops")
    assert done.output == Path("labels.jsonl")
    assert len(done.output.read_text("utf-8").splitlines()) == 6
    assert sorted(path.name for path in there.iterdir()) == ["labels.jsonl", "news.jsonl"]


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_and_a_killed_client_lose_no_row(cluster, tmp_path):
    corpus = corpus_of(tmp_path / "news.jsonl", 60)
    label_corpus(corpus, tmp_path / "alone.jsonl", shard=2)
    output = tmp_path / "labels.jsonl"
    command = [sys.executable, "-c", CLIENT, str(tmp_path / "news.jsonl"), str(output)]
    client = subprocess.Popen([*command, cluster.scheduler_address])
    wait_for_notes(output, 2)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    wait_for_notes(output, 6)
    client.kill()
    client.wait()
    done = label_corpus(corpus, output, cluster=cluster.scheduler_address, shard=2)
    assert (done.articles, done.rejects) == (60, 0)
    assert output.read_bytes() == (tmp_path / "alone.jsonl").read_bytes()


def wait_for_notes(output, n):
    folder = output.with_name(output.name + ".partial") / "_journal"
    ends = time.monotonic() + 60
    while time.monotonic() < ends and not output.exists():
        if len(list(folder.glob("part-*"))) >= n:
            return
        time.sleep(0.01)


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_said(tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(ValueError, match="no Dask scheduler answers"):
        label_corpus(
            corpus_of(tmp_path / "news.jsonl", 2),
            tmp_path / "labels.jsonl",
            cluster="tcp://127.0.0.1:9",
        )
