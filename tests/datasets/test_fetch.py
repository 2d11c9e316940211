"""Fetching, against a server on this machine: nothing leaves it, nothing is half-kept."""

import hashlib
import io
import os
import tarfile
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from stance.datasets import CARDS, DataError, fetch, load
from stance.datasets.card import DataFile, Download
from stance.datasets.unpacking import unpack

HEADER = "Tweet,Target,Stance\n"
TWEETS = (HEADER + "Vote for Ada!,Ada Lund,FAVOR\n" * 400).encode()


class Server(BaseHTTPRequestHandler):
    """Serves `pages`; cuts the first `breaks` answers off in the middle."""

    pages: ClassVar[dict[str, bytes]] = {}
    breaks = 0
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self):
        if self.path not in self.pages:
            self.send_error(404)
            return
        body, asked = self.pages[self.path], self.headers["Range"]
        type(self).ranges.append(asked)
        start = int(asked[6:-1]) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        end = len(body)
        if type(self).breaks > 0:
            type(self).breaks -= 1
            end = start + (len(body) - start) // 2
        self.wfile.write(body[start:end])

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(Server, "pages", {})
    monkeypatch.setattr(Server, "breaks", 0)
    monkeypatch.setattr(Server, "ranges", [])
    running = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("STANCE_DATA", str(tmp_path / "none"))
    return tmp_path / "stance"


@pytest.fixture
def card(server, monkeypatch):
    """P-Stance's card with one split of one file, fetched from the server."""
    name = "raw_val_trump.csv"
    card = replace(
        CARDS["p-stance"],
        files=(DataFile(name, hashlib.sha256(TWEETS).hexdigest(), len(TWEETS)),),
        downloads=(Download(f"{server}/tweets.csv", name),),
        splits={"val": replace(CARDS["p-stance"].splits["val"], files=(name,))},
    )
    Server.pages["/tweets.csv"] = TWEETS
    monkeypatch.setitem(CARDS, "p-stance", card)
    return card


def test_what_is_fetched_is_verified_and_then_found_by_load(card, cache, capsys):
    report = fetch.fetch("p-stance")
    assert "raw_val_trump.csv: verified" in report
    assert card.terms in capsys.readouterr().err
    assert len(load("p-stance/val")) == 400
    assert sorted(path.name for path in cache.rglob("*") if path.is_file()) == [
        "raw_val_trump.csv"
    ]


def test_a_second_fetch_asks_for_nothing(card, cache):
    fetch.fetch("p-stance")
    asked = len(Server.ranges)
    assert "verified" in fetch.fetch("p-stance/val")
    assert len(Server.ranges) == asked


def test_a_broken_transfer_goes_on_where_it_broke(card, cache):
    Server.breaks = 2
    assert "verified" in fetch.fetch("p-stance")
    half = len(TWEETS) // 2
    assert Server.ranges[:2] == [None, f"bytes={half}-"]


def test_a_transfer_that_keeps_breaking_is_kept_for_the_next_call(card, cache):
    Server.breaks = fetch.ATTEMPTS
    with pytest.raises(fetch.FetchError, match=r"broke off after [\d,]+ bytes; run it again"):
        fetch.fetch("p-stance")
    assert not (cache / "p-stance").exists()
    assert "verified" in fetch.fetch("p-stance")
    assert Server.ranges[-1] is not None


def test_a_wrong_checksum_keeps_nothing(card, cache):
    Server.pages["/tweets.csv"] = TWEETS.replace(b"FAVOR", b"AGAINST", 1)
    with pytest.raises(DataError, match=r"the checksum of raw_val_trump\.csv is not that"):
        fetch.fetch("p-stance")
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_an_address_without_the_file_says_so(card, cache):
    Server.pages.clear()
    with pytest.raises(fetch.FetchError, match=r"tweets\.csv: the server answers 404"):
        fetch.fetch("p-stance")


def test_without_a_network_the_message_says_so(cache, monkeypatch):
    # Port 9 (discard) of this machine: nobody listens there.
    download = Download("http://127.0.0.1:9/tweets.csv", "tweets.csv")
    monkeypatch.setitem(CARDS, "gwsd", replace(CARDS["gwsd"], downloads=(download,)))
    with pytest.raises(fetch.FetchError, match=r"cannot be reached .* is there a network"):
        fetch.fetch("gwsd")


def test_only_web_addresses_are_fetched(tmp_path):
    with pytest.raises(fetch.FetchError, match="no web address"):
        fetch.download("file:///etc/hostname", tmp_path / "part")


def test_where_the_terms_forbid_it_the_way_to_apply_is_told(cache):
    told = fetch.fetch("semeval2023-frames/train")
    assert "cannot be fetched by a program" in told
    assert CARDS["semeval2023-frames"].terms in told


def test_a_card_of_the_same_folder_is_fetched_by_the_one_that_knows_how():
    assert fetch._fetchable(CARDS["basil/spans"]) is CARDS["basil"]


def test_an_archive_gives_the_files_of_the_card_whatever_lies_above(card, cache, server):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("repository-abc/data/raw_val_trump.csv", TWEETS)
        archive.writestr("repository-abc/code.py", "print()")
    Server.pages["/all.zip"] = packed.getvalue()
    CARDS["p-stance"] = replace(card, downloads=(Download(f"{server}/all.zip", archive=True),))
    assert "verified" in fetch.fetch("p-stance")
    assert [p.name for p in (cache / "p-stance").rglob("*")] == ["raw_val_trump.csv"]


def test_an_archive_that_lacks_a_file_is_refused(card, cache, server):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "Nothing here.")
    Server.pages["/all.zip"] = packed.getvalue()
    CARDS["p-stance"] = replace(card, downloads=(Download(f"{server}/all.zip", archive=True),))
    with pytest.raises(DataError, match=r"raw_val_trump\.csv was in none of the downloads"):
        fetch.fetch("p-stance")
    assert not (cache / "p-stance").exists()


def tar_of(path, *members):
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def member(name, kind=tarfile.REGTYPE, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, 1 if kind == tarfile.REGTYPE else 0
    return info


@pytest.mark.parametrize(
    "bad",
    [
        member("../a.txt"),
        member("/a.txt"),
        member("data/../../a.txt"),
        member("a.txt", tarfile.SYMTYPE, "/etc/hostname"),
        member("a.txt", tarfile.LNKTYPE, "b.txt"),
        member("a.txt", tarfile.CHRTYPE),
        member("a.txt", tarfile.FIFOTYPE),
    ],
    ids=lambda m: f"{m.type!r} {m.name}",
)
def test_an_unsafe_member_of_a_tar_is_refused(tmp_path, bad):
    out = tmp_path / "out"
    with pytest.raises(DataError, match="which is unsafe"):
        unpack(tar_of(tmp_path / "bad.tar.gz", bad), out, ["a.txt"])
    assert not out.exists()
    assert os.listdir(tmp_path) == ["bad.tar.gz"]


@pytest.mark.parametrize("name", ["../a.txt", "/a.txt", "..\\a.txt", "C:/a.txt"])
def test_an_unsafe_member_of_a_zip_is_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(DataError, match="which is unsafe"):
        unpack(tmp_path / "bad.zip", tmp_path / "out", ["a.txt"])
    assert os.listdir(tmp_path) == ["bad.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("stance.datasets.unpacking.LARGEST", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "x" * 5000)
    with pytest.raises(DataError, match="unpacks to more than 1,000 bytes"):
        unpack(tmp_path / "bomb.zip", tmp_path / "out", ["a.txt"])


def test_what_is_no_archive_or_is_cut_off_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive at all")
    with pytest.raises(DataError, match=r"a\.zip is neither a zip nor a tar"):
        unpack(tmp_path / "a.zip", tmp_path, ["a.txt"])
    whole = tar_of(tmp_path / "b.tar.gz", member("a.txt"))
    whole.write_bytes(whole.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"b\.tar\.gz is damaged"):
        unpack(whole, tmp_path, ["a.txt"])


def test_a_folder_of_the_card_comes_out_with_what_is_below_it(tmp_path):
    archive = tar_of(
        tmp_path / "ok.tar.gz", member("top/data/train/a.txt"), member("top/b.txt")
    )
    unpack(archive, tmp_path / "out", ["data/train"])
    found = [p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*.txt")]
    assert [path.as_posix() for path in found] == ["data/train/a.txt"]
