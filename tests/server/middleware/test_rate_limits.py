"""What is refused before it is read: too many bytes and requests; and what every answer tells browsers."""

from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from components.server.middleware import security_headers
from components.server.middleware.rate_limits import RateLimits
from components.server.middleware.security_headers import SecurityHeaders
from components.settings import MEGABYTE, settings

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
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_text(str(len(await websocket.receive_bytes())))


async def listed(_request):
    return HTMLResponse("x", headers={"content-security-policy": "default-src 'none'"})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(clock, monkeypatch):
    limits = {"DIGEST_ATLAS_REQUESTS_A_MINUTE": "5", "DIGEST_ATLAS_UPLOAD_MB": "1", "DIGEST_ATLAS_ADDRESS_SHARE": "3"}
    for name, value in (limits | {"DIGEST_ATLAS_UPLOAD_MB_A_MINUTE": "3", "DIGEST_ATLAS_WORKSPACE_MB": "2"}).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    upload = "/_stcore/upload_file/{session}/{file}"
    held = {"mine": (0, 0)}
    app = Starlette(
        routes=[
            *(Route(path, take, methods=["PUT"]) for path in ("/take", upload)),
            *(Route(path, listed) for path in ("/listed", "/list/a", "/api/papers.json")),
            WebSocketRoute("/page", page),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RateLimits, ("/list/", "/api/"), held=lambda session: held.get(session, (0, 0)), clock=clock),
        ],
    )
    app.state.held = held
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


def someone(number):
    return {"cookie": f"digest_atlas={number:022d}"}


def test_one_address_sends_only_so_much_whatever_cookies_it_makes_up(client, clock):
    answers = [client.put("/take", content=b"x" * MEGABYTE, headers=someone(number)) for number in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429] * 3
    clock.now = 61
    assert client.put("/take", content=b"x", headers=someone(99)).status_code == 200


@pytest.mark.parametrize("path", ["/list/a", "/api/papers.json"])
def test_lists_feeds_and_answers_are_asked_for_only_so_often(client, clock, path):
    assert [client.get(path, headers=HER).status_code for _ in range(7)] == [200] * 5 + [429] * 2
    refused = client.get(path, headers=HER)
    assert refused.headers["retry-after"] == "60"
    words = refused.json()["error"] if "/api/" in path else refused.text
    assert words.startswith("You have asked for much")
    assert client.get(path, headers=HIM).status_code == 200
    assert [client.get(path, headers=someone(number)).status_code for number in range(12)] == [200] * 9 + [429] * 3
    assert client.get("/listed", headers=HER | {"accept": "*/*"}).status_code == 200  # what a page loads
    assert client.get("/listed", headers=HER | {"accept": "text/html"}).status_code == 429  # a page
    clock.now = 61
    assert client.get(path, headers=HER).status_code == 200


def test_uploads_that_nobody_reads_do_not_fill_the_memory(client):
    upload = "/_stcore/upload_file/mine/file"
    assert client.put(upload, content=b"x" * MEGABYTE).status_code == 200
    client.app.state.held["mine"] = (3 * MEGABYTE, 3 * MEGABYTE)
    refused = client.put(upload, content=b"x" * MEGABYTE)
    assert refused.status_code == 429
    assert "waits to be read" in refused.text
    client.app.state.held["mine"] = (0, 9 * MEGABYTE)  # of other visitors
    assert client.put(upload, content=b"x" * MEGABYTE).status_code == 429
    client.app.state.held["mine"] = (0, 0)
    assert client.put(upload, content=b"x" * MEGABYTE).status_code == 200


def test_what_a_page_sends_counts_too(client):
    with client.websocket_connect("/page", headers=HER) as socket:
        for _ in range(3):
            socket.send_bytes(b"x" * MEGABYTE)
            assert socket.receive_text() == str(MEGABYTE)
        socket.send_bytes(b"x" * MEGABYTE)
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == 1013


@pytest.mark.parametrize("announced", ["-1", "1e9", "9" * 40, "²"])
def test_a_length_that_is_none_is_refused(client, announced):
    answer = client.put("/take", content=b"x", headers={b"content-length": announced.encode("latin-1")})
    assert answer.status_code == 413


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
