"""The guarded client, asked of a local server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from components.net.client import GuardedClient, RateLimitedError, RequestError

# path → (status, headers, body)
RESPONSES: dict[str, tuple[int, dict[str, str], str]] = {
    "/object": (200, {"Content-Type": "application/json"}, '{"name": "engine"}'),
    "/list": (200, {"Content-Type": "application/json"}, "[1, 2]"),
    "/damaged": (200, {}, "<html>"),
    "/gone": (410, {}, ""),
    "/error": (500, {}, ""),
    "/moved": (301, {"Location": "/object"}, ""),
    "/circle": (302, {"Location": "/circle"}, ""),
    "/private": (302, {"Location": "http://169.254.169.254/"}, ""),
    "/limited": (429, {"Retry-After": "60"}, ""),
    "/limited-for-years": (429, {"Retry-After": "999999999"}, ""),
    "/limited-without-end": (429, {}, ""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = RESPONSES.get(self.path, (404, {}, ""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def asked(ask: Callable[[GuardedClient], Awaitable[Any]], allow: tuple[str, ...] = ("127.0.0.1",)) -> Any:
    async def run() -> Any:
        async with GuardedClient(allow_addresses=allow) as client:
            return await ask(client)

    return asyncio.run(run())


@pytest.mark.parametrize("path", ["/object", "/moved"])
def test_an_object_is_returned(base: str, path: str) -> None:
    assert asked(lambda client: client.get_json(base + path)) == {"name": "engine"}


@pytest.mark.parametrize("path", ["/gone", "/never"])
def test_nothing_there_is_none(base: str, path: str) -> None:
    assert asked(lambda client: client.get_json(base + path)) is None


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/list", "gives an answer of another shape"),
        ("/damaged", "gives an answer that cannot be read"),
        ("/error", "answers 500"),
        ("/circle", "redirects without end"),
        ("/private", "address not permitted"),
    ],
)
def test_an_unusable_answer_raises_with_its_reason(base: str, path: str, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        asked(lambda client: client.get_json(base + path))


def test_without_following_a_redirect_is_the_answer(base: str) -> None:
    result = asked(lambda client: client.get(f"{base}/moved", follow=False))
    assert (result.status, result.location) == (301, "/object")


@pytest.mark.parametrize(("path", "tells"), [("/limited", True), ("/limited-without-end", False)])
def test_a_limit_says_until_when_if_the_host_does(base: str, path: str, tells: bool) -> None:
    with pytest.raises(RateLimitedError, match="asks for a pause") as caught:
        asked(lambda client: client.get(base + path))
    assert bool(caught.value.retry_at) is tells


def test_a_pause_of_years_is_cut_to_a_month(base: str) -> None:
    with pytest.raises(RateLimitedError) as caught:
        asked(lambda client: client.get(f"{base}/limited-for-years"))
    assert caught.value.retry_at[:4] < "2100"


def test_private_addresses_are_refused(base: str) -> None:
    with pytest.raises(RequestError, match="address not permitted"):
        asked(lambda client: client.get(f"{base}/object"), allow=())


def test_it_is_used_as_a_context_manager(base: str) -> None:
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(GuardedClient().get(f"{base}/object"))
