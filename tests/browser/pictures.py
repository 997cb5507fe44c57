"""Pictures of every page, to look at and for the README.

    python -m tests.browser.pictures FOLDER      all six pages in light, dark and phone width
    python -m tests.browser.pictures --readme    the two pictures of the README, into docs/

Not a test: nothing is compared. A person looks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, server

DOCS = server.REPOSITORY / "docs"
LOOKS = {"light": {}, "dark": {"dark": True}, "phone": {"phone": True}}


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to put a picture of every page in every look")
    parser.add_argument("--readme", action="store_true", help="take the pictures of the README instead")
    asked = parser.parse_args()
    if not asked.folder and not asked.readme:
        parser.error("name a folder, or say --readme")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        running = server.start(Path(data))
        browser = chromium.launch(playwright)
        try:
            if asked.readme:
                readme(browser, running.url)
            else:
                everything(browser, running.url, asked.folder)
        finally:
            browser.close()
            running.stop()
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
    """The table with an open paper, light, and the map, dark."""
    DOCS.mkdir(exist_ok=True)
    light = chromium.new_context(browser, url).new_page()
    _settle(light, "/?q=attention")
    grid = light.get_by_test_id("stDataFrame").first.bounding_box()
    assert grid is not None, "the table is not on the page"
    light.mouse.click(grid["x"] + 260, grid["y"] + 35 * 3 + 17)
    chromium.wait_idle(light)
    light.mouse.move(5, 5)
    light.wait_for_timeout(600)
    light.screenshot(path=DOCS / "table.png")
    dark = chromium.new_context(browser, url, dark=True).new_page()
    _settle(dark, "/map")
    dark.screenshot(path=DOCS / "map.png")


def _settle(page: Page, path: str) -> None:
    chromium.visit(page, path)
    if path.startswith("/map"):
        page.locator(".atlas-map[data-drawn]").wait_for()
        page.wait_for_timeout(500)


if __name__ == "__main__":
    sys.exit(main())
