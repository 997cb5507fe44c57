"""Memory of the server and all its processes after a visitor has been on all pages."""

from __future__ import annotations

from tests.bench import browsing
from tests.bench.row import Row
from tests.browser import chromium
from tests.browser.measuring import at_rest

MEGABYTE = 1_000_000


def rows() -> list[Row]:
    """Resident memory before anybody came, after one visitor's walk, and after a second visitor's."""
    with browsing.fresh_server() as server, browsing.launched() as browser:
        new = server.memory()
        after = []
        for _ in range(2):
            page = browsing.open_page(browser, server.url)
            for name in chromium.PATHS:
                chromium.visit(page, name)
                if name == "map":
                    browsing.wait_for_map(page)
            at_rest(page)
            after.append(server.memory())
    return [
        Row("server memory, just started", new / MEGABYTE, "MB"),
        Row("after a visitor of all pages", after[0] / MEGABYTE, "MB", 350.0),
        Row("after a second visitor of all six", after[1] / MEGABYTE, "MB"),
    ]
