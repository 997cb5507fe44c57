"""The cookie that makes a browser a visitor: given once, to pages only, never stored by a cache in between."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from components.curation.workspaces.tokens import TOKEN, new_token
from components.server.middleware.visitor_cookie import VisitorCookie
from components.settings import settings
from components.workspace.visitor import COOKIE


def page(_request):
    return HTMLResponse("<p>page</p>", headers={"etag": "x"})


def script(_request):
    return PlainTextResponse("x", media_type="text/javascript")


class Client:
    """Asks an application for one thing at a time, without a server."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    def get(self, path: str, headers: dict[bytes, bytes] | None = None, method: str = "GET", scheme: str = "http"):
        return asyncio.run(self._ask(method, f"{scheme}://testserver{path}", headers))

    async def _ask(self, method: str, url: str, headers: dict[bytes, bytes] | None) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app)) as client:
            return await client.request(method, url, headers=headers)


@pytest.fixture
def client() -> Client:
    routes = [Route("/", page, methods=["GET", "HEAD", "POST"]), Route("/script.js", script)]
    return Client(Starlette(routes=routes, middleware=[Middleware(VisitorCookie)]))


def given(answer) -> SimpleCookie:
    return SimpleCookie(answer.headers.get("set-cookie", ""))


def test_a_new_browser_is_given_a_secret_token(client):
    answer = client.get("/")
    morsel = given(answer)[COOKIE]
    assert TOKEN.fullmatch(morsel.value)
    assert morsel["httponly"]
    assert morsel["samesite"].lower() == "lax"
    assert morsel["path"] == "/"
    assert int(morsel["max-age"]) > 300 * 24 * 3600
    assert not morsel["secure"]
    assert answer.headers["cache-control"] == "no-store"


def test_over_https_the_token_stays_on_https(client):
    assert given(client.get("/", scheme="https"))[COOKIE]["secure"]


def test_two_browsers_have_two_tokens(client):
    first = given(client.get("/"))[COOKIE].value
    assert given(client.get("/"))[COOKIE].value != first


def test_a_browser_keeps_its_token_for_a_year_from_every_page(client):
    token = new_token()
    answer = client.get("/", headers={b"cookie": f"{COOKIE}={token}".encode()})
    assert given(answer)[COOKIE].value == token
    assert int(given(answer)[COOKIE]["max-age"]) > 300 * 24 * 3600
    assert "private" in answer.headers["cache-control"]
    assert "set-cookie" not in client.get("/script.js", headers={b"cookie": f"{COOKIE}={token}".encode()}).headers


def test_where_tls_ends_elsewhere_the_public_address_says_that_it_is_there(client, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_ADDRESS", "https://atlas.example.org")
    settings.cache_clear()
    try:
        assert given(client.get("/"))[COOKIE]["secure"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("value", ["", "short", "x" * 23, "../../../../etc/passwd", "a b", "'; drop table x; --a"])
def test_what_is_no_token_is_replaced(client, value):
    answer = client.get("/", headers={b"cookie": f"{COOKIE}={value}".encode()})
    assert TOKEN.fullmatch(given(answer)[COOKIE].value)


@pytest.mark.parametrize("header", ["\x80=\x01", "=;;=", "a=b; " * 2000, f'{COOKIE}="unended'])
def test_a_damaged_cookie_header_breaks_nothing(client, header):
    answer = client.get("/", headers={b"cookie": header.encode("latin-1")})
    assert answer.status_code == 200
    assert COOKIE in given(answer)


def test_scripts_and_posts_get_no_token(client):
    assert "set-cookie" not in client.get("/script.js").headers
    assert "set-cookie" not in client.get("/", method="POST").headers
