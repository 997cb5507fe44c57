"""How many pages may be open: of a visitor, of an address, of all; the next one gets a sentence."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse

from components.server import descriptors
from components.server.middleware import open_pages
from components.server.middleware.forwarded_for import ForwardedFor
from components.server.middleware.open_pages import PROMISED, OpenPages
from components.settings import settings

BROWSER = {"accept": "text/html,*/*"}


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


async def page(websocket):
    await websocket.accept()
    await websocket.receive_text()


async def html(_request):
    return HTMLResponse("<p>page</p>")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(clock, monkeypatch):
    """A server of at most 8 pages, 3 of a visitor and 6 of an address; its proxies are this machine and testclient."""
    limits = {"TABS": "3", "SESSIONS": "8", "ADDRESS_SHARE": "2", "PROXIES": "*"}
    for name, value in limits.items():
        monkeypatch.setenv(f"DIGEST_ATLAS_{name}", value)
    settings.cache_clear()
    app = Starlette(
        routes=[Route("/", html), Route("/list/a", html), WebSocketRoute("/page", page)],
        middleware=[Middleware(ForwardedFor), Middleware(OpenPages, ("/list/",), clock=clock)],
    )
    with TestClient(app) as made:
        yield made
    settings.cache_clear()


def someone(number, address="203.0.113.1"):
    return {"cookie": f"digest_atlas={number:022d}", "x-forwarded-for": address}


def connect(client, headers):
    connection = client.websocket_connect("/page", headers=headers)
    connection.__enter__()
    return connection


def close(*connections):
    for each in connections:
        each.send_text("bye")
        each.__exit__(None, None, None)


def refusal(client, headers):
    with pytest.raises(WebSocketDenialResponse) as refused:
        connect(client, headers)
    return refused.value


def test_one_visitor_has_a_few_pages_and_closed_ones_make_room(client):
    mine = [connect(client, someone(1)) for _ in range(3)]
    refused = refusal(client, someone(1))
    assert refused.status_code == 429
    assert "Close one" in refused.text
    other = connect(client, someone(2))
    close(mine.pop())
    close(connect(client, someone(1)), other, *mine)


def test_made_up_cookies_do_not_shut_others_out(client):
    made_up = [connect(client, someone(number)) for number in range(6)]
    assert "network address" in refusal(client, someone(99)).text
    assert refusal(client, {"x-forwarded-for": "203.0.113.1"}).status_code == 429
    elsewhere = [connect(client, someone(number, "198.51.100.7")) for number in (1, 2)]
    refused = refusal(client, someone(3, "192.0.2.5"))
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    close(*made_up, *elsewhere)


def test_a_cookie_that_is_no_token_makes_no_visitor(client):
    mine = [connect(client, {"cookie": f"digest_atlas=made-up-{number}"}) for number in range(3)]
    assert refusal(client, {"cookie": "digest_atlas=another"}).status_code == 429
    close(*mine)


def test_instead_of_a_page_too_many_a_browser_shows_why(client):
    mine = [connect(client, someone(number // 3)) for number in range(6)]
    answer = client.get("/", headers=BROWSER | someone(9))
    assert answer.status_code == 429
    assert answer.headers["content-type"].startswith("text/html")
    assert "Your network address has 6 pages open" in answer.text
    assert client.get("/list/a", headers=BROWSER | someone(9)).status_code == 200  # needs no connection of its own
    assert client.get("/", headers=someone(9)).status_code == 200  # no browser
    close(mine.pop())
    assert client.get("/", headers=BROWSER | someone(9)).status_code == 200
    close(*mine)


def test_who_reloads_the_last_page_they_may_have_gets_it(client):
    mine = [connect(client, someone(1)) for _ in range(3)]
    assert client.get("/", headers=BROWSER | someone(1)).status_code == 200
    close(mine.pop())
    again = connect(client, someone(1))
    close(again, *mine)


def test_a_page_that_was_given_is_open_until_it_comes_or_does_not(client, clock):
    for number in range(6):
        assert client.get("/", headers=BROWSER | someone(number)).status_code == 200
    assert client.get("/", headers=BROWSER | someone(7)).status_code == 429
    came = [connect(client, someone(number)) for number in range(6)]  # each keeps its promise
    assert client.get("/", headers=BROWSER | someone(7)).status_code == 429
    close(*came)
    assert client.get("/", headers=BROWSER | someone(7)).status_code == 200
    clock.now = PROMISED + 1
    for number in range(6):
        assert client.get("/", headers=BROWSER | someone(number)).status_code == 200


def test_all_pages_are_as_many_as_there_are_descriptors_for(monkeypatch):
    monkeypatch.setattr(descriptors, "limit", lambda: 1024)
    monkeypatch.setenv("DIGEST_ATLAS_SESSIONS", "0")
    settings.cache_clear()
    try:
        assert open_pages.most_pages() == descriptors.pages(1024)
        monkeypatch.setenv("DIGEST_ATLAS_SESSIONS", "7")
        settings.cache_clear()
        assert open_pages.most_pages() == 7
    finally:
        monkeypatch.undo()
        settings.cache_clear()
