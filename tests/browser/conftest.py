"""Headless Chromium from the system, where there is one; nothing is downloaded.

Where `$STANCE_SCREENSHOTS` names a folder, each page is kept there as a reader first sees it.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    sync = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    binary = next(filter(None, map(shutil.which, NAMES)), None)
    if binary is None:
        pytest.skip("no Chromium on this machine: install the package `chromium`")
    with sync.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        yield opened
        opened.close()


class Visit:
    """A page as somebody opens it, with what it said and asked for on the way."""

    def __init__(self, context, path):
        self.page = context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.url = path.as_uri()
        self.page.goto(self.url)

    def beyond_the_page(self):
        return [url for url in self.asked if url != self.url and not url.startswith("data:")]


def keep(page, name):
    if folder := os.environ.get("STANCE_SCREENSHOTS"):
        Path(folder).mkdir(exist_ok=True)
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9]+', '-', name)}.png")


@pytest.fixture
def visit(browser, tmp_path, request):
    """visit(html, width=1280, scheme="light") opens the page and watches it."""
    contexts = []

    def opened(html, width=1280, scheme="light"):
        path = tmp_path / "page.html"
        path.write_text(html, "utf-8")
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme))
        seen = Visit(contexts[-1], path)
        keep(seen.page, request.node.name)
        return seen

    yield opened
    for context in contexts:
        context.close()


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (let n = node; n; n = n.parentElement) {
      const colour = rgba(getComputedStyle(n).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest("svg, style")) continue;
    const own = [...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
    if (!own) continue;
    const [a, b] = [light(rgba(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${node.className}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""


@pytest.fixture
def low_contrast():
    """The classes whose text stands out less than WCAG's 4.5 from what is behind it."""
    return lambda page: page.evaluate(CONTRAST)
