"""Pages of other sites are refused before anything outside this machine is asked about them."""

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from components.server.middleware.origins import Origins, may_connect
from components.settings import settings


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        (None, "atlas.example.org", True),
        ("https://atlas.example.org", "atlas.example.org", True),
        ("https://atlas.example.org:8443", "atlas.example.org:8443", True),
        ("http://localhost:3000", "127.0.0.1:8501", True),
        ("https://friend.example.org", "atlas.example.org", True),
        ("https://public.example.org", "10.0.0.7:8501", True),
        ("https://evil.example.org", "atlas.example.org", False),
        ("https://atlas.example.org.evil.org", "atlas.example.org", False),
        ("https://atlas.example.org:444", "atlas.example.org", False),
        ("null", "atlas.example.org", False),
        ("", "atlas.example.org", False),
        ("file://", "atlas.example.org", False),
        ("https://[", "atlas.example.org", False),
    ],
)
def test_which_sites_may(origin, host, may):
    options = {
        "server.enableCORS": True,
        "browser.serverAddress": "public.example.org",
        "server.corsAllowedOrigins": ["https://friend.example.org"],
    }
    assert may_connect(origin, host, options.__getitem__) is may
    options["server.enableCORS"] = False
    assert may_connect(origin, host, options.__getitem__)


def test_a_page_of_another_site_does_not_reach_the_app():
    async def page(websocket):
        await websocket.accept()
        await websocket.send_text("hello")

    app = Starlette(routes=[WebSocketRoute("/", page)], middleware=[Middleware(Origins, option=st.get_option)])
    with TestClient(app) as client:
        with client.websocket_connect(
            "ws://atlas.example.org/", headers={"origin": "http://atlas.example.org"}
        ) as socket:
            assert socket.receive_text() == "hello"
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("ws://atlas.example.org/", headers={"origin": "http://evil.example.org"}),
        ):
            pass


@pytest.fixture
def forms():
    async def changed(_request):
        return PlainTextResponse("changed")

    paths = [Route(path, changed, methods=["GET", "POST"]) for path in ("/open/x", "/_stcore/upload_file/x")]
    return TestClient(
        Starlette(routes=paths, middleware=[Middleware(Origins, option=st.get_option)]),
        base_url="http://atlas.example.org:8501",
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a mail program's button
        ({"origin": "http://atlas.example.org:8501"}, 200),
        ({"origin": "https://public.example.org"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://atlas.example.org:8501"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": "http://evil.example.org"}, 403),
        ({"origin": "http://atlas.example.org"}, 403),  # another port is another site's page
        ({"origin": "http://localhost:3000"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
        ({"origin": ""}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_only_our_own_pages_may_ask_for_a_change_over_plain_http_too(forms, monkeypatch, headers, status):
    monkeypatch.setenv("DIGEST_ATLAS_ADDRESS", "https://public.example.org")
    settings.cache_clear()
    try:
        assert forms.post("/open/x", headers=headers).status_code == status
        assert forms.get("/open/x", headers=headers).status_code == 200
        assert forms.post("/_stcore/upload_file/x", headers=headers).status_code == 200  # Streamlit's own affair
    finally:
        monkeypatch.undo()
        settings.cache_clear()
