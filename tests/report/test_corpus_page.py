import re

import pytest

from stance.article import Article
from stance.report.corpus_counts import CorpusCounts
from stance.report.corpus_page import corpus_page, frame_panels, stance_panels

TEXT = "Rents rose again."


def labelled(key, outlet, date, frames=(), stances=()):
    record = {
        "frames": [
            {
                "name": f,
                "probability": 0.8,
                "primary": True,
                "evidence": [{"start": 0, "end": 17}],
            }
            for f in frames
        ],
        "stances": [{"voice": "author", "target_name": t, "label": v} for t, v in stances],
        "quotations": [{"speaker_name": "Ann Lee"}],
        "model": {"stance": "0.1.0"},
    }
    return Article(key, TEXT, f"Title {key}", outlet, date=date), record


CORPUS = [
    labelled("a", "Courier", "2024-01-03", ["economic"], [("Lee", "favor")]),
    labelled("b", "Courier", "2024-01-03", [], [("Lee", "against")]),
    labelled("c", "Courier", "2024-02-01", ["economic"], [("Lee", "favor")]),
    labelled("d", "Herald", "2024-02-01", ["economic", "political"]),
]


def values(panels):
    return {
        panel: {name: [(d.label, d.value) for d in dots] for name, dots in series.items()}
        for panel, series in panels.items()
    }


def test_panels_hold_the_share_of_each_outlet_in_each_period():
    counts = CorpusCounts.of(CORPUS)
    assert values(frame_panels(counts, ["Courier", "Herald"], 7)) == {
        "economic": {
            "Courier": [("2024-01", 0.5), ("2024-02", 1.0)],
            "Herald": [("2024-02", 1.0)],
        },
        "political": {
            "Courier": [("2024-01", 0.0), ("2024-02", 0.0)],
            "Herald": [("2024-02", 1.0)],
        },
    }
    assert values(stance_panels(counts, ["Courier", "Herald"], 7)) == {
        "Lee": {"Courier": [("2024-01", 0.0), ("2024-02", 1.0)], "Herald": []}
    }


def test_the_page_tells_what_it_counted():
    page = corpus_page(CORPUS)
    assert "4 articles · 2 outlets · 2024-01-03 to 2024-02-01" in page
    assert "67 [21, 94]" in page, "two of the three articles of the Courier are economic"
    assert page.count("<svg") == 2
    assert "Rents rose again." in page
    assert 'href="./' not in page


def test_links_are_files_beside_the_page_whatever_an_id_holds():
    evil = labelled("javascript:alert(1)//x y", "Courier", "2024-01-03", ["economic"])
    page = corpus_page([*CORPUS, evil], page_of=lambda key: f"{key}.html")
    links = set(re.findall(r'href="([^"]+)"', page))
    assert "./a.html" in links
    assert "./javascript%3Aalert%281%29//x%20y.html" in links
    assert all(link.startswith(("./", "#", "data:")) for link in links)


def test_hostile_fields_stay_text():
    evil = '"><script>alert(1)</script>'
    article, record = labelled(evil, evil, evil, [evil], [(evil, "favor")])
    page = corpus_page([(Article(evil, evil, evil, evil), record)])
    assert "<script" not in page
    assert article.date not in page


def test_articles_without_dates_outlets_or_labels_still_make_a_page():
    bare = {"frames": [], "stances": [], "quotations": [], "model": {}}
    page = corpus_page([(Article("1", "Words."), bare)])
    assert "not given" in page
    assert "1 without a date" in page
    assert "<svg" not in page


def test_a_long_corpus_says_that_not_all_is_listed():
    page = corpus_page(labelled(str(n), "Courier", "2024-01-03") for n in range(250))
    assert "The first 200 of 250 articles are listed." in page


def test_no_articles_are_refused():
    with pytest.raises(ValueError, match="no labelled articles"):
        corpus_page([])
