"""A published site of 106 and of 14,000 papers, opened from disk in Chromium; and an assistant's search in as many.

Bytes are those of gzip, as a host sends them. datamapplot's one file of the same 14,000 holds titles only, and takes
deck.gl from another host; its bytes were measured once.
"""

from __future__ import annotations

import asyncio
import gzip
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mcp import Client
from playwright.sync_api import Page, sync_playwright

from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.sharing.agents import protocol
from components.sharing.site import publish
from components.sharing.site.of_view import site_of
from components.store.database import open_store
from components.workspace import assembly, view
from components.workspace.view import View
from tests.bench import reading
from tests.bench.row import Row
from tests.browser import chromium

MEGABYTE = 1_000_000
MANY = 14_000
WORDS = ("causal discovery", "diffusion transformer", "zebra")
FIRST = ("index.html", "data/core.js")  # what the first view needs
WHEEL = """async () => {
  const canvas = document.querySelector(".map canvas"), took = [];
  for (let turn = 0; turn < 40; turn++) {
    const wheel = { deltaY: turn < 20 ? -60 : 60, offsetX: 500, offsetY: 300, bubbles: true, cancelable: true };
    const begun = performance.now();
    canvas.dispatchEvent(new WheelEvent("wheel", wheel));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    took.push(performance.now() - begun);
  }
  return took;
}"""
KEY = """async (text) => {
  const query = document.querySelector("#query"), main = document.querySelector("#main");
  query.value = text;
  const before = main.firstElementChild, begun = performance.now();
  query.dispatchEvent(new Event("input"));
  while (main.firstElementChild === before) await new Promise((done) => setTimeout(done, 1));
  return performance.now() - begun;
}"""


def rows() -> list[Row]:
    """Both sizes."""
    many = DigestFile("many.jsonl", reading.abstracts(MANY))
    found = []
    for files, usable, first, whole in (((), 1.0, 1.0, 1.0), ((many,), 2.0, 1.2, 12.0)):
        with tempfile.TemporaryDirectory() as folder:
            found += measured(Path(folder), files, usable, first, whole)
    return found


def measured(folder: Path, files: tuple[DigestFile, ...], usable: float, first: float, whole: float) -> list[Row]:
    """The figures of the bundled papers, or of some files in their place."""
    engine = open_store(f"sqlite:///{folder}/atlas.sqlite")
    workspace = workspace_id(engine, new_token())
    for file in files:
        uploads.add(engine, workspace, file)
    for digest_id in assembly.bundled_by_id() if files else ():
        uploads.hide(engine, workspace, digest_id)

    def current() -> View:
        return view.of(engine, workspace, Filters(), exact=True)

    site = site_of(current, {}, "Papers", "", "2026-11-26", with_notes=False)
    begun = time.perf_counter()
    publish.into_folder(site, folder / "site")
    written = time.perf_counter() - begun
    of = f"of {len(site.papers):,} papers"
    data = packed(folder / "site", "data/*") + packed(folder / "site", "index.html")
    found = [
        Row(f"site {of}: written", written, "s"),
        Row(f"site {of}: packed, what the first view needs", sum(packed(folder / "site", each) for each in FIRST), "MB",
            first, "datamapplot .73 (titles only)" if files else ""),
        Row(f"site {of}: packed, with abstracts and index", data, "MB", whole),
        Row(f"site {of}: packed, the papers’ own pages", packed(folder / "site", "p/*"), "MB"),
        *in_browser(folder / "site", of, usable),
        Row(f"assistant’s search {of}, median", searched(current), "ms", 200.0),
    ]  # fmt: skip
    engine.dispose()
    return found


def packed(folder: Path, pattern: str) -> float:
    """Megabytes of some files as a host sends them."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in folder.glob(pattern)) / MEGABYTE


def in_browser(folder: Path, of: str, usable: float) -> list[Row]:
    """Opened to usable, a key of a search, a turn of the wheel on the map."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        opened = statistics.median(open_site(page, folder, f"?{turn}") for turn in range(3))
        page.evaluate("location.hash = '#map'")
        page.locator(".map-page canvas").wait_for()
        frames = sorted(page.evaluate(WHEEL))
        page.evaluate("location.hash = '#table'")
        page.locator(".row").first.wait_for()
        for word in WORDS:  # the parts of the index are read once
            page.evaluate(KEY, word)
        keys = sorted(page.evaluate(KEY, word[:end]) for word in WORDS for end in range(1, len(word) + 1))
        browser.close()
    return [
        Row(f"site {of}: opened to usable, median", opened, "s", usable),
        Row(f"site {of}: a key of a search, median", statistics.median(keys), "ms", 50.0),
        Row(f"site {of}: a key of a search, 95th percentile", keys[int(len(keys) * 0.95)], "ms"),
        Row(f"site {of}: a turn of the wheel, median", statistics.median(frames), "ms", 50.0),
        Row(f"site {of}: a turn of the wheel, 95th percentile", frames[int(len(frames) * 0.95)], "ms", 120.0),
    ]


def open_site(page: Page, folder: Path, turn: str) -> float:
    """Seconds until its first papers stand there and its map is drawn."""
    begun = time.perf_counter()
    page.goto(f"{folder.as_uri()}/index.html{turn}")
    page.locator(".labels span").first.wait_for()
    page.locator(".row").first.wait_for()
    return time.perf_counter() - begun


def searched(current: Callable[[], View]) -> float:
    """Milliseconds of a search by the protocol, as its client sees it."""

    async def ask() -> float:
        protocol.view_of_call.set(current)
        async with Client(protocol.server(may_change=False)) as client:
            await client.call_tool("search", {"query": "first"})  # makes ready what later ones use
            took = []
            for number in range(15):
                begun = time.perf_counter()
                answer = await client.call_tool("search", {"query": f"{WORDS[number % 3]} {number}"})
                assert not answer.is_error
                took.append(1000 * (time.perf_counter() - begun))
            return statistics.median(took)

    return asyncio.run(ask())
