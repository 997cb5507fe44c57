"""One local server for all services, each under a path of its own, over made-up records in the services' own shapes.

A service may be in a mood: a function of the number of the request, which answers in its place or returns None.
Everything that is asked is counted: when a request came, how many were under way, what it asked and with which headers.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from components.enrichment.services.registry import NAMES
from components.papers.identity import normalised_title


@dataclass(frozen=True)
class Entry:
    """One paper as the services have it."""

    number: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ("Ann Muster", "Ben Klar")
    published: str = "2024-01-02"
    doi: str = ""
    code: str = ""
    votes: int = 3
    citations: int = 5
    venue: str = ""
    missing_at: frozenset[str] = frozenset()  # services that do not know it


@dataclass(frozen=True)
class Reply:
    """What is sent back."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False  # promise more than is sent, then hang up
    delay: float = 0.0


Mood = Callable[[int], Reply | None]


@dataclass
class Asked:
    """One request."""

    service: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float


class FakeServices(ThreadingHTTPServer):
    """Answers as the services do; start it by `served`."""

    daemon_threads = True

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.entries = list(entries)
        self.moods: dict[str, Mood] = {}
        self.asked: list[Asked] = []
        self.overlaps: defaultdict[str, int] = defaultdict(int)  # the most requests under way at once
        self.under_way: defaultdict[str, int] = defaultdict(int)
        self.lock = threading.Lock()
        self.words = [frozenset(normalised_title(each.title).split()) for each in entries]

    @property
    def addresses(self) -> dict[str, str]:
        """The base address of each service."""
        return {name: f"http://127.0.0.1:{self.server_address[1]}/{name}" for name in NAMES}

    def of(self, service: str) -> list[Asked]:
        """What one service was asked."""
        return [each for each in self.asked if each.service == service]

    def known(self, service: str) -> list[tuple[Entry, frozenset[str]]]:
        """What one service knows."""
        pairs = zip(self.entries, self.words, strict=True)
        return [(each, words) for each, words in pairs if service not in each.missing_at]

    def nearest(self, service: str, title: str, most: int) -> list[Entry]:
        """A search that always answers."""
        words = set(normalised_title(title).split())
        ranked = sorted(self.known(service), key=lambda pair: -len(words & pair[1]) / (1 + len(words | pair[1])))
        return [each for each, _ in ranked[:most]]

    def by_number(self, service: str) -> dict[str, Entry]:
        """What one service knows, by arXiv number."""
        return {each.number: each for each, _ in self.known(service)}


@contextmanager
def served(entries: Sequence[Entry]) -> Iterator[FakeServices]:
    """A server in a thread."""
    server = FakeServices(entries)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeServices
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        service, _, path = parts.path.lstrip("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        held = self.server
        with held.lock:
            held.asked.append(Asked(service, path, query, dict(self.headers.items()), body, time.monotonic()))
            number = sum(each.service == service for each in held.asked)
            held.under_way[service] += 1
            held.overlaps[service] = max(held.overlaps[service], held.under_way[service])
        try:
            mood = held.moods.get(service)
            reply = (mood(number) if mood else None) or ANSWERS[service](held, path, query, body)
            time.sleep(reply.delay)
            self.send_response(reply.status)
            length = len(reply.body) * (2 if reply.cut else 1)
            for name, value in {"Content-Type": reply.kind, "Content-Length": str(length), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = self.close_connection or reply.cut
        except OSError:
            self.close_connection = True
        finally:
            with held.lock:
                held.under_way[service] -= 1

    def log_message(self, *_arguments: object) -> None:
        return


def as_json(content: Any, status: int = 200, **headers: str) -> Reply:
    """A reply in JSON."""
    return Reply(status, json.dumps(content).encode(), "application/json", headers)


CHALLENGE = Reply(200, b"<!doctype html><title>Making sure you are not a bot</title>", "text/html; charset=utf-8")


def _arxiv(server: FakeServices, _path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    most = int(query.get("max_results", "10"))
    if "id_list" in query:
        numbers = query["id_list"].split(",")
        wrong = [each for each in numbers if not re.fullmatch(r"\d{4}\.\d{4,5}", each)]
        if wrong:
            return atom_error(f"incorrect id format for {wrong[0]}")
        known = server.by_number("arxiv")
        found = [known[each] for each in numbers if each in known]
    else:
        asked = query["search_query"]
        phrase = re.fullmatch(r'ti:"(.*)"', asked)
        words = phrase[1].split() if phrase else [each.removeprefix("ti:") for each in asked.split(" AND ")]
        found = [
            each
            for each, own in server.known("arxiv")
            if (f" {phrase[1]} " in f" {normalised_title(each.title)} " if phrase else own.issuperset(words))
        ]
    return Reply(200, atom(found[:most], len(found)).encode(), "application/atom+xml; charset=utf-8")


def atom(entries: Sequence[Entry], total: int | None = None) -> str:
    """arXiv's answer, with line breaks inside titles as it has them."""
    rows = "".join(
        f"<entry><id>http://arxiv.org/abs/{each.number}v2</id><published>{each.published}T17:00:00Z</published>"
        f"<updated>2026-01-01T00:00:00Z</updated><title>{escape(each.title).replace(' ', chr(10) + '  ', 1)}</title>"
        f"<summary>  {escape(each.abstract)}\n</summary>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in each.authors)
        + '<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/><category term="68T05"/>'
        + (f"<arxiv:doi>{each.doi}</arxiv:doi>" if each.doi else "")
        + "</entry>"
        for each in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{len(entries) if total is None else total}</opensearch:totalResults>{rows}</feed>"
    )


def atom_error(sentence: str) -> Reply:
    """arXiv's own form of an error."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title>'
        f"<summary>{sentence}</summary></entry></feed>"
    )
    return Reply(400, feed.encode(), "application/atom+xml")


def _hugging_face(server: FakeServices, path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    if path == "api/papers/search":
        found = server.nearest("hugging_face", query["q"], int(query["limit"]))
        return as_json([{"paper": hub_paper(each), "title": each.title, "numComments": 1} for each in found])
    each = server.by_number("hugging_face").get(path.rpartition("/")[2])
    return as_json(hub_paper(each)) if each else as_json({"error": "Paper not found"}, 404)


def hub_paper(each: Entry) -> dict[str, Any]:
    """A paper of Hugging Face."""
    return {
        "id": each.number,
        "title": each.title,
        "summary": each.abstract,
        "authors": [{"name": name, "hidden": False} for name in each.authors],
        "publishedAt": f"{each.published}T17:00:00.000Z",
        "upvotes": each.votes,
        **({"githubRepo": each.code} if each.code else {}),
    }


def _openalex(server: FakeServices, path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    known = server.by_number("openalex")
    if path.startswith("works/doi:"):
        each = known.get(path.partition("arxiv.")[2])
        return as_json(work(each)) if each else as_json({"error": "Not Found"}, 404)
    chosen = query["filter"]
    if chosen.startswith("doi:"):
        numbers = [doi.partition("arxiv.")[2] for doi in chosen.removeprefix("doi:").split("|")]
        found = [known[number] for number in numbers if number in known]
    else:
        found = server.nearest("openalex", chosen, int(query["per_page"]))
    return as_json({"meta": {"count": len(found)}, "results": [work(each) for each in found]})


def work(each: Entry) -> dict[str, Any]:
    """A work of OpenAlex."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(each.abstract.split()):
        places.setdefault(word, []).append(at)
    return {
        "id": f"https://openalex.org/W{each.number.replace('.', '')}",
        "doi": f"https://doi.org/10.48550/arxiv.{each.number}",
        "title": each.title,
        "publication_date": each.published,
        "publication_year": int(each.published[:4]),
        "authorships": [{"author": {"display_name": name}} for name in each.authors],
        "primary_location": {
            "source": {"display_name": each.venue or "arXiv", "type": "conference" if each.venue else "repository"}
        },
        "locations": [{"landing_page_url": f"http://arxiv.org/abs/{each.number}", "source": None}],
        "cited_by_count": each.citations,
        "is_retracted": False,
        "abstract_inverted_index": places or None,
    }


def _semantic_scholar(server: FakeServices, path: str, query: Mapping[str, str], body: bytes) -> Reply:
    if path.endswith("/match"):
        found = server.nearest("semantic_scholar", query["query"], 1)
        return as_json({"data": [scholar_paper(each) for each in found]})
    ids = json.loads(body)["ids"]
    if any(not re.fullmatch(r"ARXIV:\d{4}\.\d{4,5}|DOI:10\..*", each) for each in ids):
        return as_json({"error": "No valid paper ids given"}, 400)
    known = server.by_number("semantic_scholar")
    rows = [known.get(each.removeprefix("ARXIV:")) for each in ids]
    return as_json([scholar_paper(each) if each else None for each in rows])


def scholar_paper(each: Entry) -> dict[str, Any]:
    """A paper of Semantic Scholar."""
    return {
        "paperId": each.number.replace(".", "").zfill(40),
        "externalIds": {"ArXiv": each.number, "CorpusId": 1},
        "title": each.title,
        "abstract": None,
        "year": int(each.published[:4]),
        "venue": each.venue or "arXiv.org",
        "authors": [{"authorId": "1", "name": name} for name in each.authors],
        "citationCount": each.citations + 1,
        "tldr": {"model": "tldr@v2.0.0", "text": "It works."},
    }


def _crossref(server: FakeServices, _path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    if "filter" in query:
        dois = {each.removeprefix("doi:") for each in query["filter"].split(",")}
        found = [each for each, _ in server.known("crossref") if each.doi and each.doi in dois]
    else:
        found = [each for each in server.nearest("crossref", query["query.bibliographic"], 5) if each.doi]
    return as_json({"status": "ok", "message": {"total-results": len(found), "items": [item(each) for each in found]}})


def item(each: Entry) -> dict[str, Any]:
    """An item of Crossref."""
    people = [name.rpartition(" ") for name in each.authors]
    return {
        "DOI": each.doi,
        "title": [each.title],
        "author": [{"given": given, "family": family} for given, _, family in people],
        "issued": {"date-parts": [[2025, 3]]},
        "container-title": [each.venue or "A Journal"],
        "type": "journal-article",
        "is-referenced-by-count": 2,
        "score": 61.5,
    }


def _datacite(server: FakeServices, _path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    known = server.by_number("datacite")
    numbers = re.findall(r"arxiv\.([\d.]+)", query["query"])
    return as_json({"data": [datacite_record(known[each]) for each in numbers if each in known]})


def datacite_record(each: Entry) -> dict[str, Any]:
    """A record of DataCite."""
    people = [name.rpartition(" ") for name in each.authors]
    return {
        "id": f"10.48550/arxiv.{each.number}",
        "type": "dois",
        "attributes": {
            "doi": f"10.48550/arxiv.{each.number}",
            "titles": [{"title": each.title}],
            "creators": [{"name": f"{f}, {g}", "givenName": g, "familyName": f} for g, _, f in people],
            "publicationYear": int(each.published[:4]),
            "dates": [{"date": f"{each.published}T00:00:00Z", "dateType": "Submitted"}],
            "descriptions": [{"description": each.abstract, "descriptionType": "Abstract"}],
            "relatedIdentifiers": [],
        },
    }


def _openreview(server: FakeServices, _path: str, query: Mapping[str, str], _body: bytes) -> Reply:
    return as_json({"notes": [note(each) for each in server.nearest("openreview", query["term"], 10)], "count": 10})


def note(each: Entry) -> dict[str, Any]:
    """A note of OpenReview, version 2."""
    return {
        "id": f"n{each.number}",
        "forum": f"f{each.number}",
        "cdate": 1_704_200_000_000,
        "content": {
            "title": {"value": each.title},
            "abstract": {"value": each.abstract},
            "authors": {"value": list(each.authors)},
            "venue": {"value": each.venue or "Submitted to ICLR 2025"},
        },
    }


def _github(_server: FakeServices, path: str, _query: Mapping[str, str], body: bytes) -> Reply:
    if path == "graphql":
        asked = re.findall(r'(r\d+):repository\(owner:"([^"]+)",name:"([^"]+)"\)', json.loads(body)["query"])
        rows = {key: {"nameWithOwner": f"{o}/{n}", "stargazerCount": 9, "isArchived": False} for key, o, n in asked}
        return as_json({"data": rows})
    return as_json({"full_name": path.removeprefix("repos/"), "stargazers_count": 9, "archived": True})


ANSWERS: dict[str, Callable[[FakeServices, str, Mapping[str, str], bytes], Reply]] = {
    "arxiv": _arxiv,
    "hugging_face": _hugging_face,
    "openalex": _openalex,
    "semantic_scholar": _semantic_scholar,
    "crossref": _crossref,
    "datacite": _datacite,
    "openreview": _openreview,
    "github": _github,
}
