import random

import pytest

from stance import word_types
from stance.article import Article
from stance.labelling import Labeller, label, label_articles
from stance.word_types import WordTypes

TEXTS = [
    "The Senate passed the budget. “It robs the poor,” said Senator Ann Lee. Lee left.",
    "",
    "No quotation here, and nobody named.",
    "President Cole praised the army. “Our soldiers are heroes,” Mr. Cole said of the Army.",
    "“” “\n\n”",
    "Half a character: a \ud800b, said Senator Ann Lee of the Army.",
]


def articles():
    return [Article(f"a{row}", text) for row, text in enumerate(TEXTS)]


def test_labels_are_a_function_of_the_article_alone():
    alone = {a.id: label(a).record for a in articles()}
    shuffled = articles() * 20
    random.Random(0).shuffle(shuffled)
    for labelled in label_articles(shuffled):
        assert labelled.record == alone[labelled.record["id"]]


def test_a_text_without_words_may_be_the_first_of_a_process(monkeypatch):
    monkeypatch.setattr(word_types._of_thread, "types", WordTypes(), raising=False)
    assert label("").record["stances"] == []


@pytest.mark.parametrize("size", [1, 3, 100])
def test_labels_do_not_depend_on_the_size_of_a_batch_or_the_words_seen_before(
    size, monkeypatch
):
    alone = [label(article).record for article in articles()]
    monkeypatch.setattr(word_types, "MOST_WORDS", 9)  # a new table at nearly every batch
    monkeypatch.setattr("stance.labelling.labeller.BATCH", size)
    found = label_articles(articles() * 7)
    assert [labelled.record for labelled in found] == alone * 7


def test_labels_do_not_depend_on_how_many_passages_a_model_reads_at_once(monkeypatch):
    whole = [labelled.record for labelled in label_articles(articles())]
    monkeypatch.setattr("stance.labelling.labeller.MOST_TOKENS", 5)
    assert [labelled.record for labelled in label_articles(articles())] == whole


def test_tables_have_their_columns_even_where_there_is_nothing():
    labelled = label("No quotation here, and nobody named.")
    assert list(labelled.stances)[:4] == ["voice", "voice_name", "target", "target_name"]
    assert len(labelled.quotations) == 0


def test_every_offset_lies_in_the_text_and_every_name_is_known():
    for labelled in label_articles(articles()):
        record, text = labelled.record, labelled.text
        ids = {actor["id"] for actor in record["actors"]} | {"author"}
        assert {s["voice"] for s in record["stances"]} <= ids
        assert {s["target"] for s in record["stances"]} <= ids - {"author"}
        for item in record["frames"] + record["stances"]:
            assert 0 <= item["probability"] <= 1
            assert all(0 <= e["start"] < e["end"] <= len(text) for e in item["evidence"])


def test_exactly_one_frame_is_primary_where_there_are_frames():
    for labelled in label_articles(articles()):
        frames = labelled.record["frames"]
        assert sum(frame["primary"] for frame in frames) == bool(frames)


def test_metonyms_are_an_option_and_part_of_the_signature():
    text = "“No,” Moscow said. The Kremlin stayed away."
    plain, told = label(text).record, label(text, metonyms=True).record
    assert [a["name"] for a in told["actors"]] == ["Russia"]
    assert [a["name"] for a in plain["actors"]] != ["Russia"]
    assert told["model"]["signature"] != plain["model"]["signature"]


def test_a_model_that_is_not_fitted_is_refused():
    from stance.models import make_model

    with pytest.raises(ValueError, match="not fitted"):
        Labeller(stance=make_model("majority"))
