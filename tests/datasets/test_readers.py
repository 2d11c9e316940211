"""Readers on tiny files in the authors' formats, written here: splits whose files are rare."""

import json
from pathlib import Path

import pytest

from stance.article import AUTHOR, Span
from stance.datasets import CARDS, MissingDataError, load

TWEET_COLUMNS = "Tweet,Target,Stance\n"

ANN = "data/test/attributions/echo_1_ab12.ann"
STANCES = "SEESAW/annotations/TRIPLET_900_DOCUMENT_0.json"
ARTICLES = "articles-test-byarticle-20181207.xml"
GROUND_TRUTH = "ground-truth-test-byarticle-20181207.xml"
MENTIONS = "devtest_rw.jsonl"
VAST = "vast_test.csv"

NEWSMTSC = {
    "primary_gid": "allsides_7_8_9_Ada Lund_0_8",
    "sentence_normalized": "Ada Lund praised the mayor, whom she trusts.",
    "targets": [
        {
            "Input.gid": "allsides_7_8_9_Ada Lund_0_8",
            "from": 0,
            "to": 8,
            "mention": "Ada Lund",
            "polarity": 4.0,
            "further_mentions": [{"from": 33, "to": 36, "mention": "she"}],
        },
        {
            "Input.gid": "allsides_7_8_9_mayor_21_26",
            "from": 21,
            "to": 26,
            "mention": "mayor",
            "polarity": 6.0,
        },
    ],
}
SEESAW = {
    "SEESAW/meta/TRIPLET_900.json": {
        "Split": "test",
        "story_topic": "bridges",
        "story_time": "2020-01-02",
        "Meta info for article 0": {"source": "Echo", "url": "http://e.x", "bias_label": 3},
    },
    "SEESAW/articles/TRIPLET_900_DOCUMENT_0.json": {
        "title": "Bridge closed",
        "text": [
            {"id": 0, "text": ""},
            {"id": 1, "text": "Lund blamed the council."},
            {"id": 2, "text": "The council is useless."},
        ],
    },
    STANCES: {
        "entity lists": [["Lund", ["People"], ["Main"], ["A"]]],
        "entity sentiments": {"Lund": [["Neutral", "A"]]},
        "sentence-level stances": {
            "1": [{"id": 0, "subject": "Lund", "sentiment": "NEG", "object": "council"}],
            "2": [{"id": 0, "subject": "None", "sentiment": "NEG", "object": "council"}],
        },
    },
}
POLNEAR_TEXT = "“We close it,” said Lund. The council, she added, agrees.\n"
POLNEAR_META = (
    "compartment\tfilename\tlevel\tannotators\tpublisher\tpublication_date\tauthor\ttitle\n"
    "test\techo_1\tNone\tab12|cd34\techo\t2016-10-09\tNone\tBridge\n"
    "train\techo_0\tNone\tab12\techo\t2016-01-09\tNone\tOther\n"
)
POLNEAR_FIRST = (
    "T1\tContent 0 14\t“We close it,”\n"
    "T2\tCue 15 19\tsaid\n"
    "T3\tSource 20 24\tLund\n"
    "T4\tAttribution 15 19\tsaid\n"
    "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n"
    "T5\tContent 26 37;50 56\tThe council agrees\n"
    "T6\tCue 43 48\tadded\n"
    "T7\tAttribution-no-source 43 48\tadded\n"
    "E2\tAttribution-no-source:T7 Content:T5 Cue:T6\n"
    "T8\tDiscuss 43 48\tadded\n"
    "E3\tDiscuss:T8 Content:T5\n"
)
POLNEAR_SECOND = "\n".join(POLNEAR_FIRST.split("\n")[:5]) + "\n"
HYPERPARTISAN = """<?xml version="1.0" encoding="UTF-8"?><articles>
<article id="0000700" published-at="2017-01-02" title="Ours &amp; theirs">
Lead <p>They <a href="x">lie</a> again.</p><p>Rain &amp;amp; wind.</p></article></articles>"""
TRUTH = """<?xml version="1.0"?><articles>
<article hyperpartisan="true" id="0000700" labeled-by="article" url="https://www.echo.x/a"/>
</articles>"""

TINY = {
    "newsmtsc/rw": {MENTIONS: json.dumps(NEWSMTSC) + "\n"},
    "seesaw/test": {name: json.dumps(value) for name, value in SEESAW.items()},
    "directed-sentiment/test": {
        "test.txt": "“[Ada] told [Bo]: “go”.\tAda\tBo\t4\n[Bo] left [Ada].\tBo\tAda\t0\n"
    },
    "p-stance/test": {
        "raw_test_trump.csv": TWEET_COLUMNS + 'Say ""no"",Donald Trump,AGAINST\n',
        "raw_test_biden.csv": TWEET_COLUMNS + "Yes,Joe Biden,FAVOR\n",
        "raw_test_bernie.csv": TWEET_COLUMNS + '"Yes, please",Bernie Sanders,FAVOR',
    },
    "vast/test": {
        VAST: "Tweet,Target,Stance,seen?\r\nBuild it.,bridge,1,0\r\nBuild it.,tax,2,1\r\n"
    },
    "polnear/test": {
        "data/metadata.tsv": POLNEAR_META,
        "data/test/text/echo_1.txt": POLNEAR_TEXT,
        ANN: POLNEAR_FIRST,
        "data/test/attributions/echo_1_cd34.ann": POLNEAR_SECOND,
    },
    "hyperpartisan/test": {
        ARTICLES: HYPERPARTISAN,
        GROUND_TRUTH: TRUTH,
    },
}


@pytest.fixture
def write(lay):
    """Writes a split's tiny files, one of them changed if asked, and returns its name."""

    def written(name, file="", old="", new="", encoding="utf-8"):
        files = dict(TINY[name])
        if file:
            assert old in files[file]
            files[file] = files[file].replace(old, new, 1)
        coded = {path: text.encode(encoding) for path, text in files.items()}
        lay(name.split("/")[0], coded)
        return name

    return written


def test_a_mention_begins_its_spans_and_shares_its_sentence(write):
    split = load(write("newsmtsc/rw"))
    first, second = split.passages
    assert split.labels == ("neutral", "positive")
    assert split.groups == ("allsides_7_8",) * 2
    assert [span.of(first.text) for span in first.target_spans] == ["Ada Lund", "she"]
    assert (second.target, second.target_spans) == ("mayor", (Span(21, 26),))
    assert first.article is second.article


def test_a_triplet_is_a_sentence_with_voice_and_target(write):
    split = load(write("seesaw/test"))
    quoted, own = split.passages
    assert (quoted.voice, quoted.target, quoted.text) == (
        "Lund",
        "council",
        "Lund blamed the council.",
    )
    assert (own.voice, own.text) == (AUTHOR, "The council is useless.")
    assert own.article.text.startswith("Bridge closed\n\n")
    assert own.article.meta["leaning"] == "lean right"
    assert [actor.name for actor in own.article.meta["actors"]] == ["Lund"]
    assert split.groups == ("TRIPLET_900",) * 2


def test_brackets_become_voice_and_target(write):
    split = load(write("directed-sentiment/test"))
    passage = split.passages[0]
    assert passage.text == "“Ada told Bo: “go”."
    assert (passage.voice, passage.target) == ("Ada", "Bo")
    assert passage.target_spans[0].of(passage.text) == "Bo"
    assert split.labels == ("negative-reversed", "neutral")


def test_the_tweets_of_three_files_are_one_split(write):
    split = load(write("p-stance/test"))
    assert split.ids == ("trump/0", "biden/0", "bernie/0")
    assert [p.text for p in split.passages] == ['Say ""no""', "Yes", "Yes, please"]
    assert set(split.targets) == {"Donald Trump", "Joe Biden", "Bernie Sanders"}


@pytest.mark.parametrize("columns", ["Tweet,Target,Stance,seen?", "post,topic_str,label,seen?"])
def test_both_schemas_of_vast_are_read_alike(write, columns):
    split = load(write("vast/test", VAST, "Tweet,Target,Stance,seen?", columns))
    assert split.labels == ("pro", "neutral")
    assert split.targets == ("bridge", "tax")
    assert split.groups[0] == split.groups[1]
    assert [details["seen"] for details in split.details] == [False, True]


def test_one_annotator_an_article_and_the_others_kept(write):
    split = load(write("polnear/test"))
    (quotations,) = split.labels
    text = split.passages[0].text
    direct, indirect = quotations
    assert (direct.kind, direct.content[0].of(text)) == ("direct", "“We close it,”")
    assert (direct.cue.of(text), direct.source.of(text)) == ("said", "Lund")
    assert [span.of(text) for span in indirect.content] == ["The council", "agrees"]
    assert (indirect.kind, indirect.source) == ("indirect", None)
    (details,) = split.details
    assert details["annotator"] == "ab12"
    assert [len(found) for found in details["others"].values()] == [1]


def test_paragraphs_links_and_entities_become_text(write):
    split = load(write("hyperpartisan/test"))
    assert split.passages[0].text == "Ours & theirs\n\nLead\n\nThey lie again.\n\nRain & wind."
    assert (split.labels, split.groups) == (("true",), ("echo.x",))


@pytest.mark.parametrize("name", TINY)
def test_an_absent_split_is_one_clear_sentence(tmp_path, monkeypatch, name):
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(MissingDataError) as missing:
        load(name)
    card = CARDS[name.split("/")[0]]
    assert "is not on this machine" in str(missing.value)
    assert card.terms in str(missing.value)
    assert card.urls[0] in str(missing.value)


def test_a_seesaw_without_the_stories_of_a_split_says_so(write):
    write("seesaw/test")
    with pytest.raises(MissingDataError, match="no story of seesaw/valid is here"):
        load("seesaw/valid")


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "message"),
    [
        # cut off
        ("newsmtsc/rw", MENTIONS, '"polarity": 6.0}]}\n', '"pol', "line 1: no JSON"),
        ("vast/test", VAST, ",2,1\r\n", "", "line 3: 2 fields where the header has 4"),
        ("p-stance/test", "raw_test_bernie.csv", 'please"', "pl", "line 2: unexpected end"),
        ("p-stance/test", "raw_test_trump.csv", ",AGAINST\n", ",AGAI", "line 2: label 'AGAI'"),
        ("directed-sentiment/test", "test.txt", "\tAda\t0\n", "", "line 2: 2 fields"),
        ("seesaw/test", "SEESAW/meta/TRIPLET_900.json", '"bias_label": 3}}', "", "line 1"),
        ("polnear/test", ANN, "close it", "clo", "T1: the"),
        ("hyperpartisan/test", ARTICLES, "</art", "", "line 3"),
        # another column, label, id, place
        ("vast/test", VAST, "seen?", "seen", "line 1: no column 'seen\\?'"),
        ("vast/test", VAST, "Stance", "Label", "line 2: no key 'Stance'"),
        ("vast/test", VAST, "bridge,1", "bridge,7", "line 2: label '7' is none of"),
        ("newsmtsc/rw", MENTIONS, "4.0", "5.0", "line 1: label '5.0' is none of"),
        ("newsmtsc/rw", MENTIONS, '"from": 0', '"from": 1', "line 1: the mention does"),
        ("newsmtsc/rw", MENTIONS, '"targets"', '"goals"', "line 1: no key 'targets'"),
        ("seesaw/test", STANCES, '"1":', '"7":', "7"),
        ("seesaw/test", STANCES, "NEG", "BAD", "'BAD'"),
        ("polnear/test", "data/metadata.tsv", "echo_1", "echo_2", "line 2: .*no echo_2.txt"),
        ("polnear/test", ANN, "15 19", "15 x", "T2: .*off"),
        ("polnear/test", ANN, "Cue:T2", "Cue:T99", "E1: Cue"),
        ("directed-sentiment/test", "test.txt", "[Bo]:", "Bo:", "line 1: 1 entities in"),
        ("hyperpartisan/test", GROUND_TRUTH, "700", "701", "0000700"),
    ],
)  # fmt: skip
def test_damage_is_refused_with_file_and_line(write, name, file, old, new, message):
    with pytest.raises(ValueError, match=message) as refused:
        load(write(name, file, old, new))
    assert Path(file).name in str(refused.value) or "TRIPLET_900" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_same_id_twice_is_refused(write, tmp_path):
    write("newsmtsc/rw")
    path = tmp_path / "newsmtsc" / MENTIONS
    path.write_text(path.read_text() * 2)
    with pytest.raises(ValueError, match=r"devtest_rw\.jsonl, line 2: the id 'allsides_7_8"):
        load("newsmtsc/rw")


@pytest.mark.parametrize(
    ("name", "line"),
    [("vast/test", 1), ("newsmtsc/rw", 1), ("directed-sentiment/test", 1)],
)
def test_another_encoding_is_refused_with_its_line(write, name, line):
    split = write(name, encoding="utf-16")
    with pytest.raises(ValueError, match=f"line {line}: not utf-8"):
        load(split)


@pytest.mark.data
def test_a_file_cut_off_between_two_records_is_noticed(tmp_path, monkeypatch):
    from stance.datasets import resolve
    from stance.datasets.places import data_folder

    card, _ = resolve("newsmtsc/mt")
    lines = (data_folder(card, ("devtest_mt.jsonl",)) / "devtest_mt.jsonl").read_bytes()
    (tmp_path / "newsmtsc").mkdir()
    cut = b"".join(lines.splitlines(keepends=True)[:300])
    (tmp_path / "newsmtsc" / "devtest_mt.jsonl").write_bytes(cut)
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    with pytest.raises(ValueError, match=r"line 300: the data end here, after \d+ of 1476"):
        load("newsmtsc/mt")
