"""What a rerun that changes nothing costs on each page and in its states: bytes over the WebSocket, time to rest."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, Page

from tests.bench import browsing
from tests.bench.row import Row
from tests.browser import chromium
from tests.browser.measuring import Latency, SocketBytes, at_rest
from tests.browser.server import Server

RERUNS = 5
LEAST = 100  # bytes; fewer would mean that the page did not run at all
# Ways in which pages are used: what is open, looked for or chosen. Addresses as a visitor sends them.
STATES = {
    "table, with a search line": "/table?q=causal+reasoning",
    "table, with papers near in meaning": "/table?q=causal+reasoning&near=yes",
    "table, with a paper open": "/table?paper={paper}",
    "table, with a search line and a paper open": "/table?q=causal&paper={paper}",
    "map, with a paper open": "/map?paper={paper}",
    "topics, treemap": "/topics?view=treemap",
    "topics, over time": "/topics?view=time",
    "topics, one looked at": "/topics?look={topic}",
    "links, with a search line": "/links?q=causal",
    "picks, with picks": "/picks",
    "picks, one open": "/picks?paper={paper}",
    "picks, deciding": "/picks?view=decide",
    "picks, history": "/picks?view=log",
}
PICKS = 3  # papers starred for the states of picks


def rows() -> list[Row]:
    """For every page and state the most bytes and the median time of a few reruns, of the bundled digests."""
    with browsing.fresh_server() as server, browsing.launched() as browser:
        found = [row for name, path in chromium.PATHS.items() for row in of_page(browser, server, name, path)]
        known = an_address(browser, server)
        for name, path in STATES.items():
            found += of_page(browser, server, name, path.format(**known), PICKS if name.startswith("picks") else 0)
        return found


def an_address(browser: Browser, server: Server) -> dict[str, str]:
    """The paper and the topic that addresses of states name: the first there are."""
    page = browsing.open_page(browser, server.url)
    chromium.visit(page, "/picks?view=decide")
    page.locator("[data-paper]:not([data-paper=''])").wait_for()
    paper = page.locator("[data-paper]").get_attribute("data-paper") or ""
    chromium.visit(page, "/topics")
    page.locator(".atlas-topics [data-topic]:not([data-topic=''])").first.wait_for()
    topic = page.locator(".atlas-topics [data-topic]:not([data-topic=''])").first.get_attribute("data-topic") or ""
    page.context.close()
    return {"paper": paper, "topic": topic}


def of_page(browser: Browser, server: Server, name: str, path: str, picks: int = 0) -> list[Row]:
    """The rows of one page at an address, of a visitor who starred `picks` papers.

    Raises RuntimeError when pressing R did not run the page again.
    """
    page = browsing.open_page(browser, server.url)
    counted, watch = SocketBytes(page), Latency(page)
    star(page, picks)
    chromium.visit(page, path)
    if name.startswith("map"):
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


def star(page: Page, papers: int) -> None:
    """Star so many papers, one by one."""
    if papers:
        chromium.visit(page, "/picks?view=decide")
        page.locator("[data-paper]:not([data-paper=''])").wait_for()
    for _ in range(papers):
        page.keyboard.press("s")
        page.locator(".atlas-triage[data-saved='true']").wait_for()
        chromium.wait_idle(page)
