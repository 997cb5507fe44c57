"""Five hundred pages asked of a process that the system gives 1,024 file descriptors, and 300 questions to its API.

Those that may be open are served, each of the others gets a sentence, and nothing goes wrong that a log would tell.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import httpx

from components.server import descriptors
from tests.bench.row import Row
from tests.bench.socket_page import BROWSER, PATIENCE, RefusedError, SocketPage, open_page
from tests.browser import server as servers
from tests.browser.server import Server

ASKED = 500
LIMIT = 1024
AT_ONCE = 25  # who ask at the same time
QUESTIONS = 300
QUIET = 4  # lines that Streamlit prints at its start, two of them empty


def rows() -> list[Row]:
    """What became of each page, and of the server."""
    descriptors.raise_limit()  # this process holds the other ends
    with tempfile.TemporaryDirectory() as folder:
        server = servers.start(Path(folder), descriptors=LIMIT)
        try:
            return asyncio.run(crowd(server)) + asyncio.run(questions(server))
        finally:
            server.stop()


async def questions(server: Server) -> list[Row]:
    """Ask the API many things at once, and for the page meanwhile."""
    unlimited = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE, limits=unlimited) as client:
        await client.get(server.url, headers=BROWSER)
        asked = [
            asyncio.ensure_future(client.get(f"{server.url}/api/papers.json?q=causal&limit=1000&n={number}"))
            for number in range(QUESTIONS)
        ]
        await asyncio.sleep(0.1)
        begun = time.perf_counter()
        (await client.get(server.url, headers=BROWSER)).raise_for_status()
        waited = time.perf_counter() - begun
        answers = [answer.status_code for answer in await asyncio.gather(*asked)]
    return [
        Row(f"of {QUESTIONS} questions to the API at once, answered or told to wait",
            answers.count(200) + answers.count(429), "", QUESTIONS, more_is_better=True),
        Row("of these answered", answers.count(200), ""),
        Row("the page meanwhile", waited * 1000, "ms", 1000),
    ]  # fmt: skip


async def crowd(server: Server) -> list[Row]:
    """Ask for the pages, look at the server while they are open, and again when they are closed."""
    gate = asyncio.Semaphore(AT_ONCE)
    served: list[SocketPage] = []
    told, lost = [], []

    async def ask() -> None:
        async with gate:
            try:
                served.append(await open_page(server.url))
            except RefusedError as refused:
                told.append(refused)
            except Exception as error:
                lost.append(error)

    await asyncio.gather(*(ask() for _ in range(ASKED)))
    held = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
    async with httpx.AsyncClient(trust_env=False) as client:
        begun = time.perf_counter()
        (await client.get(server.url + servers.HEALTH)).raise_for_status()
        health = time.perf_counter() - begun
    begun = time.perf_counter()
    await served[0].run()
    rerun = time.perf_counter() - begun
    open_pages = len(served)
    for page in served:
        await page.close()
    again = await open_page(server.url)
    await again.close()
    sentences = sum("as many pages as it can" in str(each) for each in told)
    lines = [line for line in server.log().splitlines() if line.strip()]
    return [
        Row(f"pages served of {ASKED} asked for", open_pages, "", descriptors.pages(LIMIT), more_is_better=True),
        Row("pages refused in a sentence", sentences, "", ASKED - descriptors.pages(LIMIT), more_is_better=True),
        Row("neither", len(lost) + len(told) - sentences, "", 0),
        Row(f"descriptors held of {LIMIT}", held, "", LIMIT - 100),
        Row("lines in the log beyond the start's", max(0, len(lines) - QUIET), "", 0),
        Row("a health check meanwhile", health * 1000, "ms"),
        Row("a rerun meanwhile", rerun * 1000, "ms"),
    ]
