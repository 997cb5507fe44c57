"""A local server that speaks Zotero's web API, version 3, as far as sending needs it.

Versions count up with each write; keys, write tokens, library and object versions are checked as Zotero's data server
does, and fields against its schema (version 41). `moods` answer in its place, by the number of the request.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY, READ_ONLY, NO_NOTES = "a" * 24, "b" * 24, "c" * 24
USER, GROUP = 4711, 99
_COMMON = {
    "title", "abstractNote", "date", "DOI", "citationKey", "url", "accessDate", "archive", "archiveLocation",
    "shortTitle", "language", "libraryCatalog", "callNumber", "rights", "extra", "place", "series", "publisher",
}  # fmt: skip
FIELDS = {
    "preprint": _COMMON - {"publisher"} | {"genre", "repository", "archiveID", "seriesNumber"},
    "journalArticle": _COMMON | {"publicationTitle", "volume", "issue", "pages", "journalAbbreviation", "ISSN", "PMID"},
    "conferencePaper": _COMMON | {"proceedingsTitle", "conferenceName", "volume", "pages", "ISBN", "ISSN"},
    "note": {"note", "parentItem"},
}
_ALL = {"key", "version", "itemType", "creators", "tags", "collections", "relations"}


@dataclass(frozen=True)
class Reply:
    """What is sent in the server's place; `carry_out` the request before, and `lost` is its answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    carry_out: bool = False
    lost: bool = False


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: Any


class FakeZotero(ThreadingHTTPServer):
    """The library of one user, and of one group."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.version = 10
        self.items: dict[str, dict[str, Any]] = {}
        self.collections: dict[str, dict[str, Any]] = {"COLL2345": {"key": "COLL2345", "name": "Reading"}}
        self.trash: set[str] = set()
        self.tokens: set[str] = set()
        self.asked: list[Asked] = []
        self.moods: list[Callable[[Asked], Reply | None]] = []
        self.refuse: Callable[[dict[str, Any]], str] = lambda _: ""  # why an object is refused, by itself
        self.before_write: Callable[[], None] = lambda: None
        self.lock = threading.RLock()

    @property
    def address(self) -> str:
        """Where all services lie under this one."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def papers(self) -> list[dict[str, Any]]:
        """The items that are no notes."""
        return [item for item in self.items.values() if item["itemType"] != "note"]

    @property
    def notes(self) -> list[dict[str, Any]]:
        """The notes."""
        return [item for item in self.items.values() if item["itemType"] == "note"]

    @property
    def writes(self) -> list[Asked]:
        """The requests that were to change something."""
        return [each for each in self.asked if each.method == "POST"]

    def change(self, key: str, **values: Any) -> None:
        """Change an item as its owner does."""
        with self.lock:
            self.version += 1
            self.items[key] |= values | {"version": self.version}

    def handle(self, asked: Asked) -> tuple[int, Any, dict[str, str]]:
        """(status, content, headers) of a request."""
        key = asked.headers.get("Zotero-API-Key", "")
        assert asked.headers.get("Zotero-API-Version") == "3"
        assert not any(each in asked.path for each in (KEY, READ_ONLY, NO_NOTES))
        if key not in (KEY, READ_ONLY, NO_NOTES):
            return 403, "Invalid key", {}
        may = {"library": True, "write": key != READ_ONLY, "notes": key != NO_NOTES}
        if asked.path == "keys/current":
            access = {"user": may, "groups": {"all": {"library": True, "write": key == KEY}}}
            return 200, {"key": key, "userID": USER, "username": "ada", "access": access}, {}
        if asked.path == f"users/{USER}/groups":
            return 200, [{"id": GROUP, "version": 1, "data": {"name": "Lab"}}], {"Total-Results": "1"}
        found = re.fullmatch(rf"(users/{USER}|groups/{GROUP})/(items|collections)", asked.path)
        if found is None:
            return 404, "Not found", {}
        objects = self.items if found[2] == "items" else self.collections
        if asked.method == "GET":
            return self._read(asked, objects)
        return self._write(asked, objects) if may["write"] else (403, "Write access denied", {})

    def _read(self, asked: Asked, objects: dict[str, dict[str, Any]]) -> tuple[int, Any, dict[str, str]]:
        wanted = [each for each in asked.query.get("itemKey", "").split(",") if each]
        assert len(wanted) <= 50
        found = [
            {"key": key, "version": data.get("version", 1), "data": data}
            for key, data in objects.items()
            if key not in self.trash and (not wanted or key in wanted)
        ]
        start, limit = int(asked.query.get("start", "0")), int(asked.query.get("limit", "25"))
        assert limit <= 100
        headers = {"Total-Results": str(len(found)), "Last-Modified-Version": str(self.version)}
        return 200, found[start : start + limit], headers

    def _write(self, asked: Asked, objects: dict[str, dict[str, Any]]) -> tuple[int, Any, dict[str, str]]:
        self.before_write()
        token = asked.headers.get("Zotero-Write-Token", "")
        known = asked.headers.get("If-Unmodified-Since-Version", "")
        assert bool(known) != bool(token)  # "redundant and should be omitted" in versioned writes
        assert known or 5 <= len(token) <= 32
        assert len(asked.content) <= 50
        if token in self.tokens:
            return 412, "Write token already used", {}
        if known and int(known) < self.version:
            return 412, "Library has been modified since specified version", {}
        self.version += 1
        report: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for place, given in enumerate(asked.content):
            code, message = self._judged(given, objects)
            key = given.get("key") or f"NEWK{self.version:04}"
            if code:
                report["failed"][str(place)] = {"key": key, "code": code, "message": message}
                continue
            before = objects.get(key, {})
            after = before | given | {"key": key}
            if before and {**after, "version": before["version"]} == before:
                report["unchanged"][str(place)] = key
                continue
            objects[key] = after | {"version": self.version}
            report["success"][str(place)] = key
            report["successful"][str(place)] = {"key": key, "version": self.version, "data": objects[key]}
        self.tokens |= {token} - {""}
        return 200, report, {"Last-Modified-Version": str(self.version)}

    def _judged(self, given: dict[str, Any], objects: dict[str, dict[str, Any]]) -> tuple[int, str]:
        """(code, message) of the refusal of one object; 0 where it is taken."""
        if message := self.refuse(given):
            return 400, message
        if "name" in given:
            return 0, ""
        if not re.fullmatch(r"[23456789ABCDEFGHIJKLMNPQRSTUVWXYZ]{8}", given["key"]):
            return 400, "Invalid key"
        there = objects.get(given["key"])
        if there is None and given["version"]:
            return 404, "Item doesn't exist (to create, use version 0)"
        if there is not None and there["version"] != given["version"]:
            return 412, f"Item has been modified (expected {given['version']}, found {there['version']})"
        kind = (there or given).get("itemType", "")
        if kind not in FIELDS:
            return 400, "'itemType' property not provided"
        if odd := set(given) - FIELDS[kind] - _ALL:
            return 400, f"Invalid property '{min(odd)}'"
        if kind == "note" and there is None and given["parentItem"] not in objects:
            return 409, "Parent item not found"
        for creator in given.get("creators", []):
            if set(creator) not in ({"creatorType", "name"}, {"creatorType", "firstName", "lastName"}):
                return 400, "creator is odd"
        if any(each not in self.collections for each in given.get("collections", [])):
            return 409, "Collection not found"
        return 0, ""


@contextmanager
def served() -> Iterator[FakeZotero]:
    """A server in a thread."""
    server = FakeZotero()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeZotero
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0")))))

    def _answer(self, content: Any) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/zotero/")
        asked = Asked(self.command, path, query, dict(self.headers.items()), content)
        held = self.server
        with held.lock:
            held.asked.append(asked)
            reply = next((found for mood in held.moods if (found := mood(asked))), None)
            if reply is None or reply.carry_out:
                status, answer, headers = held.handle(asked)
                body = json.dumps(answer).encode() if status == 200 else str(answer).encode()
        if reply is not None:
            if reply.lost:
                self.close_connection = True
                self.connection.close()
                return
            headers = {**(headers if reply.carry_out else {}), **reply.headers}
            status, body = (status, body) if reply.carry_out else (reply.status, reply.body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""
