"""Pictures of every page, to look at and for the README.

    python -m tests.browser.pictures FOLDER      all pages in light, dark and phone width
    python -m tests.browser.pictures --readme    the pictures of the README, into docs/

Not a test: nothing is compared. A person looks.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import digests
from tests.browser import actions, chromium, server
from tests.browser.test_upload import take_out, upload
from tests.links.server import OddServer
from tests.outside import watched

DOCS = server.REPOSITORY / "docs"
LOOKS = {"light": {}, "dark": {"dark": True}, "phone": {"phone": True}}
COLOURS = 128  # of a README's picture: enough for flat colours and letters, and a third of the bytes
# What a stand-in for the internet answers to the links of a made digest: some of every verdict.
PLACES = ("glaciers", "birds", "bread", "bridges", "ice", "songs", "dough", "cables")
PROJECTS = ("ok", "301", "404", "coming-soon", "login-wall", "503", "302", "410")


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to put a picture of every page in every look")
    parser.add_argument("--readme", action="store_true", help="take the pictures of the README instead")
    asked = parser.parse_args()
    if not asked.folder and not asked.readme:
        parser.error("name a folder, or say --readme")
    internet = OddServer().start()
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        running = server.start(Path(data), watched(Path(data) / "outside.txt", {80: internet.port}))
        browser = chromium.launch(playwright)
        try:
            if asked.readme:
                readme(browser, running.url)
            else:
                everything(browser, running.url, asked.folder)
        finally:
            browser.close()
            running.stop()
            internet.stop()
    return 0


def everything(browser: Browser, url: str, folder: Path) -> None:
    """Each page in each look: FOLDER/dark-map.png and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, options in LOOKS.items():
        context = chromium.new_context(browser, url, **options)
        page = context.new_page()
        for name, path in chromium.PATHS.items():
            _settle(page, path)
            page.screenshot(path=folder / f"{look}-{name}.png")
        context.close()


def readme(browser: Browser, url: str) -> None:
    """Every page as somebody works on it, and a shared list."""
    DOCS.mkdir(exist_ok=True)
    page = chromium.new_context(browser, url).new_page()
    _settle(page, "/overview")
    _keep(page, "overview")
    _settle(page, "/table?q=attention")
    actions.click_row(page, 3)
    _keep(page, "table")
    _settle(page, "/topics")
    _keep(page, "topics")
    _settle(page, "/digests")
    page.get_by_text("How it was read").first.click()
    _keep(page, "digests")
    dark = chromium.new_context(browser, url, dark=True).new_page()
    _settle(dark, "/map")
    _keep(dark, "map")
    _links(chromium.new_context(browser, url).new_page())
    _picks(page)


def _picks(page: Page) -> None:
    """Deciding one by one with a few picks, then these as a shared list."""
    _settle(page, "/table")
    for row in (1, 2, 3, 5):
        actions.click_row(page, row, actions.STAR)
    _settle(page, "/picks?view=decide")
    _keep(page, "picks")
    _settle(page, "/picks")
    page.get_by_role("button", name="Share").click()
    chromium.wait_idle(page)
    page.get_by_label("Share as a list").fill("For our reading group")
    page.get_by_label("Introduction").fill("Four papers on causality; we read the first two on Thursday.")
    page.get_by_role("button", name="Share 4 papers").click()
    chromium.wait_idle(page)
    page.goto(page.get_by_role("link", name="For our reading group").get_attribute("href") or "")
    _keep(page, "list")


def _links(page: Page) -> None:
    """Checked links of a made digest: nobody's real project is said to be dead."""
    links = [f"http://{name}.example.org/{path}" for name, path in zip(PLACES, PROJECTS, strict=True)]
    upload(page, "links.txt", digests.ordinary(len(links), links))
    take_out(page, 0)
    take_out(page, 0)
    _settle(page, "/links")
    page.get_by_role("button", name=re.compile("Check .*links")).click()
    expect(page.get_by_role("button", name=re.compile("Check .* again"))).to_be_visible(timeout=60_000)
    chromium.wait_idle(page)
    _keep(page, "links")


def _keep(page: Page, name: str) -> None:
    """The page at rest as docs/NAME.png, of few colours."""
    page.mouse.move(5, 5)
    page.wait_for_timeout(600)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(DOCS / f"{name}.png", optimize=True)


def _settle(page: Page, path: str) -> None:
    chromium.visit(page, path)
    if path.startswith("/map"):
        page.locator(".atlas-map[data-drawn]").wait_for()
        page.wait_for_timeout(500)


if __name__ == "__main__":
    sys.exit(main())
