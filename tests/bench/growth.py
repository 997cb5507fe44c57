"""Whether a server grows: 500 reruns, 50 uploads, 200 pages opened and closed, four sets of 14,000 papers at a time.

Memory is that of the server and the processes it started, between one thing and the next, and again when everybody has
left. Pages are opened without a browser (`socket_page`). Maps of the large sets are not computed: that runs in a
process of its own, which ends with it (`landscape`).
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import threading
import time
import uuid
from pathlib import Path

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces.workspaces import workspace_id
from components.store.database import open_store
from tests import digests
from tests.bench import reading
from tests.bench.row import Row
from tests.bench.socket_page import SocketPage, open_page, opened, token_of
from tests.browser import server as servers
from tests.browser.chromium import PATHS
from tests.browser.server import Server

RERUNS, UPLOADS, SESSIONS, AT_ONCE = 500, 50, 200, 20
SETS, PAPERS, PICKS = 4, 14_000, 5
FIRST = range(0, SETS * PAPERS, PAPERS)  # where each set begins
MEGABYTE = 1_000_000
MOST, BACK = 690.0, 1.15  # megabytes; times what it was at the start
SETTLED = 20.0  # seconds: housekeeping looks every 15
LEAVES = 240.0  # seconds within which it has to be given back
WORKSPACE = {"DIGEST_ATLAS_WORKSPACE_MB": "500", "DIGEST_ATLAS_UPLOAD_MB_A_MINUTE": "5000"}
SEARCHES = ("/?q=causal", "/?q=ab&near=1", "/picks?sort=interest")


def rows() -> list[Row]:
    """Megabytes before, between and after."""
    with tempfile.TemporaryDirectory() as folder:
        server = servers.start(Path(folder), WORKSPACE | {"DIGEST_ATLAS_REQUESTS_A_MINUTE": "0"})
        peak = Peak(server)
        try:
            found = asyncio.run(grow(server))
        finally:
            peak.stop()
            server.stop()
    return [*found, Row("most at any time, while sets are read too", peak.most, "MB")]


class Peak:
    """The most memory the server and its processes had, looked at ten times a second."""

    def __init__(self, server: Server) -> None:
        self.most = 0.0
        self._server, self._stop = server, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.1):
            self.most = max(self.most, self._server.memory() / MEGABYTE)


async def grow(server: Server) -> list[Row]:
    """Do all of it; memory after each."""
    new = server.memory() / MEGABYTE
    async with opened(server.url) as page:
        for path in PATHS.values():
            await page.run(path)
        await use(server, page, await ids_of(page))
    await settle()
    start = server.memory() / MEGABYTE
    after: dict[str, float] = {}
    async with opened(server.url) as page:
        for _ in range(RERUNS):
            await page.run()
    after[f"after {RERUNS} reruns"] = server.memory() / MEGABYTE
    async with opened(server.url, "digests") as page:
        for number in range(UPLOADS):
            await page.upload("digests", f"{number}.txt", digests.page(digests.ordinary_papers(number + 3)[number:]))
            await until_read(page)
    await settle()
    after[f"after {UPLOADS} uploads"] = server.memory() / MEGABYTE
    for _ in range(SESSIONS // AT_ONCE):
        pages = await asyncio.gather(*(open_page(server.url) for _ in range(AT_ONCE)))
        for page in pages:
            await page.close()
    after[f"after {SESSIONS} pages opened and closed"] = server.memory() / MEGABYTE
    lines = reading.abstracts(SETS * PAPERS).splitlines()
    large: list[SocketPage] = []
    picks = [[f"arxiv:{json.loads(line)['arxiv_id']}" for line in lines[first : first + PICKS]] for first in FIRST]
    for number in range(SETS):
        page = await open_page(server.url, "digests")
        large.append(page)
        await page.upload("digests", f"set {number}.jsonl", b"\n".join(lines[FIRST[number] :][:PAPERS]))
        await until_read(page)
        await use(server, page, picks[number])
        await settle()
        after[f"with {number + 1} of {SETS} sets of {PAPERS:,} papers in use"] = server.memory() / MEGABYTE
    for page, mine in zip(large, picks, strict=True):  # they take turns
        await use(server, page, mine)
    await settle()
    after["when all took another turn"] = server.memory() / MEGABYTE
    for page in large:
        await page.close()
    left, seconds = await given_back(server, BACK * start)
    return [
        Row("memory of a server that nobody has visited", new, "MB"),
        Row("at the start: after a visitor of all pages, who searched and picked", start, "MB"),
        *(Row(what, figure, "MB", MOST) for what, figure in after.items()),
        Row("when all have left", left, "MB", BACK * start),
        Row("given back within", seconds, "s", LEAVES),
    ]


async def ids_of(page: SocketPage) -> list[str]:
    """Some papers of a visitor."""
    papers = (await page.http.get(f"{page.url}/api/papers.json?limit={PICKS}&sort=votes")).json()["papers"]
    return [paper["paper_id"] for paper in papers]


async def use(server: Server, page: SocketPage, picks: list[str]) -> None:
    """Star some papers of a visitor, search by words and by meaning, and have the papers ranked."""
    engine = open_store(f"sqlite:///{server.data_folder}/atlas.sqlite")
    decisions.decide(
        engine, workspace_id(engine, token_of(page)), dict.fromkeys(picks, Decision.STARRED), uuid.uuid4().hex
    )
    engine.dispose()
    for address in SEARCHES:
        path, _, query = address.partition("?")
        for _ in range(3):  # what is made beside the page is there in the end
            await page.run(path, query)
            await asyncio.sleep(1.0)


async def until_read(page: SocketPage) -> None:
    """Wait until what was given is read: the page then shows no progress any more."""
    ends = time.monotonic() + LEAVES
    while time.monotonic() < ends:
        await page.run("digests")
        if not page.progress:
            return
        await asyncio.sleep(0.5)
    raise TimeoutError("a digest was not read")


async def settle() -> None:
    """Let what is made beside the pages come to its end."""
    await asyncio.sleep(SETTLED)


async def given_back(server: Server, most: float) -> tuple[float, float]:
    """(megabytes, after how many seconds) when memory is down to `most`, or the time is over."""
    begun = time.monotonic()
    while (now := server.memory() / MEGABYTE) > most and time.monotonic() - begun < LEAVES:
        await asyncio.sleep(2.0)
    return now, time.monotonic() - begun
