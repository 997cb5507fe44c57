"""Looking links up at a local server that answers as the services do."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from components.links.lookup import archives, github, hub
from components.links.lookup.client import LookupClient, Services
from components.net.client import RateLimitedError, RequestError
from components.settings import read

REPOSITORY = {
    "full_name": "ada/engine", "archived": False, "size": 12, "fork": False, "stargazers_count": 7,
    "pushed_at": "2026-01-02T03:04:05Z", "license": {"spdx_id": "MIT"},
}  # fmt: skip
ORIGIN = "/api/1/origin/https://github.com/{}/visit/latest/?require_snapshot=true"

# path -> (status, headers, body)
ANSWERS: dict[str, tuple[int, dict[str, str], Any]] = {
    "/repos/ada/engine": (200, {}, REPOSITORY),
    "/repos/ada/engine/readme": (200, {}, "# Engine\n\n```\npip install engine\n```\n"),
    "/repos/ada/soon": (200, {}, REPOSITORY | {"full_name": "ada/soon"}),
    "/repos/ada/soon/readme": (200, {}, "# Soon\n\nThe code will be released upon acceptance. " + "Thank you. " * 60),
    "/repos/ada/bare": (200, {}, REPOSITORY | {"full_name": "ada/bare", "license": None}),
    "/repos/ada/bare/readme": (404, {}, {"message": "Not Found"}),
    "/repos/ada/old": (301, {"Location": "/repositories/1"}, {"message": "Moved Permanently"}),
    "/repositories/1": (200, {}, REPOSITORY | {"archived": True}),
    "/repos/ada/empty": (200, {}, REPOSITORY | {"full_name": "ada/empty", "size": 0}),
    "/repos/ada/away": (302, {"Location": "http://127.0.0.2:{port}/repos/ada/engine"}, ""),
    "/repos/ada/private": (302, {"Location": "http://169.254.169.254/"}, ""),
    "/repos/ada/limited": (
        403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}, {"message": "API rate limit exceeded"},
    ),
    "/repos/ada/broken": (200, {}, "<html>"),
    "/repos/ada/list": (200, {}, ["a", "list"]),
    "/repos/ada/error": (500, {}, {}),
    "/repos/ada/nameless": (200, {}, {"size": 1}),
    "/api/models/ada/engine": (
        200, {}, {"id": "ada/engine", "gated": "manual", "likes": 3, "siblings": [{"rfilename": "a.bin"}]},
    ),
    "/api/datasets/ada/set": (
        200, {}, {"id": "ada/new-set", "gated": False, "disabled": True, "siblings": [{"rfilename": "README.md"}]},
    ),
    "/api/spaces/ada/app": (200, {}, {"id": "ada/app", "runtime": {"stage": "SLEEPING"}}),
    "/api/spaces/ada/fails": (200, {}, {"id": "ada/fails", "runtime": {"stage": "BUILD_ERROR"}}),
    "/api/spaces/ada/runs": (200, {}, {"id": "ada/runs", "runtime": {"stage": "RUNNING"}}),
    "/web/https://example.org/a": (302, {"Location": "/web/20240506070809/https://example.org/a"}, ""),
    "/web/https://example.org/odd": (302, {"Location": "http://elsewhere.example.org/"}, ""),
    "/web/https://example.org/busy": (429, {"Retry-After": "60"}, ""),
    "/web/https://github.com/ada/engine": (302, {"Location": "/web/20230102000000/https://github.com/ada/engine"}, ""),
    ORIGIN.format("ada/engine"): (200, {}, {"date": "2025-04-03T00:00:00+00:00", "snapshot": "abc"}),
    ORIGIN.format("ada/unseen"): (200, {}, {"date": "2025-04-03T00:00:00+00:00", "snapshot": None}),
}  # fmt: skip


class StandIn(ThreadingHTTPServer):
    """Answers from the table; keeps the tokens it was given, by address."""

    daemon_threads = True
    tokens: list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        token = self.headers.get("Authorization", "")
        self.server.tokens.append((self.connection.getsockname()[0], token))
        status, headers, body = ANSWERS.get(self.path, (404, {}, {"message": "Not Found"}))
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value.replace("{port}", str(self.server.server_address[1])))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    server = StandIn(("127.0.0.1", 0), Handler)
    server.tokens = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def services(stand_in: StandIn) -> Services:
    stand_in.tokens.clear()
    base = f"http://127.0.0.1:{stand_in.server_address[1]}"
    return Services(base, base, base, base, allow_addresses=("127.0.0.1",))


def asked(services: Services, ask: Callable[[LookupClient], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with LookupClient(services) as client:
            return await ask(client)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/ada/engine", "ada/engine"),
        ("https://www.github.com/ada/engine.git", "ada/engine"),
        ("https://github.com/ada/engine/tree/main/src#top", "ada/engine"),
        ("https://github.com/ada", ""),
        ("https://github.com/topics/engine", ""),
        ("https://gist.github.com/ada/1234", ""),
        ("https://example.org/ada/engine", ""),
    ],
)
def test_repository_of(url: str, name: str) -> None:
    assert github.repository_of(url) == name


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("engine", []),
        ("soon", ["code still to come"]),
        ("bare", ["code still to come"]),
        ("old", ["archived", "renamed to ada/engine"]),
        ("empty", ["empty"]),
    ],
)
def test_what_github_says(services: Services, name: str, notes: list[str]) -> None:
    url = f"https://github.com/ada/{name}"
    found = asked(services, lambda client: github.look_up(client, url, read_readme=name != "old"))
    assert found.notes() == notes
    assert found.stars == 7
    assert found.address == f"https://github.com/{found.full_name}"


def test_a_repository_that_is_not_there(services: Services) -> None:
    assert asked(services, lambda client: github.look_up(client, "https://github.com/ada/none")) is None
    assert asked(services, lambda client: github.look_up(client, "https://example.org/ada/none")) is None


def test_a_spent_limit_says_until_when(services: Services) -> None:
    with pytest.raises(RateLimitedError, match=r"asks for a pause until \d{4}-\d\d-\d\d \d\d:\d\d UTC") as caught:
        asked(services, lambda client: github.look_up(client, "https://github.com/ada/limited"))
    assert caught.value.retry_at


@pytest.mark.parametrize("name", ["broken", "list", "error", "nameless", "private"])
def test_an_answer_that_cannot_be_used_is_said(services: Services, name: str) -> None:
    with pytest.raises(RequestError):
        asked(services, lambda client: github.look_up(client, f"https://github.com/ada/{name}"))


def test_the_token_is_sent_to_its_host_alone(services: Services, stand_in: StandIn) -> None:
    other = StandIn(("127.0.0.2", stand_in.server_address[1]), Handler)
    other.tokens = []
    threading.Thread(target=other.serve_forever, daemon=True).start()
    with_token = replace(services, github_token="secret", allow_addresses=("127.0.0.1", "127.0.0.2"))
    try:
        asked(with_token, lambda client: github.look_up(client, "https://github.com/ada/away"))
    finally:
        other.shutdown()
    assert stand_in.tokens == [("127.0.0.1", "Bearer secret")]
    assert other.tokens == [("127.0.0.2", "")]
    assert "secret" not in repr(with_token)


@pytest.mark.parametrize(("given", "token"), [(" abc ", "abc"), ("", "")])
def test_the_token_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch, given: str, token: str) -> None:
    monkeypatch.setattr("components.links.lookup.client.settings", lambda: read({"GITHUB_TOKEN": given}))
    assert Services.usual().github_token == token


@pytest.mark.parametrize(
    ("url", "notes"),
    [
        ("https://huggingface.co/ada/engine", ["gated: access is given by hand"]),
        ("https://hf.co/datasets/ada/set/viewer", ["disabled", "empty", "renamed to ada/new-set"]),
        ("https://huggingface.co/spaces/ada/app", ["asleep: it wakes when visited"]),
        ("https://huggingface.co/spaces/ada/fails", ["not running (build error)"]),
        ("https://huggingface.co/spaces/ada/runs", []),
    ],
)
def test_what_the_hub_says(services: Services, url: str, notes: list[str]) -> None:
    assert asked(services, lambda client: hub.look_up(client, url)).notes() == notes


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/ada",
        "https://huggingface.co/papers/2404.06773",
        "https://huggingface.co/ada/none",
        "https://ada-app.hf.space/",
        "https://example.org/ada/engine",
    ],
)
def test_what_the_hub_does_not_have(services: Services, url: str) -> None:
    assert asked(services, lambda client: hub.look_up(client, url)) is None


def test_archived_copies(services: Services) -> None:
    found = asked(services, lambda client: archives.copies(client, "https://github.com/ada/engine"))
    assert [(copy.archive, copy.taken) for copy in found] == [
        ("Wayback Machine", "2023-01-02"),
        ("Software Heritage", "2025-04-03"),
    ]
    assert found[0].address == f"{services.wayback}/web/20230102000000/https://github.com/ada/engine"
    assert "origin_url=https%3A%2F%2Fgithub.com%2Fada%2Fengine" in found[1].address


@pytest.mark.parametrize("url", ["https://example.org/none", "https://github.com/ada/unseen"])
def test_no_archived_copy(services: Services, url: str) -> None:
    assert asked(services, lambda client: archives.copies(client, url)) == []


@pytest.mark.parametrize("url", ["https://example.org/odd", "https://example.org/busy"])
def test_an_archive_that_gives_no_answer(services: Services, url: str) -> None:
    with pytest.raises(RequestError):
        asked(services, lambda client: archives.in_wayback(client, url))
    assert asked(services, lambda client: archives.copies(client, url)) == []
