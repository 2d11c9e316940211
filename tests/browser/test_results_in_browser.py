"""The pages of results and of a corpus as a reader opens them."""

import pytest

from stance.article import Article
from stance.evaluation.results import Result, Signature
from stance.report.corpus_page import corpus_page
from stance.report.experiment_page import experiment_page


def result(model, score):
    made = Signature("debates", "a", "1", "9f8e", "official", model)
    ends = {"f_avg": (score - 0.05, score + 0.05)}
    metrics = {"f_avg": score, "accuracy": score, "f1_macro": score}
    return Result("debates", "a", "official", model, 30, metrics, made, intervals=ends)


PAGE = experiment_page([result("majority", 0.4), result("stance-linear", 0.6)], published=())
RECORD = {
    "frames": [
        {
            "name": "economic",
            "probability": 1,
            "primary": True,
            "evidence": [{"start": 0, "end": 5}],
        }
    ],
    "stances": [{"voice": "author", "target_name": "Lee", "label": "favor"}],
    "quotations": [{"speaker_name": "Lee"}],
    "model": {"stance": "0.1.0"},
}
ARTICLE = Article("1", "Rents rose.", "Rents", "Courier", date="2024-01-03")
CORPUS = corpus_page([(ARTICLE, RECORD)], page_of=lambda key: f"{key}.html")


@pytest.mark.parametrize("html", [PAGE, CORPUS], ids=["results", "corpus"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_quiet_fits_and_can_be_read(visit, low_contrast, html, width, scheme):
    seen = visit(html, width, scheme)
    assert seen.said == []
    assert seen.beyond_the_page() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width
    assert low_contrast(seen.page) == []


def test_figures_are_told_and_drawn_in_the_ink_of_the_page(visit):
    page = visit(PAGE, scheme="dark").page
    drawing = page.get_by_role("img").first
    assert "ours beside published" in drawing.get_attribute("aria-label")
    ink = "node => getComputedStyle(node).fill"
    text = drawing.locator("text").first.evaluate(ink)
    assert text == page.eval_on_selector(".stance", "node => getComputedStyle(node).color")


def test_tables_to_copy_open_by_keyboard(visit):
    page = visit(PAGE).page
    summary = page.locator("summary", has_text="LaTeX")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("pre", has_text="tabular").is_visible()
