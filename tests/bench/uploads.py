"""What others feel while somebody uploads the worst files that are known: answers of the health check, and reruns.

One visitor gives a file to Digests; beside it the health check is asked ten times a second and another visitor's page
runs again and again, until the file is answered. The slowest of each counts.

`python -m tests.bench.uploads BibTeX` measures those whose name holds the words.
"""

from __future__ import annotations

import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field

import orjson
from playwright.sync_api import Browser, FilePayload, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.bench import browsing, reading
from tests.bench.row import Row, table
from tests.browser import chromium
from tests.browser.measuring import Latency, at_rest
from tests.browser.server import HEALTH, Server
from tests.papers.made_papers import made_papers
from tests.papers.reading.made_shapes import SHAPES

HEALTH_BUDGET, RERUN_BUDGET = 500.0, 1_000.0  # milliseconds
LONGEST = 300.0  # seconds that a file may take to be answered
MANY = 14_000
_ALONE = 10  # reruns before the file is given, to compare with


def worst() -> dict[str, tuple[str, bytes]]:
    """What the worst files are, each with its name and bytes."""
    papers = made_papers(1)
    parts = b"--a\n\n" * 300_000
    rows_of_words = b'title,abstract\nA study,"' + b"words, and words\n" * 240_000
    return {
        "80 kB of broken links": ("links.txt", SHAPES["browser copy"][0](papers) + b"\n" + b"[a](" * 20_000),
        "184 kB of unclosed BibTeX": ("open.bib", b"@article{a, title = {b},\n" * 7_400),
        "300,000 empty parts of a mail": (
            "mail.eml",
            b"From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + parts,
        ),
        "4 MB of CSV with an unclosed quote": ("open.csv", rows_of_words),
        "20,000 records of one title": (
            "same.json",
            orjson.dumps([{"title": "Introduction", "abstract": f"On {k} {k * k}."} for k in range(20_000)]),
        ),
        f"{MANY:,} papers": ("many.jsonl", reading.abstracts(MANY)),
    }


def rows(only: str = "") -> list[Row]:
    """The slowest answers of each kind while each of the files is read, or those whose name holds a word."""
    found: list[Row] = []
    for what, (name, content) in worst().items():
        if only not in what:
            continue
        with browsing.fresh_server() as server, browsing.launched() as browser:
            found += while_reading(server, browser, what, name, content)
    return found


@dataclass(eq=False)
class HealthWatch:
    """Asks the health check in a thread, and remembers how long each answer took, in milliseconds."""

    url: str
    times: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """End, and say how long the slowest took."""
        self._stop.set()
        self._thread.join()
        return max(self.times)

    def _run(self) -> None:
        while not self._stop.wait(0.1):
            began = time.perf_counter()
            with urllib.request.urlopen(self.url, timeout=LONGEST) as answer:
                answer.read()
            self.times.append((time.perf_counter() - began) * 1000)


def while_reading(server: Server, browser: Browser, what: str, name: str, content: bytes) -> list[Row]:
    """The rows of one file."""
    giver, other = browsing.open_page(browser, server.url), browsing.open_page(browser, server.url)
    watch = Latency(other)
    chromium.visit(other, "/")
    chromium.visit(giver, "digests")
    at_rest(other)
    alone = max(watch.measure(lambda: other.keyboard.press("r")).to_rest for _ in range(_ALONE))
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    health = HealthWatch(server.url + HEALTH)
    began = time.monotonic()
    giver.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    reruns: list[float] = []
    while not (ended := answered(giver)) and time.monotonic() - began < LONGEST:
        reruns.append(watch.measure(lambda: other.keyboard.press("r")).to_rest)
    seconds, slowest = time.monotonic() - began, health.stop()
    told = f"answered after {seconds:.1f} s" if ended else "NOT ANSWERED"
    return [
        Row(f"health check while {what} are read, slowest of {len(health.times)}", slowest, "ms", HEALTH_BUDGET, told),
        Row(
            f"another visitor's rerun meanwhile, slowest of {len(reruns)}",
            max(reruns),
            "ms",
            RERUN_BUDGET,
            f"{alone:,.0f} ms before",
        ),
    ]


def answered(page: Page) -> bool:
    """Whether the page says what became of the file."""
    try:
        page.get_by_test_id("stAlert").first.wait_for(timeout=50)
    except PlaywrightTimeoutError:
        return False
    return True


if __name__ == "__main__":
    print(table(rows(" ".join(sys.argv[1:]))))
