"""From nothing to the map: a new server process until Chromium has drawn the bundled map.

Beside it plain umap-learn on the same papers as a new machine runs it: nothing compiled yet, nothing cached.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import browsing
from tests.bench.row import Row, peers_wanted
from tests.browser import chromium
from tests.browser import server as servers

RUNS = 5
PLAIN_UMAP = """
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from sklearn.feature_extraction.text import TfidfVectorizer
import umap
vectors = TfidfVectorizer(stop_words="english").fit_transform(read_digests(bundled_files()).papers["abstract"])
umap.UMAP(metric="cosine", random_state=1).fit_transform(vectors)
"""


def rows() -> list[Row]:
    """The median and the slowest of a few starts."""
    with browsing.launched() as browser:
        one_start(browser)  # the first after an installation also compiles Python's sources
        seconds = [one_start(browser) for _ in range(RUNS)]
    peer = f"{plain_umap():.0f} s plain umap-learn, new machine" if peers_wanted() else ""
    return [
        Row("new server process to the bundled map drawn, median", statistics.median(seconds), "s", 4.0, peer),
        Row(f"the slowest of {RUNS}", max(seconds), "s"),
    ]


def one_start(browser: Browser) -> float:
    """Seconds from starting the server process to the map drawn in a browser that was open already."""
    port = servers.free_port()
    page = browsing.open_page(browser, f"http://127.0.0.1:{port}")
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        server = servers.launch(Path(folder), port)
        try:
            while not servers.healthy(server.url):
                if not server.running or time.monotonic() - begin > servers.START_DEADLINE:
                    raise servers.ServerError(f"The server did not start. Its log:\n{server.log()}")
                time.sleep(0.02)
            page.goto(chromium.PATHS["map"], wait_until="commit")
            browsing.wait_for_map(page)
            seconds = time.monotonic() - begin
            page.context.close()
        finally:
            server.stop()
    return seconds


def plain_umap() -> float:
    """Seconds of a process that imports umap-learn and lays out the bundled papers, with no compiled code around."""
    with tempfile.TemporaryDirectory() as nothing:
        empty = {"PYTHONPYCACHEPREFIX": nothing, "NUMBA_CACHE_DIR": nothing}
        begin = time.monotonic()
        subprocess.run(
            [sys.executable, "-c", PLAIN_UMAP],
            cwd=servers.REPOSITORY,
            env=os.environ | empty,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.monotonic() - begin
