import pytest

from stance.article import Article
from stance.report.corpus_counts import CorpusCounts, Place, grain, net_share, share


def record(frames=(), stances=(), speakers=()):
    return {
        "frames": [
            {
                "name": name,
                "probability": p,
                "primary": n == 0,
                "evidence": [{"start": 0, "end": 5}],
            }
            for n, (name, p) in enumerate(frames)
        ],
        "stances": [
            {"voice": voice, "target_name": target, "label": label}
            for voice, target, label in stances
        ],
        "quotations": [{"speaker_name": name} for name in speakers],
        "model": {"stance": "0.1.0", "signature": "x"},
    }


def article(key, outlet="Courier", date="2024-05-16"):
    return Article(key, f"Words of {key}.", f"Title {key}", outlet, date=date)


def test_articles_frames_stances_and_voices_are_counted_where_they_appeared():
    counts = CorpusCounts.of(
        [
            (article("1"), record([("economic", 0.9)], [("author", "Lee", "favor")], ["Lee"])),
            (article("2"), record([("economic", 0.7), ("political", 0.6)], (), ["Lee", None])),
            (
                article("3", "Herald"),
                record((), [("author", "Lee", "against"), ("x", "Lee", "favor")]),
            ),
        ]
    )
    courier, herald = Place("Courier", "2024-05-16"), Place("Herald", "2024-05-16")
    assert counts.articles == {courier: 2, herald: 1}
    assert counts.frames == {"economic": {courier: 2}, "political": {courier: 1}}
    assert counts.stances == {("Lee", "favor"): {courier: 1}, ("Lee", "against"): {herald: 1}}
    assert counts.voices == {"Lee": {"Courier": 2}}
    assert counts.outlets(9) == ["Courier", "Herald"]
    assert counts.targets(9) == ["Lee"]


def test_the_surest_evidence_of_a_frame_is_kept_and_no_more():
    chances = [0.2, 0.9, 0.5, 0.7, 0.1]
    counts = CorpusCounts.of((article(str(p)), record([("economic", p)])) for p in chances)
    assert [kept.probability for kept in counts.evidence["economic"]] == [0.9, 0.7, 0.5]
    assert counts.evidence["economic"][0].words == "Words"


def test_only_so_many_articles_are_listed_and_none_is_kept_with_its_text():
    counts = CorpusCounts.of(((article(str(n)), record()) for n in range(30)), most_rows=10)
    assert counts.total == 30
    assert [bare.id for bare, _ in counts.rows] == [str(n) for n in range(10)]
    assert not any(bare.text for bare, _ in counts.rows)


@pytest.mark.parametrize("date", ["", "May 2024", "2024-13-01", "16.05.2024"])
def test_a_date_that_cannot_be_read_is_no_date(date):
    counts = CorpusCounts.of([(article("1", date=date), record())])
    assert list(counts.articles) == [Place("Courier", "")]


def test_a_time_after_the_date_is_left_out():
    counts = CorpusCounts.of([(article("1", date="2024-05-16T08:30:00Z"), record())])
    assert list(counts.articles) == [Place("Courier", "2024-05-16")]


def test_periods_are_as_fine_as_can_be_read():
    assert grain([]) == 10
    assert grain(["2024-01-01", "2024-12-31"]) == 10
    assert grain(f"2024-{m:02}-{d:02}" for m in (1, 2) for d in range(1, 20)) == 7
    assert grain(f"{y}-{m:02}-01" for y in (2020, 2021) for m in range(1, 13)) == 4


def test_shares_have_the_intervals_of_the_literature():
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3 (Wilson).
    known = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
    for hits, of, low, high in known:
        assert share(hits, of) == pytest.approx((hits / of, low, high), abs=5e-5)


def test_a_net_share_is_symmetric_and_stays_within_one():
    value, low, high = net_share(6, 2, 10)
    assert net_share(2, 6, 10) == pytest.approx((-value, -high, -low))
    assert net_share(1, 0, 1)[2] <= 1
    assert net_share(0, 0, 5)[0] == 0
