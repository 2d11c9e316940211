"""Readers of tables, workbooks and folders, on a few records in the authors' formats."""

import gzip
import io
import json
import zipfile
from dataclasses import replace
from itertools import pairwise
from xml.sax.saxutils import escape

import pytest

from stance.article import AUTHOR
from stance.datasets import CARDS, DataError, load, records
from stance.datasets.formats import read_sheet

SEMEVAL = "ID\tTarget\tTweet\tStance\tOpinion towards\tSentiment\n"
EMERGENT = "id,claimHeadline,articleHeadline,articleHeadlineStance,articleId,claimId\n"
PREDICTED = ",claimHeadline,articleHeadline,y,y_hat,articleId,claimId\n"
GWSD = (
    "\tround\tbatch\tsent_id\tsentence\t"
    + "\t".join(f"worker_{i}" for i in range(8))
    + "\tdisagree\tagree\tneutral\tguid\tin_held_out_test\n"
)
BABE = ";".join(["text", "news_link", "outlet", "topic", "type"]) + ";"
BABE += ";".join(["label_bias", "label_opinion", "biased_words"]) + "\n"
GVFC = ("news_title", "Q1 Relevant", "Q2 Focus", "Q3 Theme1", "Q3 Theme2")


def test_stray_bytes_and_bare_quotation_marks_of_tweets_are_kept(lay):
    row = '7\tAtheism\tSay "no\x85 ever #SemST\tAGAINST\tTARGET\tNEGATIVE\n'
    lay(
        "semeval2016", {"testdata-taskA-all-annotations.txt": (SEMEVAL + row).encode("latin-1")}
    )
    split = load("semeval2016/a")
    assert (split.ids, split.passages[0].text) == (("7",), 'Say "no\x85 ever')
    assert split.details[0] == {"opinion_towards": "TARGET", "sentiment": "NEGATIVE"}


def test_pairs_of_one_body_share_its_article(lay):
    bodies = 'Body ID,articleBody\n5,"A bridge\n\nfell, ""again""."\n6,Rain.\n'
    stances = "Headline,Body ID,Stance\nBridge down,5,agree\nSun out,5,unrelated\n"
    folder = lay("fnc-1", {"train_bodies.csv": bodies, "train_stances.csv": stances})
    split = load("fnc-1/train")
    first, second = split.passages
    assert first.article is second.article
    assert first.text == 'A bridge\n\nfell, "again".'
    assert (split.targets, split.groups) == (("Bridge down", "Sun out"), ("5", "5"))
    (folder / "train_stances.csv").write_text(stances.replace("out,5", "out,9"))
    with pytest.raises(DataError, match=r"line 3: train_bodies\.csv has no body '9'"):
        load("fnc-1/train")


def test_the_test_rows_of_emergent_are_those_that_were_predicted(lay):
    table = EMERGENT + "0,It rains,Rain!,for,a1,c1\n1,It snows,No snow,against,a2,c2\n"
    correct = PREDICTED + "0,It snows,No snow,against,against,a2,c2\n"
    files = {
        "url-versions-2015-06-14-clean.csv": table,
        "url-versions-2015-06-14-clean-test-correct.csv": correct,
        "url-versions-2015-06-14-clean-test-errors.csv": PREDICTED,
    }
    folder = lay("emergent", files)
    assert load("emergent/train").ids == ("a1",)
    test = load("emergent/test")
    assert (test.ids, test.labels, test.groups) == (("a2",), ("against",), ("c2",))
    assert (test.passages[0].text, test.targets) == ("No snow", ("It snows",))
    (folder / "url-versions-2015-06-14-clean.csv").write_text(table.split("1,It")[0])
    with pytest.raises(DataError, match=r"line 2: .* has no article a2; is it cut off"):
        load("emergent/test")


def gwsd(guid, sentence, distribution, held_out):
    ratings = ["agrees"] * 5 + ["neutral"] * 3
    cells = ["0", "1", "0", "t1", sentence, *ratings, *distribution, guid, str(held_out)]
    return "\t".join(cells) + "\n"


def test_the_likeliest_label_and_all_eight_raters(lay):
    rows = [
        gwsd("a", "It warms.", (".1", ".7", ".2"), False),
        gwsd("b", "It cools.", (".5", ".1", ".4"), True),
        gwsd("c", "Screen.", ("", "", ""), False),
    ]
    lay("gwsd", {"GWSD.tsv": GWSD + "".join(rows)})
    train, test = load("gwsd/train"), load("gwsd/test")
    assert (train.ids, train.labels) == (("a",), ("agree",))
    assert (test.ids, test.labels) == (("b",), ("disagree",))
    assert train.details[0]["ratings"] == ("agree",) * 5 + ("neutral",) * 3
    assert train.details[0]["distribution"] == {"disagree": 0.1, "neutral": 0.2, "agree": 0.7}


def test_sentences_without_agreement_are_left_out_and_ids_stay(lay):
    rows = (
        "Nice.;http://e.x/1;Echo;tax;left;No agreement;No agreement;[]\n"
        "\"Bad; really\";http://e.x/1;Echo;tax;left;Biased;x;['bad']\n"
    )
    folder = lay("babe", {"final_labels_SG2.csv": ("\ufeff" + BABE + rows)})
    split = load("babe")
    assert (split.ids, split.labels, split.groups) == (("1",), ("Biased",), ("http://e.x/1",))
    assert split.passages[0].text == "Bad; really"
    assert split.details[0]["biased_words"] == ("bad",)
    (folder / "final_labels_SG2.csv").write_text(BABE + rows.replace("['bad']", "['bad'"))
    with pytest.raises(DataError, match="line 3: biased_words is no list"):
        load("babe")


def workbook(rows):
    """A workbook of one sheet: its first column in shared strings, its second inline."""
    kinds = ["s", "inlineStr", "n", "n", "n"]
    strings, lines = [], []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, kind, value in zip("ABCDE", kinds, row, strict=True):
            kind = "inlineStr" if number == 1 and kind == "n" else kind
            body = f"<v>{value}</v>" if kind == "n" else f"<is><t>{escape(value)}</t></is>"
            if kind == "s":
                strings.append(value)
                body = f"<v>{len(strings) - 1}</v>"
            cells.append(f'<c r="{column}{number}" t="{kind}">{body}</c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
        sheet = f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    return packed.getvalue()


def test_a_workbook_of_headlines_with_and_without_a_frame(lay):
    book = workbook(
        [
            GVFC,
            ("Laws & guns", "1", 2, 2, 99),
            ("Rain", "2", 2, 99, 99),
            ("Polls", "1", 1, 7, 3),
        ]
    )
    folder = lay("gvfc", {"GVFC_headlines_and_annotations.xlsx": book})
    framed = load("gvfc")
    assert framed.labels == ("gun-control", "public-opinion")
    assert framed.passages[0].text == "Laws & guns"
    assert framed.details[1] == {"theme2": "politics", "relevant": True, "focus": True}
    assert load("gvfc/with-none").labels == ("gun-control", "none", "public-opinion")
    path = folder / "GVFC_headlines_and_annotations.xlsx"
    path.write_bytes(book[:-30])
    with pytest.raises(DataError, match=r"annotations\.xlsx: no Excel workbook, or cut off"):
        load("gvfc")
    path.write_bytes(book)
    with pytest.raises(DataError, match="no column 'Theme'"):
        list(read_sheet(path, ("Theme",)))


def test_frames_take_the_ids_of_the_codebook(lay):
    files = {
        "en/train-articles-subtask-2/article7.txt": "Bridge closed\n\nIt is unsafe.\n",
        "en/train-labels-subtask-2.txt": "7\tHealth_and_safety,Economic\n",
    }
    folder = lay("semeval2023-frames", files)
    split = load("semeval2023-frames")
    assert split.labels == (frozenset({"health-safety", "economic"}),)
    assert split.passages[0].article.title == "Bridge closed"
    labels = folder / "en/train-labels-subtask-2.txt"
    labels.write_text("7\tHealth_and_safety,Weather\n")
    with pytest.raises(DataError, match=r"subtask-2\.txt, line 1: .*Weather"):
        load("semeval2023-frames")
    labels.write_text("8\tEconomic\n")
    with pytest.raises(DataError, match=r"line 1: .* has no article8\.txt"):
        load("semeval2023-frames")


BASIL = {
    "title": "Bridge shut",
    "triplet-uuid": "s1",
    "main-event": "Closing of the bridge",
    "main-entities": ["Ada Lund"],
    "source": "FOX",
    "url": "http://e.x",
    "date": "2015-01-02",
    "body-paragraphs": [["Lund shut it.", "“A ruin,” she said."], [""], ["It rained."]],
}
BASIL_SPAN = {
    "id": "p1",
    "start": 0,
    "end": 9,
    "txt": "“A ruin,”",
    "bias": "lex",
    "target": "Ada_Lund",
    "polarity": "neg",
    "aim": "dir",
    "quote": "yes",
    "speaker": "Ada_Lund",
}
BASIL_CODED = {
    "article-level-annotations": {
        "relative_stance": "right",
        "author_feeling_Ada_Lund": "neg",
        "author_feeling_main_event": "neu",
        "you_feeling_Ada_Lund": "pos",
    },
    "phrase-level-annotations": [BASIL_SPAN],
}


@pytest.fixture
def basil(lay):
    def laid(coded):
        files = {
            "articles/2015/s1_1.json": json.dumps(BASIL),
            "annotations/2015/s1_1_ann.json": json.dumps(coded),
        }
        return lay("basil", files)

    return laid


def test_a_biased_span_is_a_passage_a_part_of_a_sentence_and_of_the_article(basil):
    basil(BASIL_CODED)
    sentences = load("basil")
    assert sentences.ids == ("s1_1/p0", "s1_1/p1", "s1_1/p3")
    assert sentences.labels == (frozenset(), frozenset({"lexical"}), frozenset())
    article = sentences.passages[0].article
    assert article.text == "Bridge shut\n\nLund shut it. “A ruin,” she said.\n\n\n\nIt rained."
    assert (article.outlet, article.meta["leaning"]) == ("fox", "conservative")
    spans = load("basil/spans")
    (span,) = spans.passages
    assert (span.text, span.voice, span.target) == ("“A ruin,”", "Ada Lund", "Ada Lund")
    assert spans.labels == ("neg",)


def test_feelings_are_the_authors_towards_entities_and_event(basil):
    basil(BASIL_CODED)
    split = load("basil/feelings")
    assert split.targets == ("Ada Lund", "Closing of the bridge")
    assert split.labels == ("neg", "neu")
    assert {passage.voice for passage in split.passages} == {AUTHOR}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("txt", "A ruin", "the span at p1, 0 has another text"),
        ("id", "p9", "the article has no sentence 'p9'"),
        ("polarity", "bad", "label 'bad' is none of neg, pos"),
    ],
)
def test_a_span_that_is_not_in_the_text_is_refused(basil, key, value, message):
    basil(BASIL_CODED | {"phrase-level-annotations": [BASIL_SPAN | {key: value}]})
    with pytest.raises(DataError, match=rf"s1_1_ann\.json: {message}"):
        load("basil/spans")


def test_another_layout_of_the_same_set_is_refused_in_one_sentence(basil):
    basil(BASIL_CODED | {"phrase-level-annotations": [{"id": "p1"}]})
    with pytest.raises(DataError, match="basil/spans/all, the first record: the data are laid"):
        load("basil/spans")


CCF_MAPPING = (
    "id,second_coder_label_fr,technical_label_en\n"
    "1,CADRAGE JUSTICE,Just_Detection\n2,Justice d'ici,Just_2_SUB\n"
)


def ccf_line(document, **known):
    meta = {"doc_id": document, "sentence_id": 1, "language": "FR"}
    return json.dumps({"meta": meta, **known}) + "\n"


def test_three_spellings_of_the_frames_are_one(lay):
    train = {
        "id": 1,
        "text": "Il pleut.",
        "meta": {"doc_ID": 3, "sentence_id": 2, "language": "FR", "media": "Echo"},
        "label": ["Eco Detection", "Eco_1_SUB", "Pol_2_SUB", "Emotion: Neutral"],
    }
    english = train | {"text": "It rains.", "meta": train["meta"] | {"language": "EN"}}
    lines = json.dumps(train) + "\n" + json.dumps(english) + "\n"
    files = {
        "Annotated_sentences.jsonl": lines,
        "consensus_gold_standard.jsonl": ccf_line(5, label=["Just_Detection", "Just_2_SUB"]),
        "blind_verification.jsonl": ccf_line(5, text="C’est injuste.", label=[]),
        "second_coder.jsonl": ccf_line(5, text="C’est injuste.", label=["CADRAGE JUSTICE"]),
        "label_mapping_second_coder_canonical.csv": CCF_MAPPING,
    }
    folder = lay("ccf-climate", files)
    assert load("ccf-climate/train").labels == (frozenset({"economic"}),) * 2
    assert [p.text for p in load("ccf-climate/train-en").passages] == ["It rains."]
    assert load("ccf-climate/sub-frames/train-fr").labels == (frozenset({"economic-1"}),)
    gold = load("ccf-climate/gold")
    assert (gold.labels, gold.groups) == ((frozenset({"justice"}),), ("5",))
    assert gold.passages[0].text == "C’est injuste."
    assert gold.details[0]["second"] == frozenset({"justice"})
    assert load("ccf-climate/sub-frames").labels == (frozenset({"justice-2"}),)
    (folder / "second_coder.jsonl").write_text(ccf_line(6, label=[]))
    with pytest.raises(DataError, match=r"line 1: .* has no unit \(5, 1\)"):
        load("ccf-climate/gold")


def test_a_packed_stream_is_read_line_by_line_and_refused_where_it_is_cut_off(lay):
    row = {
        "ID": "a",
        "title": "Rain",
        "content_original": "It rained.",
        "source": "Echo",
        "source_url": "www.echo.x",
        "bias_text": "left",
        "topic": "weather",
        "date": "",
    }
    rows = [row | {"ID": str(number), "title": f"Rain {number}"} for number in range(50)]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    folder = lay("news-sample", {"articles.jsonl.gz": packed})
    split = load("news-sample")
    assert split.passages[0].text == "Rain 0\n\nIt rained."
    assert (split.labels[0], split.groups[0]) == ("left", "www.echo.x")
    assert all(a != b for a, b in pairwise(split.ids))
    (folder / "articles.jsonl.gz").write_bytes(packed[:-40])
    with pytest.raises(DataError, match=r"articles\.jsonl\.gz, .*cut off"):
        load("news-sample")
    assert next(records("news-sample")).id == "0"


def test_a_text_without_records_is_refused(lay, monkeypatch):
    lay("scaling", {"corpora/irishbudget2010.csv": "doc_id,year,name,party,text\n"})
    with pytest.raises(DataError, match="scaling/irishbudget2010: the files hold no record"):
        load("scaling")
    lay("scaling", {"corpora/irishbudget2010.csv": ""})
    with pytest.raises(DataError, match=r"irishbudget2010\.csv: the file is empty"):
        load("scaling")


def test_a_file_of_the_cards_first_record_that_ends_too_early_is_cut_off(lay, monkeypatch):
    lay("scaling", {"corpora/irishbudget2010.csv": "doc_id,year,name,party,text\na,1,A,P,x\n"})
    whole = load("scaling")
    from stance.datasets.checking import fingerprints

    card = CARDS["scaling"]
    expected = replace(
        card.splits["irishbudget2010"], n=2, counts={}, fingerprints=fingerprints(whole)
    )
    monkeypatch.setitem(CARDS, "scaling", replace(card, splits={"irishbudget2010": expected}))
    with pytest.raises(DataError, match="line 2: the data end here, after 1 of 2 records"):
        load("scaling")
