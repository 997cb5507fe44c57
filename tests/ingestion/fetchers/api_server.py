"""A local server that speaks the Daily Papers API: pages, limits, failures, half answers, both shapes of search.

It answers from a list of papers and does what `troubles` says to the next requests.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class FakeApi:
    """What the server holds and what was asked of it."""

    items: list[dict[str, Any]]
    troubles: list[str] = field(default_factory=list)  # for the next requests: "429", "500", "half", "html", "limit", …
    asked: list[str] = field(default_factory=list)
    address: str = ""
    old_search: bool = False
    stalls: threading.Event | None = None  # nothing is answered before it is set

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes, bool]:
        """Status, headers, body, and whether only half of the body is sent."""
        self.asked.append(path)
        if self.stalls is not None:
            self.stalls.wait(30)
        trouble = self.troubles.pop(0) if self.troubles else ""
        if trouble == "429":
            return 429, {"Retry-After": "7"}, b"{}", False
        if trouble == "429 without a time":
            return 429, {"RateLimit": '"api";r=0;t=42'}, b"{}", False
        if trouble.isdigit():
            return int(trouble), {}, b"trouble", False
        if trouble == "html":
            return 200, {}, b"<html>maintenance</html>", False
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {"RateLimit": '"api";r=0;t=3'} if trouble == "limit" else {"RateLimit": '"api";r=499;t=300'}
        return 200, headers, json.dumps(self._found(parts.path, query)).encode(), trouble == "half"

    def _found(self, path: str, query: dict[str, str]) -> list[dict[str, Any]]:
        if path == "/api/papers/search":
            found = self.items[: min(int(query["limit"]), 120)]
            if self.old_search:
                return [
                    {"id": one["paper"]["id"], "title": one["title"], "thumbnailUrl": "x", "source": "hf"}
                    for one in found
                ]
            return found
        assert path == "/api/daily_papers"
        limit = int(query.get("limit", 50))
        assert 1 <= limit <= 100
        start = int(query.get("p", 0)) * limit
        return self.items[start : start + limit]


@contextmanager
def running(api: FakeApi) -> Iterator[FakeApi]:
    """Serve on a free local port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body, half = api.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if half else body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    api.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
