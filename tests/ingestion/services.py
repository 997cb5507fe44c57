"""Daily Papers, arXiv's feed and archive, and somebody's feed on this machine, as they are at a moment that tests set.

The papers of a day are known beforehand (`World.daily`, `World.announced`), so that a test can see which arrived.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from components.ingestion.fetchers.outside import Outside

START = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
BATCH, PAGE = 5, 3  # papers a day; records of a page of the archive
LATE = 18  # o'clock at which the last papers of a day are listed
_WORDS = ["amber", "basalt", "copper", "dahlia", "ember", "fjord", "garnet", "harbour", "indigo", "jasper"]


def days(first: datetime, count: int) -> list[date]:
    """So many days from one on."""
    return [(first + timedelta(days=each)).date() for each in range(count)]


def number(service: int, day: date, place: int) -> str:
    """The arXiv number of a paper; different for every service, day and place."""
    return f"26{day.month:02d}.{service}{day.day:02d}{place:02d}"


def title(paper: str) -> str:
    """A title that no other paper's is like."""
    return " ".join(_WORDS[int(digit)] for digit in paper if digit.isdigit()).capitalize()


@dataclass
class World:
    """What there is at the moment `now`; `limited` and `stale` are days."""

    now: datetime = START
    limited: set[date] = field(default_factory=set)
    stale: set[date] = field(default_factory=set)  # arXiv's feed shows the batch before until eight
    asked: list[str] = field(default_factory=list)
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def outside(self) -> Outside:
        """How to ask it."""
        return Outside(
            api=self.address,
            arxiv_feed=f"{self.address}/rss",
            arxiv_archive=f"{self.address}/oai",
            allow_addresses=("127.0.0.1",),
            sleep=lambda _: None,
        )

    def daily(self, day: date) -> list[str]:
        """The papers of a day of Daily Papers, in the end."""
        return [] if day.weekday() >= 5 else [number(1, day, place) for place in range(BATCH)]

    def announced(self, day: date) -> list[str]:
        """The new papers of a day at arXiv."""
        return [] if day.weekday() >= 5 else [number(2, day, place) for place in range(BATCH)]

    def entries(self) -> list[str]:
        """What somebody's feed shows: the entries of the last five days, one a day, the newest first."""
        return [number(3, self.now.date() - timedelta(days=age), 0) for age in range(5)]

    def answer(self, path: str, headers: Any) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.lock:
            self.asked.append(path)
        if self.now.date() in self.limited:
            return 429, {"Retry-After": "900"}, b"Rate exceeded."
        if parts.path == "/api/daily_papers":
            return 200, {"Content-Type": "application/json"}, json.dumps(self._daily(query)).encode()
        if parts.path.startswith("/rss/"):
            return 200, {"Content-Type": "application/rss+xml"}, self._batch().encode()
        if parts.path == "/oai":
            return 200, {"Content-Type": "text/xml"}, self._archive(query).encode()
        if parts.path == "/feed.xml":
            mark = f'"{self.now.date()}"'
            if headers.get("If-None-Match") == mark:
                return 304, {}, b""
            return 200, {"Content-Type": "application/atom+xml", "ETag": mark}, self._feed().encode()
        return 404, {}, b""

    def _daily(self, query: dict[str, str]) -> list[dict[str, Any]]:
        day = date.fromisoformat(query["date"]) if "date" in query else self.now.date()
        papers = self.daily(day)
        if day == self.now.date() and self.now.hour < LATE:
            papers = papers[: BATCH - 2]
        age = (self.now.date() - day).days
        return [] if day > self.now.date() else [_item(paper, 10 + 3 * age) for paper in papers]

    def _batch(self) -> str:
        day = self.now.date()
        old = self.now.hour < 4 or (day in self.stale and self.now.hour < 8)
        shown = day - timedelta(days=3 if day.weekday() == 0 else 1) if old else day
        items = [_rss(paper, "new") for paper in self.announced(shown)]
        items += [_rss(number(4, shown, 0), "cross"), _rss(number(5, shown, 0), "replace")] if items else []
        return (
            '<?xml version="1.0"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"><channel>'
            f"<title>cs.LG updates on arXiv.org</title>{''.join(items)}</channel></rss>"
        )

    def _archive(self, query: dict[str, str]) -> str:
        if "resumptionToken" in query:
            first, offset = query["resumptionToken"].split("|")
        else:
            assert query["set"] == "cs:cs:LG"
            first, offset = query["from"], "0"
        through = (self.now.date() - date.fromisoformat(first)).days + 1
        known = days(datetime.fromisoformat(first), through)
        records = [(paper, day, 1) for day in known for paper in self.announced(day)]
        records += [(number(5, day, 0), day, 2) for day in known if day.weekday() < 5]
        place = int(offset)
        more = f"<resumptionToken>{first}|{place + PAGE}</resumptionToken>" if place + PAGE < len(records) else ""
        body = "".join(_oai(*record) for record in records[place : place + PAGE])
        error = "" if records else '<error code="noRecordsMatch">none</error>'
        return f'<?xml version="1.0"?><OAI-PMH>{error}<ListRecords>{body}{more}</ListRecords></OAI-PMH>'

    def _feed(self) -> str:
        entries = "".join(
            f"<entry><id>https://example.org/{paper}</id><title>{title(paper)}</title>"
            f"<summary>We look at {paper}. It works well.</summary></entry>"
            for paper in self.entries()
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>{entries}</feed>'


def _item(paper: str, votes: int) -> dict[str, Any]:
    inner = {"id": paper, "title": title(paper), "summary": f"We look at {paper}. It works.", "upvotes": votes}
    return {"paper": inner, "title": title(paper)}


def _rss(paper: str, kind: str) -> str:
    return (
        f"<item><title>{title(paper)}</title><link>https://arxiv.org/abs/{paper}</link>"
        f"<description>arXiv:{paper}v1 Announce Type: {kind} \nAbstract: We look at {paper}.</description>"
        f"<guid isPermaLink='false'>oai:arXiv.org:{paper}v1</guid>"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type></item>"
    )


def _oai(paper: str, day: date, versions: int) -> str:
    at = format_datetime(datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1), usegmt=True)
    dated = "".join(f'<version version="v{each + 1}"><date>{at}</date></version>' for each in range(versions))
    return (
        f"<record><header><identifier>oai:arXiv.org:{paper}</identifier><datestamp>{day}</datestamp></header>"
        f"<metadata><arXivRaw><id>{paper}</id>{dated}<title>{title(paper)}</title>"
        f"<authors>Ann Muster and Ben Muster</authors><categories>cs.LG cs.CL</categories>"
        f"<abstract>We look at {paper}.</abstract></arXivRaw></metadata></record>"
    )


@contextmanager
def running(world: World) -> Iterator[World]:
    """Serve on a free local port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = world.answer(self.path, self.headers)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    world.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
