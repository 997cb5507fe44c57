"""Which sites' pages may talk to this server: its own, and for pages' connections those that Streamlit's options name.

Streamlit compares any other with this machine's public address, which it asks a server on the internet for, and all
visitors wait meanwhile. Here such a page is refused before that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.settings import settings

HERE = {"localhost", "127.0.0.1", "0.0.0.0"}
POLICY_VIOLATION = 1008
SAFE = {"GET", "HEAD", "OPTIONS"}  # methods that change nothing (RFC 9110, 9.2.1)
STREAMLIT = "/_stcore/"  # uploads: Streamlit guards them by a token of its own, from sites that its options name too


class Origins:
    """Refuses WebSockets that pages of other sites open, and changes that they ask for."""

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
        elif scope["type"] == "http" and _changes(scope) and not is_own_page(Headers(scope=scope)):
            words = "Another site asked for this. Open the link itself, then press its button."
            await PlainTextResponse(words, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def may_connect(origin: str | None, host: str, option: Callable[[str], Any]) -> bool:
    """Whether a page of this origin may open a page's connection; none is told by programs that are no browsers."""
    if origin is None or not option("server.enableCORS"):
        return True
    try:
        site = urlsplit(origin)
        named = [option("browser.serverAddress"), *option("server.corsAllowedOrigins")]
        known = {urlsplit(each if "://" in each else f"//{each}").hostname for each in filter(None, named)}
    except ValueError:
        return False
    return site.netloc in _own(host) or site.hostname in HERE | known - {None}


def is_own_page(headers: Headers) -> bool:
    """Whether a change was asked for by a page of this server, or by what is no page.

    Browsers say so by `Sec-Fetch-Site`, over plain http only by `Origin`. A mail program's own “unsubscribe” button
    (RFC 8058) sends neither.
    """
    if fetched := headers.get("sec-fetch-site"):
        return fetched in {"same-origin", "none"}
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc in _own(headers.get("host", ""))
    except ValueError:
        return False


def _changes(scope: Scope) -> bool:
    return scope["method"] not in SAFE and STREAMLIT not in scope["path"]


def _own(host: str) -> set[str]:
    """The hosts, with ports, at which this server lies: the one that was asked, and that of its public address."""
    return {host, urlsplit(settings().address).netloc} - {""}
