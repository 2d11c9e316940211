import pytest

from stance.report.article_text import MOST_ROWS, article_text


def section(printed, name):
    return next(block for block in printed.split("\n\n") if block.startswith(name)).split("\n")


def test_each_frame_has_its_probability_and_a_line_of_evidence(text, record):
    lines = section(article_text(text, record), "FRAMES")[1:]
    assert lines == [
        "  economic   ████████████████░░░░  0.81  primary",
        "      “It will pay for itself,” she said.",
        "  political  ████████░░░░░░░░░░░░  0.40",
        "      The Traders’ League called the plan reckless.",
    ]


def test_quotations_stand_under_their_speakers(text, record):
    lines = section(article_text(text, record), "WHO")[1:]
    assert [" ".join(line.split()) for line in lines] == [
        "Mayor Ida Brandt",
        "direct said “It will pay for itself,”",
        "Olof Renn",
        "indirect warned Brandt had hidden the costs from the council",
        "in scare quotes",
        "scare “gift”",
    ]


def test_stances_begin_with_the_author(text, record):
    record["stances"].reverse()
    rows = section(article_text(text, record), "STANCES")[2:]
    assert [row.split()[0] for row in rows] == ["author", "Olof"]
    assert "− against" in rows[1]
    assert rows[1].endswith("0.77      1")


@pytest.mark.parametrize("width", [60, 72, 88, 120])
def test_no_line_is_wider_than_the_terminal(text, record, width):
    record["stances"][1]["voice_name"] = "The Right Honourable " * 8
    record["frames"][0]["name"] = "capacity and resources " * 8
    record["title"] = "A long title " * 20
    printed = article_text(text, record, width=width)
    assert max(map(len, printed.splitlines())) <= width


def test_an_article_without_findings_says_so(empty):
    printed = article_text("", empty)
    assert "(no title)" in printed
    assert "No quotation was found." in printed
    assert "No voice speaks of a named actor." in printed


def test_long_lists_end_in_a_count_of_the_rest(text, record):
    record["quotations"] *= 20
    record["stances"] *= 50
    printed = article_text(text, record)
    assert f"… and {60 - MOST_ROWS} more quotations (--json has all)" in printed
    assert f"… and {100 - MOST_ROWS} more stances (--json has all)" in printed


def test_no_text_steers_the_terminal_or_reorders_a_line(text, record):
    hostile = "\x1b[2J\x07\u202e\u2066\x9b31m\ud800"
    record["title"] = record["id"] = hostile
    record["stances"][0]["target_name"] = record["quotations"][0]["speaker_name"] = hostile
    printed = article_text(hostile + text[len(hostile) :], record)
    assert not set(hostile) - set("[2J31m") & set(printed)
    printed.encode("utf-8")


def test_many_neutral_stances_of_a_voice_are_only_named(text, record):
    neutral = record["stances"][0]
    names = ["Ann Lee", "Bo Katz", "Cy Moe", "Di Roth"]
    record["stances"][:1] = [{**neutral, "target_name": name} for name in names]
    rows = section(article_text(text, record), "STANCES")[2:]
    assert rows[0].split("neutral toward ")[1] == ", ".join(names)
    assert "− against" in rows[1]


def test_stances_without_enough_evidence_are_named_after_all_others(text, record):
    unsure = {**record["stances"][0], "label": "not enough evidence", "target_name": "Ann Lee"}
    record["stances"][:0] = [unsure]
    rows = section(article_text(text, record), "STANCES")[2:]
    assert [row for row in rows if "Ann Lee" in row] == [rows[1]]
    assert rows[1].split("  ")[-1].strip() == "? not enough evidence toward Ann Lee"
