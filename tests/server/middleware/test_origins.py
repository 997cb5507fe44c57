"""Pages of other sites are refused before anything outside this machine is asked about them."""

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from components.server.middleware.origins import Origins, may_connect


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
