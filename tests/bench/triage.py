"""How quickly papers are decided one by one: from a key to the next paper on the screen, and to the server's answer."""

from __future__ import annotations

from functools import partial

import numpy as np
from playwright.sync_api import Page

from tests.bench import browsing
from tests.bench.row import Row
from tests.browser import chromium
from tests.browser.measuring import Latency

KEYS = "sxlxxsxxlxxsxxxxlxsx"
DESK = "/picks?view=decide"

# From the key to the frame in which another title stands.
WATCH = """() => {
  window.__seen = [];
  const title = document.querySelector(".atlas-triage-title");
  let pressed = 0;
  document.addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    if (pressed) window.__seen.push(performance.now() - pressed);
    pressed = 0;
  })).observe(title, {childList: true});
}"""


def rows() -> list[Row]:
    """Milliseconds at the bundled digests."""
    with browsing.fresh_server() as server, browsing.launched() as browser:
        page = browsing.open_page(browser, server.url)
        return of_desk(page, "of 106 papers")


def of_desk(page: Page, of: str) -> list[Row]:
    """The rows of one triage, a visitor who decides as fast as the server answers."""
    watch = Latency(page)
    chromium.visit(page, DESK)
    page.locator(".atlas-triage[data-paper]").wait_for()
    page.keyboard.press("j")  # the first one loads what the others find loaded
    page.evaluate(WATCH)
    answered = [watch.measure(partial(page.keyboard.press, key)).to_rest for key in KEYS]
    seen = page.evaluate("() => window.__seen")
    if len(seen) < len(KEYS):
        raise RuntimeError(f"{len(KEYS)} keys brought {len(seen)} papers only")
    return [
        Row(f"from a key to the next paper {of}, 95th percentile", float(np.percentile(seen, 95)), "ms", 300),
        Row("the same, median", float(np.median(seen)), "ms", 150),
        Row(f"from a key to the decision kept and the page at rest {of}, median", float(np.median(answered)), "ms"),
    ]
