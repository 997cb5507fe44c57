"""Which sites' pages may talk to this server: its own, and those that Streamlit's options name.

Streamlit compares any other with this machine's public address, which it asks a server on the internet for, and all
visitors wait meanwhile. Here such a page is refused before that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

HERE = {"localhost", "127.0.0.1", "0.0.0.0"}
POLICY_VIOLATION = 1008


class Origins:
    """Refuses WebSockets that pages of other sites open."""

    def __init__(self, app: ASGIApp, option: Callable[[str], Any]) -> None:
        """`option` gives the value of an option of Streamlit's by its name."""
        self.app = app
        self._option = option

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless another site's page sent it."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            if not may_connect(headers.get("origin"), headers.get("host", ""), self._option):
                await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": "a page of another site"})
                return
        await self.app(scope, receive, send)


def may_connect(origin: str | None, host: str, option: Callable[[str], Any]) -> bool:
    """Whether a page of this origin may; none is told by programs that are no browsers."""
    if origin is None or not option("server.enableCORS"):
        return True
    try:
        site = urlsplit(origin)
        named = [option("browser.serverAddress"), *option("server.corsAllowedOrigins")]
        known = {urlsplit(each if "://" in each else f"//{each}").hostname for each in filter(None, named)}
    except ValueError:
        return False
    return site.netloc == host or site.hostname in HERE | known - {None}
