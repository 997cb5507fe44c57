"""How many pages may be open: of one visitor, of one address, of all.

A page begins with its HTML and stays as a WebSocket. In place of HTML a browser can show a sentence, so that is refused
first; a page that was given counts as open for some seconds, until its WebSocket comes.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping

from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server import descriptors
from components.server.caller import Caller, caller
from components.server.pages import busy_page
from components.settings import settings

PROMISED = 8.0  # seconds that a page has to open its WebSocket


class OpenPages:
    """Counts open pages and refuses those that are too many."""

    def __init__(
        self,
        app: ASGIApp,
        others: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
        most: Callable[[], int] | None = None,
    ) -> None:
        """`others` are the beginnings of paths at which no page lies; `most` pages are open in all."""
        self.app = app
        self._others, self._clock = others, clock
        self._most = most or most_pages
        self._visitors: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()
        self._promised: deque[tuple[float, str]] = deque()  # (when, the address), the oldest first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is within the limits."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http" and self._is_page(scope):
            who = caller(scope)
            status, words = self._refusal(who, page=True)
            if words:
                headers = {"retry-after": str(busy_page.AGAIN), "cache-control": "no-store"}
                await HTMLResponse(busy_page.to_text(words), status, headers)(scope, receive, send)
                return
            self._promised.append((self._clock(), who.address))
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = caller(scope)
        self._keep_promise(who.address)
        status, words = self._refusal(who, page=False)
        if words:
            await _refuse(scope, receive, send, status, words)
            return
        self._visitors[who.visitor] += 1
        self._addresses[who.address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            for counter, name in ((self._visitors, who.visitor), (self._addresses, who.address)):
                counter[name] -= 1
                if not counter[name]:
                    del counter[name]

    def _is_page(self, scope: Scope) -> bool:
        accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
        return scope["method"] == "GET" and b"text/html" in accepted and not scope["path"].startswith(self._others)

    def _keep_promise(self, address: str) -> None:
        kept = next((each for each in self._promised if each[1] == address), None)
        if kept is not None:
            self._promised.remove(kept)

    def _refusal(self, who: Caller, *, page: bool) -> tuple[int, str]:
        """(status, why another page of this visitor may not be opened), (0, "") where it may.

        HTML is given to who reloads the last page they may have: the one it replaces closes a moment later.
        """
        tabs, share, mine = settings().tabs, settings().address_share, self._visitors[who.visitor]
        if tabs and mine >= tabs + page:
            return 429, f"You have {mine:,} pages open, as many as you may have at once. Close one, then reload."
        if page and mine:
            return 0, ""
        promised = self._promises()
        from_here = self._addresses[who.address] + promised[who.address]
        if tabs and share and from_here >= tabs * share:
            return 429, f"Your network address has {from_here:,} pages open, as many as one may have. Try again later."
        if self._visitors.total() + promised.total() >= self._most():
            return 503, "This server shows as many pages as it can. Try again in a minute."
        return 0, ""

    def _promises(self) -> Counter[str]:
        while self._promised and self._promised[0][0] < self._clock() - PROMISED:
            self._promised.popleft()
        return Counter(address for _, address in self._promised)


def most_pages() -> int:
    """How many pages may be open in all: as the settings say, and as there are descriptors for."""
    possible = descriptors.pages(descriptors.limit())
    return min(settings().sessions or possible, possible)


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
    """Refuse a WebSocket, with the sentence where the server can send one (ASGI: WebSocket Denial Response)."""
    extensions: Mapping[str, object] = scope.get("extensions") or {}
    if "websocket.http.response" in extensions:
        answer = PlainTextResponse(words, status, {"retry-after": str(busy_page.AGAIN)})
        await answer(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1013, "reason": words[:120]})
