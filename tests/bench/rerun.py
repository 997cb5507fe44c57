"""What a rerun that changes nothing costs on each page: bytes over the WebSocket and time to rest."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser

from tests.bench import browsing
from tests.bench.row import Row
from tests.browser import chromium
from tests.browser.measuring import Latency, SocketBytes, at_rest
from tests.browser.server import Server

RERUNS = 5
LEAST = 100  # bytes; fewer would mean that the page did not run at all


def rows() -> list[Row]:
    """For every page the most bytes and the median time of a few reruns, the page's data being the bundled digests."""
    with browsing.fresh_server() as server, browsing.launched() as browser:
        return [row for name in chromium.PATHS for row in of_page(browser, server, name)]


def of_page(browser: Browser, server: Server, name: str) -> list[Row]:
    """The rows of one page.

    Raises RuntimeError when pressing R did not run the page again.
    """
    page = browsing.open_page(browser, server.url)
    counted, watch = SocketBytes(page), Latency(page)
    chromium.visit(page, name)
    if name == "map":
        browsing.wait_for_map(page)
    at_rest(page, 2.0)
    most, times = 0, []
    for _ in range(RERUNS):
        counted.reset()
        times.append(watch.measure(lambda: page.keyboard.press("r")).to_rest)
        if counted.received < LEAST:
            raise RuntimeError(f"pressing R did not run the page {name} again")
        most = max(most, counted.received + counted.sent)
    page.context.close()
    return [
        Row(f"rerun of {name} that changes nothing, both ways", most / 1000, "kB", 5.0),
        Row(f"the same, to rest, median of {RERUNS}", statistics.median(times), "ms", 150.0),
    ]
