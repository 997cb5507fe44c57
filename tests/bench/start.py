"""From nothing to the map: a new server process until Chromium has drawn the bundled map.

Beside it plain umap-learn on the same papers as a new machine runs it: nothing compiled yet, nothing cached. Then from
nothing to a server that is healthy, and to its first page drawn, beside the app that `streamlit init` makes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
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
    """The median and the slowest of a few starts, and what Streamlit's own template takes."""
    load = f"load {os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as folder, browsing.launched() as browser:
        template = Start("the template", streamlit_init(Path(folder)), "/", "h1")
        table = Start("the table", servers.APP, chromium.PATHS["table"], "[data-testid=stDataFrame] canvas")
        first = Start("the overview", servers.APP, chromium.PATHS["overview"], ".atlas-overview h1")
        drawn = Start("the map", servers.APP, chromium.PATHS["map"], browsing.DRAWN)
        seconds: dict[str, list[Times]] = {each.name: [] for each in (template, first, table, drawn)}
        one_start(browser, drawn)  # the first after an installation also compiles Python's sources
        one_start(browser, template)
        for _ in range(RUNS):  # in turn, so that what else the machine does falls on all alike
            for each in (drawn, first, table, template):
                seconds[each.name].append(one_start(browser, each))
    peer = f"{plain_umap():.0f} s plain umap-learn, new machine" if peers_wanted() else ""
    maps = [times.drawn for times in seconds[drawn.name]]
    welcome = median(seconds[first.name])
    ours, theirs = median(seconds[table.name]), median(seconds[template.name])
    return [
        Row("new server process to the bundled map drawn, median", statistics.median(maps), "s", 4.0, peer),
        Row(f"the slowest of {RUNS}", max(maps), "s", peer=load),
        Row(
            "new server process to healthy, median", ours.healthy, "s", peer=f"{theirs.healthy:.2f} s `streamlit init`"
        ),
        Row(
            "new server process to the bundled overview drawn, median",
            welcome.drawn,
            "s",
            1.3 * theirs.drawn,
            peer=f"{theirs.drawn:.2f} s `streamlit init`’s first words",
        ),
        Row("new server process to the bundled table drawn, median", ours.drawn, "s"),
    ]


@dataclass(frozen=True)
class Start:
    """An app, a page of it, and what stands on it once its content is drawn."""

    name: str
    app: Path
    path: str
    content: str


@dataclass(frozen=True)
class Times:
    """Seconds from starting the server process to its first healthy answer, and to content in the browser."""

    healthy: float
    drawn: float


def median(times: list[Times]) -> Times:
    """The medians of both."""
    return Times(statistics.median(one.healthy for one in times), statistics.median(one.drawn for one in times))


def streamlit_init(folder: Path) -> Path:
    """The app that Streamlit makes for a beginner."""
    subprocess.run(
        [sys.executable, "-m", "streamlit", "init", "template"],
        cwd=folder,
        input="n\n",  # it asks whether to run it
        text=True,
        check=True,
        capture_output=True,
    )
    return folder / "template" / "streamlit_app.py"


def one_start(browser: Browser, start: Start) -> Times:
    """One start of a server process, seen by a browser that was open already."""
    port = servers.free_port()
    page = browsing.open_page(browser, f"http://127.0.0.1:{port}")
    with tempfile.TemporaryDirectory() as folder:
        begin = time.monotonic()
        server = servers.launch(Path(folder), port, app=start.app)
        try:
            while not servers.healthy(server.url):
                if not server.running or time.monotonic() - begin > servers.START_DEADLINE:
                    raise servers.ServerError(f"The server did not start. Its log:\n{server.log()}")
                time.sleep(0.02)
            healthy = time.monotonic() - begin
            page.goto(start.path, wait_until="commit")
            page.locator(start.content).first.wait_for(state="attached", timeout=60_000)
            seconds = time.monotonic() - begin
            page.context.close()
        finally:
            server.stop()
    return Times(healthy, seconds)


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
