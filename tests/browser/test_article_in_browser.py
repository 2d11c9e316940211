"""The article page as a reader uses it: pointing, tabbing, reading on a phone."""

import pytest

from stance.report.article_page import article_fragment, article_page

TEXT = (
    "The harbour board met on Monday. “The cranes stay,” chair Mina Okoro said.\n\n"
    "Dockers’ leader Paul Reyes said Okoro had ignored every warning. "
    "The “reform” begins in June."
)


def span(words):
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def quotation(kind, words, name):
    return {"kind": kind, "content": [span(words)], "cue": None, "speaker_name": name}


def stance(voice, name, label, words):
    return {
        "voice": voice,
        "voice_name": name,
        "target": "okoro",
        "target_name": "Mina Okoro",
        "label": label,
        "probability": 0.8,
        "passages": 1,
        "evidence": [span(words)],
    }


RECORD = {
    "id": "harbour",
    "title": "Cranes to stay",
    "frames": [
        {
            "code": "economic",
            "name": "economic",
            "probability": 0.7,
            "primary": True,
            "evidence": [span("The harbour board met on Monday.")],
        }
    ],
    "quotations": [
        quotation("direct", "The cranes stay,", "Mina Okoro"),
        quotation("indirect", "Okoro had ignored every warning", "Paul Reyes"),
        quotation("scare", "reform", None),
    ],
    "actors": [{"id": "okoro", "name": "Mina Okoro", "mentions": [span("Mina Okoro")]}],
    "stances": [
        stance("author", "author", "neutral", "chair Mina Okoro said."),
        stance("reyes", "Paul Reyes", "against", "Okoro had ignored every warning"),
    ],
    "model": {"stance": "0.1.0"},
}
PAGE = article_page(TEXT, RECORD)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_quiet_fits_and_can_be_read(visit, low_contrast, width, scheme):
    seen = visit(PAGE, width, scheme)
    assert seen.said == []
    assert seen.beyond_the_page() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width
    assert low_contrast(seen.page) == []


BACKGROUND = "node => getComputedStyle(node).backgroundColor"


def background(page, selector):
    return page.eval_on_selector(selector, BACKGROUND)


def test_pointing_at_a_row_highlights_its_evidence_alone(visit):
    page = visit(PAGE).page
    before = background(page, ".e3"), background(page, ".e2")
    page.hover(".r3")
    assert background(page, ".e3") != before[0]
    assert background(page, ".e2") == before[1]
    page.hover("h1")
    assert background(page, ".e3") == before[0]


def test_tabbing_reaches_the_evidence_and_enter_goes_there(visit):
    page = visit(PAGE).page
    before = background(page, ".e3")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.r3') !== null"):
            break
    assert background(page, ".e3") != before
    page.keyboard.press("Enter")
    assert page.eval_on_selector(":target", "node => node.textContent").startswith("Okoro")


def test_a_screen_reader_hears_kind_and_speaker(visit):
    page = visit(PAGE).page
    heard = page.locator(".text").aria_snapshot()
    assert "direct quotation, Okoro" in heard
    assert "indirect quotation, Reyes" in heard


def test_hostile_text_runs_nothing(visit):
    hostile = (
        "<script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">"
    )
    seen = visit(article_page(TEXT + hostile, {**RECORD, "title": hostile}))
    assert seen.page.title() == hostile
    assert seen.beyond_the_page() == []
    assert seen.said == []


def test_it_prints_all_of_itself(visit):
    page = visit(PAGE).page
    page.emulate_media(media="print")
    assert page.eval_on_selector("aside", "node => getComputedStyle(node).position") == "static"
    assert page.pdf().startswith(b"%PDF")


def test_pale_text_would_be_caught(visit, low_contrast):
    page = visit("<p class='pale' style='color: #aaa; background: #fff'>Pale.</p>").page
    assert low_contrast(page) == ["pale: 2.32"]


def test_two_articles_in_one_notebook_do_not_light_each_other_up(visit):
    first = article_fragment(TEXT, RECORD)
    second = article_fragment(TEXT, {**RECORD, "id": "other"})
    page = visit(f"<!doctype html><meta charset=utf-8>{first}{second}").page
    articles = page.locator(".article")
    before = [articles.nth(n).locator(".e3").first.evaluate(BACKGROUND) for n in (0, 1)]
    articles.nth(1).locator(".r3").hover()
    after = [articles.nth(n).locator(".e3").first.evaluate(BACKGROUND) for n in (0, 1)]
    assert after[0] == before[0]
    assert after[1] != before[1]
