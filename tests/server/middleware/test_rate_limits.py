"""What the door refuses: too many pages, too many bytes; and what every answer tells browsers."""

from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from components.server.middleware import security_headers
from components.server.middleware.rate_limits import RateLimits, visitor
from components.server.middleware.security_headers import SecurityHeaders
from components.settings import MEGABYTE, settings
from components.store.database import open_store
from components.workspace.jobs import link_check
from components.workspace.jobs.link_budget import LinkBudget

HER = {"cookie": "digest_atlas=aaaaaaaaaaaaaaaaaaaaaa"}
HIM = {"cookie": "digest_atlas=bbbbbbbbbbbbbbbbbbbbbb"}


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


async def take(request):
    return PlainTextResponse(str(len(await request.body())))


async def page(websocket):
    await websocket.accept()
    await websocket.receive_text()


async def listed(_request):
    return HTMLResponse("x", headers={"content-security-policy": "default-src 'none'"})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(clock, monkeypatch):
    limits = {"DIGEST_ATLAS_TABS": "3", "DIGEST_ATLAS_SESSIONS": "5", "DIGEST_ATLAS_UPLOAD_MB": "1"}
    for name, value in (limits | {"DIGEST_ATLAS_UPLOAD_MB_A_MINUTE": "3"}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    app = Starlette(
        routes=[Route("/take", take, methods=["PUT"]), WebSocketRoute("/page", page), Route("/listed", listed)],
        middleware=[Middleware(SecurityHeaders), Middleware(RateLimits, clock=clock)],
    )
    with TestClient(app) as made:
        yield made
    settings.cache_clear()


def test_a_gigabyte_is_refused_before_it_is_read(client):
    answer = client.put("/take", content=b"x", headers={"content-length": str(10**9)})
    assert answer.status_code == 413
    assert "1 MB" in answer.text


def test_bytes_that_nobody_announced_are_counted(client):
    def stream():
        for _ in range(40):
            yield b"x" * (MEGABYTE // 10)

    assert client.put("/take", content=stream()).status_code == 413
    assert client.put("/take", content=b"x" * MEGABYTE, headers=HER).text == str(MEGABYTE)


def test_one_visitor_sends_only_so_much_a_minute_and_others_are_not_kept_waiting(client, clock):
    for _ in range(3):
        assert client.put("/take", content=b"x" * MEGABYTE, headers=HER).status_code == 200
    refused = client.put("/take", content=b"x" * MEGABYTE, headers=HER)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert client.put("/take", content=b"x" * MEGABYTE, headers=HIM).status_code == 200
    clock.now = 61
    assert client.put("/take", content=b"x" * MEGABYTE, headers=HER).status_code == 200


def open_page(client, headers):
    connection = client.websocket_connect("/page", headers=headers)
    connection.__enter__()
    return connection


def test_200_tabs_are_a_few_and_closed_ones_make_room(client):
    hers = [open_page(client, HER) for _ in range(3)]
    for _ in range(197):
        with pytest.raises(WebSocketDisconnect) as refused:
            open_page(client, HER)
    assert refused.value.code == 1013
    his = [open_page(client, HIM) for _ in range(2)]
    with pytest.raises(WebSocketDisconnect):  # all together: five
        open_page(client, {"x-forwarded-for": "203.0.113.9"})
    for each in [*hers, *his]:
        each.send_text("bye")
        each.__exit__(None, None, None)
    again = open_page(client, HER)
    again.send_text("bye")
    again.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("headers", "who"),
    [
        ([(b"cookie", b"a=1; digest_atlas=abc")], "cookie abc"),
        ([(b"x-forwarded-for", b"6.6.6.6, 203.0.113.9")], "address 203.0.113.9"),
        ([(b"cookie", b"digest_atlas=")], "address 127.0.0.1"),
        ([], "address 127.0.0.1"),
    ],
)
def test_a_visitor_is_known_by_what_cannot_be_borrowed(headers, who):
    assert visitor({"type": "http", "headers": headers, "client": ("127.0.0.1", 5)}) == who


def test_every_answer_is_careful_and_a_policy_of_its_own_is_kept(client, monkeypatch):
    headers = client.put("/take", content=b"x").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "connect-src 'self' ws://testserver wss://testserver blob: data:;" in headers["content-security-policy"]
    assert headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "SAMEORIGIN")
    assert headers["referrer-policy"] == "same-origin"
    assert client.get("/listed").headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'self'"
    monkeypatch.setenv("DIGEST_ATLAS_FRAMES", "https://huggingface.co https://x.hf.space")
    settings.cache_clear()
    headers = client.get("/listed").headers
    assert headers["content-security-policy"].endswith(
        "frame-ancestors 'self' https://huggingface.co https://x.hf.space"
    )
    assert "x-frame-options" not in headers
    assert client.get("/missing").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "address", "named"),
    [
        ("127.0.0.1:8501", "", " ws://127.0.0.1:8501 wss://127.0.0.1:8501"),
        ("[::1]:8501", "", " ws://[::1]:8501 wss://[::1]:8501"),
        ("a.org", "https://b.org/atlas", " ws://a.org wss://a.org ws://b.org wss://b.org"),
        ("a.org; script-src *", "", ""),
        ("*", "", ""),
        ("", "", ""),
    ],
)
def test_the_policy_names_no_websocket_but_our_own(host, address, named):
    assert f"connect-src 'self'{named} blob: data:;" in security_headers.policy(host, address)


def test_a_flood_of_links_is_cut_for_all_together():
    clock = Clock()
    budget = LinkBudget(100, clock)
    assert [budget.take(60), budget.take(60), budget.take(60)] == [60, 40, 0]
    clock.now = 3600
    assert budget.take(500) == 100
    assert LinkBudget(0, clock).take(10**6) == 10**6


def test_a_check_asks_no_more_than_the_server_may(monkeypatch, tmp_path):
    asked: list[list[str]] = []

    def job(urls, *_, **__):
        asked.append(urls)
        return SimpleNamespace(running=False)

    monkeypatch.setattr(link_check, "CheckJob", job)
    budget, jobs = LinkBudget(3, Clock()), link_check.LinkJobs()
    monkeypatch.setattr(link_check, "server_link_budget", lambda: budget)
    urls = [f"https://example.org/{number}" for number in range(5)]
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    jobs.start(engine, urls)
    assert (asked, jobs.over_budget) == ([urls[:3]], 2)
    jobs.start(engine, urls)
    assert (asked[1:], jobs.over_budget) == ([[]], 5)
    engine.dispose()
