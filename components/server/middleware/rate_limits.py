"""How much one visitor, and all together, may ask of the server: open pages, and bytes sent to it.

What is over a limit is refused before it is read. A visitor is known by their cookie, without one by their address; who
throws cookies away meets the limit for all.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.settings import MEGABYTE, settings

AROUND = MEGABYTE  # bytes that a form around a file may add to it
MINUTE = 60.0
COOKIE = "digest_atlas"


class _TooMuchError(Exception):
    """More bytes came than may."""


class RateLimits:
    """Counts open pages and bytes, and refuses what is too much."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self._clock = clock
        self._open: Counter[str] = Counter()
        self._sent: dict[str, deque[tuple[float, int]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is within the limits."""
        if scope["type"] == "websocket":
            await self._page(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] in {"POST", "PUT", "PATCH"}:
            await self._body(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        who, allowed = visitor(scope), settings()
        too_many = 0 < allowed.tabs <= self._open[who] or 0 < allowed.sessions <= self._open.total()
        if too_many:
            await send({"type": "websocket.close", "code": 1013, "reason": "too many pages are open"})
            return
        self._open[who] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[who] -= 1
            if not self._open[who]:
                del self._open[who]

    async def _body(self, scope: Scope, receive: Receive, send: Send) -> None:
        who, started = visitor(scope), False
        most = settings().upload_bytes + AROUND
        content_length = Headers(scope=scope).get("content-length", "")
        if content_length.isdigit() and int(content_length) > most:
            await self._refuse(scope, receive, send, 413)
            return
        if self._lately(who) + (int(content_length) if content_length.isdigit() else 0) > settings().uploads_a_minute:
            await self._refuse(scope, receive, send, 429)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            size = len(message.get("body", b""))
            came += size
            if size:
                self._sent.setdefault(who, deque()).append((self._clock(), size))
            if came > most:
                raise _TooMuchError
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooMuchError:
            if not started:
                await self._refuse(scope, receive, send, 413)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if status == 413:
            words = f"This is more than the {settings().upload_bytes / MEGABYTE:g} MB that one file may have. Split it."
        else:
            words = "You have sent much within a minute. Wait a minute, then send the rest."
        headers = {"connection": "close"} | ({"retry-after": "60"} if status == 429 else {})
        await PlainTextResponse(words, status, headers)(scope, receive, send)

    def _lately(self, who: str) -> int:
        """Bytes that this visitor sent within the last minute; others' old ones are forgotten on the way."""
        before = self._clock() - MINUTE
        for each in [who] if len(self._sent) < 1000 else list(self._sent):
            sent = self._sent.get(each, deque())
            while sent and sent[0][0] < before:
                sent.popleft()
            if not sent:
                self._sent.pop(each, None)
        return sum(size for _, size in self._sent.get(who, ()))


def visitor(scope: Scope) -> str:
    """By what a visitor is counted: their cookie, else the address that the nearest proxy saw, else their own."""
    headers = Headers(scope=scope)
    try:
        kept = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        kept = None
    if kept and kept.value:
        return f"cookie {kept.value}"
    forwarded = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return f"address {forwarded or (scope.get('client') or ('unknown',))[0]}"
