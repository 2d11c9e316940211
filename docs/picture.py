"""Draw the picture of the README and the first page: a seed article as the package shows it."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

import stance
from stance.report.article_page import article_page

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "seeds" / "articles" / "ruling-courier.txt"
PICTURE = ROOT / "docs" / "images" / "article.png"


def main() -> None:
    """Label the article, open its page in Chromium, and keep what a reader sees first."""
    labelled = stance.label(stance.read(ARTICLE))
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.set_content(article_page(labelled.text, labelled.record))
        page.hover("tr.row:nth-child(2)")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
