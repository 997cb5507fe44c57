"""What benchmarks in a browser share: a server nobody has visited, a Chromium, the bundled map on the screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser import server as servers
from tests.browser.server import Server

DRAWN = "[data-drawn='1']"


@contextmanager
def fresh_server() -> Iterator[Server]:
    """A healthy server with an empty data folder; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        server = servers.start(Path(folder))
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium with no page open."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


def open_page(browser: Browser, url: str) -> Page:
    """A blank page of a visitor of her own, who will go to the server at `url`."""
    return chromium.new_context(browser, url).new_page()


def wait_for_map(page: Page) -> None:
    """Wait until the map has drawn its points."""
    page.locator(DRAWN).first.wait_for(state="attached", timeout=60_000)
