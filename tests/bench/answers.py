"""What is answered beside the pages, over HTTP by a running server: a saved search's feed, and the table as JSON.

Each address is asked once before it is measured, so that what the server keeps is kept. Without a mark that a reader
would send back, so every answer is written anew.
"""

from __future__ import annotations

import http.client
import os
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from components.curation.searches import feed_addresses, saved_searches
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token, workspace_id
from components.papers.paper import DigestFile
from components.settings import read
from components.store.database import open_store
from tests.bench import reading
from tests.bench.row import Row
from tests.browser import server as servers

MANY = 14_000
ASKED = 50
BUDGET = 100.0  # milliseconds
LONGEST = 600  # seconds that reading many papers for the first time may take


def rows() -> list[Row]:
    """Median and 95th percentile of many questions, of the bundled papers and of 14,000."""
    load = f"load {os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/atlas.sqlite"
        few, many = keep(url, 0), keep(url, MANY)
        server = servers.start(Path(folder), {"DIGEST_ATLAS_DATABASE_URL": url})
        try:
            found = []
            for papers, (secret, key) in {"bundled": few, f"{MANY:,}": many}.items():
                asked = {"feed as Atom": f"/feed/{secret}.atom", "feed as JSON": f"/feed/{secret}.json"}
                asked["papers.json"] = f"/api/papers.json?key={key}"
                for name, path in asked.items():
                    found += of_address(server.url, path, f"{name}, {papers} papers, over HTTP", load)
        finally:
            server.stop()
    return found


def keep(url: str, papers: int) -> tuple[str, str]:
    """A workspace with a saved search and so many papers of its own: the secret of its feed, the key to read it."""
    engine = open_store(url)
    token = new_token()
    workspace = workspace_id(engine, token)
    if papers:
        content = reading.abstracts(papers)
        uploads.add(engine, workspace, DigestFile("many.jsonl", content), read({"DIGEST_ATLAS_UPLOAD_MB": "200"}))
    saved_searches.save(engine, workspace, "All", "", [])
    secret, key = feed_addresses.address(engine, workspace, "All"), read_token(engine, token)
    engine.dispose()
    return secret, key


def of_address(url: str, path: str, what: str, load: str) -> list[Row]:
    """The rows of one address, asked again and again over one connection."""
    host = urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=LONGEST)
    times, size = [], 0
    for _ in range(1 + ASKED):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        size = len(answer.read())
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    connection.close()
    warm = times[1:]
    told = f"{size / 1000:,.0f} kB, first {times[0]:,.0f} ms, {load}"
    return [
        Row(f"{what}, median of {ASKED}", statistics.median(warm), "ms", BUDGET, told),
        Row("the same, 95th percentile", statistics.quantiles(warm, n=20)[-1], "ms", BUDGET),
    ]
