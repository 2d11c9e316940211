"""Where data are looked for, in which order, and what is said where there are none."""

import pytest

from stance.datasets import CARDS, MissingDataError
from stance.datasets.places import cache_folder, data_folder, file_hash


@pytest.fixture
def roots(tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "mine", tmp_path / "cache" / "stance"


def test_the_users_folder_comes_before_the_cache_and_must_hold_all_files(roots):
    mine, cache = roots
    for root in roots:
        (root / "gwsd").mkdir(parents=True)
    (cache / "gwsd" / "GWSD.tsv").touch()
    assert data_folder(CARDS["gwsd"], ("GWSD.tsv",)) == cache / "gwsd"
    (mine / "gwsd" / "GWSD.tsv").touch()
    assert data_folder(CARDS["gwsd"], ("GWSD.tsv",)) == mine / "gwsd"


def test_where_nothing_is_the_message_says_where_it_looked_and_what_to_do(roots):
    with pytest.raises(MissingDataError) as missing:
        data_folder(CARDS["gwsd"], ("GWSD.tsv",))
    for part in (*map(str, roots), "GWSD.tsv", "stance fetch gwsd", "$STANCE_DATA/gwsd"):
        assert part in str(missing.value)


def test_the_seeds_come_with_the_package_unless_the_user_has_others(roots):
    mine, _ = roots
    shipped = data_folder(CARDS["seeds/frames"], ("articles", "coding"))
    assert any((shipped / "articles").glob("*.txt"))
    (mine / "seeds" / "articles").mkdir(parents=True)
    (mine / "seeds" / "coding").mkdir()
    assert data_folder(CARDS["seeds/frames"], ("articles", "coding")) == mine / "seeds"


def test_a_home_is_written_out(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STANCE_DATA", "~/data")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    (tmp_path / "data" / "gwsd").mkdir(parents=True)
    assert data_folder(CARDS["gwsd"]) == tmp_path / "data" / "gwsd"
    assert cache_folder() == tmp_path / ".cache" / "stance"


def test_the_hash_of_a_folder_changes_with_a_name_and_with_a_byte(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    first = file_hash(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    renamed = file_hash(tmp_path)
    (tmp_path / "b.txt").write_text("y")
    assert len({first[0], renamed[0], file_hash(tmp_path)[0]}) == 3
    assert first[1] == 1
