import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.report.article_page import article_fragment, article_page
from stance.report.layout import visible

BOUND = 300_000
VOID = {"meta", "link", "br"}


class Shown(HTMLParser):
    """What a page holds: its tags with attributes, and the text of its paragraphs."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.text = [], [], ""
        self.feed(page)
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, (attributes.get("class") or "").split()))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        names = [tag for tag, _ in self.open]
        labels = any("tag" in classes for _, classes in self.open)
        if "p" in names and any("text" in c for _, c in self.open) and not labels:
            self.text += data


def spans_of(page, name):
    """The texts of the elements with class `name`, in order."""
    pattern = rf'<span class="(?:[^"]* )?{name}(?: [^"]*)?"[^>]*>([^<]*)</span>'
    return re.findall(pattern, page.split('class="text"')[1].split("<aside")[0])


def test_quotations_and_targets_are_marked_where_they_stand(text, record):
    page = article_page(text, record)
    assert spans_of(page, "direct") == ["It will pay for itself,"]
    assert spans_of(page, "indirect") == ["Brandt", " had hidden the costs from the council"]
    assert spans_of(page, "scare") == ["gift"]
    assert spans_of(page, "m") == ["Mayor Ida Brandt", "Brandt"]


def test_the_speaker_is_named_in_words_before_the_opening_mark(text, record):
    page = article_page(text, record)
    assert re.search(r"direct quotation, </span><bdi>Brandt</bdi></span><[^>]*>“<", page)
    assert "scare quotation, </span><bdi>so-called</bdi>" in page


def test_every_evidence_link_leads_to_the_start_of_its_evidence(text, record):
    page = article_page(text, record)
    links = re.findall(r'href="#(\w+-\d+)"', page)
    assert len(links) == 4
    for link in links:
        start = int(link.split("-")[1])
        [first] = re.findall(rf'id="{link}"[^>]*>([^<]*)<', page)
        assert text.startswith(first, start)


def test_each_row_highlights_its_evidence_without_a_script(text, record):
    page = article_page(text, record)
    assert "<script" not in page
    for number in range(1, 5):
        assert f":has(.r{number}:is(:hover, :focus-within)) .e{number}" in page
        assert spans_of(page, f"e{number}")


def test_frames_stand_beside_the_paragraph_of_their_evidence(text, record):
    paragraphs = article_page(text, record).split('<div class="paragraph">')[1:]
    beside = [
        re.findall(r'row\d+">([^<]+)</a>', part.split("<aside")[0]) for part in paragraphs
    ]
    assert beside == [["economic"], ["political"], []]


def test_nothing_found_is_said(empty):
    page = article_page("Words.", empty)
    for sentence in ("No frame reaches", "No voice speaks of", "No quotation was found"):
        assert sentence in page


def test_two_fragments_of_one_notebook_do_not_share_a_name(text, record):
    first, second = (article_fragment(t, record) for t in (text, text + " More."))
    assert not set(re.findall(r'id="([^"]+)"', first)) & set(
        re.findall(r'id="([^"]+)"', second)
    )


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'--></style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;",
    "\ud800 \x00 \x1b[2J",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(text, record, hostile):
    record["title"] = record["id"] = hostile
    record["frames"][0]["name"] = record["stances"][0]["target_name"] = hostile
    record["stances"][0]["label"] = record["quotations"][0]["speaker_name"] = hostile
    record["actors"][0]["name"] = record["model"]["frames"] = hostile
    shown = Shown(article_page(text + hostile, record))
    assert shown.text == visible(text + hostile)
    assert {"script", "img", "b"}.isdisjoint(tag for tag, _ in shown.tags)
    assert not any(name.startswith("on") for _, attributes in shown.tags for name in attributes)


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
def test_marks_never_change_the_text(text, offsets):
    spans = [{"start": min(pair), "end": max(pair)} for pair in offsets]
    content = [{"kind": "mixed", "speaker_name": "A B", "content": spans, "cue": None}]
    record = {"id": "x", "title": "", "frames": [], "stances": [], "actors": []}
    page = article_page(text, {**record, "quotations": content, "model": {}})
    assert "".join(Shown(page).text.split()) == "".join(visible(text).split())


def test_reordering_characters_are_shown_not_obeyed(text, record):
    page = article_page(
        "He said \u202eevil\u2066 words.", {**record, "frames": [], "stances": []}
    )
    assert "He said �evil� words." in page


def row(template, number):
    return {**template, "voice_name": f"voice {number} " + "&" * 90, "target_name": "&" * 90}


def enormous(record, length, mentions):
    spans = [{"start": 9 * i, "end": 9 * i + 4} for i in range(mentions)]
    whole = [{"start": 0, "end": length}] * 3
    stances = [row({**record["stances"][0], "evidence": whole}, i) for i in range(500)]
    actors = [{**record["actors"][0], "name": "&" * 99, "mentions": spans}]
    quotations = [
        {**record["quotations"][0], "speaker_name": f"{i} " + "'" * 99, "content": [span]}
        for i, span in enumerate(spans)
    ]
    return {**record, "stances": stances, "actors": actors, "quotations": quotations}


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("word and " * 120_000, "The first 100,000 of 1,080,000 characters are shown."),
        ("&'\"<>" * 200_000, "of 1,000,000 characters are shown."),
        ("😀&" * 100_000, "of 200,000 characters are shown."),
        ("one\n\n" * 20_000, "of 100,000 characters are shown."),
    ],
)
def test_a_huge_article_stays_under_the_bound_and_says_what_was_cut(record, line, note):
    began = time.perf_counter()
    page = article_page(line, enormous(record, len(line), 5_000))
    assert time.perf_counter() - began < 5
    assert len(page.encode()) < BOUND
    assert note in page
    assert "The end of the text is shown without its marks." in page
    links = set(re.findall(r'href="#(\w+-\d+)"', page))
    assert links <= set(re.findall(r'id="([^"]+)"', page)), "a link leads to what is shown"
    assert "70 of 500 stances are listed." in page
    assert "40 of 5,000 speakers are listed." in page
    Shown(page)


def test_a_page_asks_for_nothing_from_anywhere(text, record):
    shown = Shown(article_page(text, record))
    targets = [a[k] for _, a in shown.tags for k in ("href", "src") if k in a]
    assert all(target.startswith(("#", "data:")) for target in targets)
    policies = [a["content"] for _, a in shown.tags if "default-src" in a.get("content", "")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_a_title_that_opens_the_text_is_shown_once(text, record):
    titled = f"# {record['title']}\n\n{text}"
    page = article_page(titled, {**record, "quotations": [], "frames": [], "stances": []})
    assert page.count(record["title"]) == 2, "in the title of the page and in its heading"
    assert f'<span class="text">{record["title"]}' in page


def test_where_stances_are_cut_those_who_take_sides_stay(text, record):
    neutral, against = record["stances"]
    record["stances"] = [neutral] * 100 + [against]
    page = article_page(text, record)
    assert "70 of 101 stances are listed." in page
    assert "against</td>" in page
