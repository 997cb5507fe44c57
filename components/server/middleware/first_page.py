"""Sends browsers from the app's own address on to the page that it stands for.

Every page has an address of its own, so that Back, a reload and a sent address show what was there; the app's own one
would show another page as soon as a filter is chosen or dropped there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class FirstPage:
    """Answers browsers that ask for the app itself; everything else passes."""

    def __init__(self, app: ASGIApp, base: str, chosen: Callable[[Iterable[str]], str]) -> None:
        """`base` is the path the app lies below; `chosen` names the page, by the parameters that an address has."""
        self.app = app
        self._base = f"/{base.strip('/')}" if base.strip("/") else ""
        self._chosen = chosen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect a browser at the app's own address, with all that the address asks for."""
        if scope["type"] != "http" or scope["path"] not in (self._base, f"{self._base}/") or not _is_browser(scope):
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        page = self._chosen(parse_qs(query, keep_blank_values=True))
        # Relative: a proxy may have taken off what lies before.
        to = page if scope["path"].endswith("/") else f"{self._base.rpartition('/')[2]}/{page}"
        answer = RedirectResponse(f"{to}?{query}" if query else to, 307, {"cache-control": "no-store"})
        await answer(scope, receive, send)


def _is_browser(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and b"text/html" in dict(scope["headers"]).get(b"accept", b"")
