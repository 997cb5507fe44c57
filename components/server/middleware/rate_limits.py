"""How much may be sent and asked for within a minute: by one visitor, from one address, by all.

What is over a limit is refused before it is read. These count what this process has to carry, so each replica counts
for itself; what all replicas share is counted in the store (`curation.quotas`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.server.caller import Caller, caller
from components.server.routes.table import RESTORE
from components.server.windows import PerMinute
from components.settings import MEGABYTE, settings

AROUND = MEGABYTE  # bytes that a form around a file may add to it
HELD_SHARE = 3  # times what one workspace may keep, all uploads that wait to be read may take
UPLOADS = "/_stcore/upload_file/"
_SENT_MUCH = "You have sent much within a minute. Wait a minute, then send the rest."
_ASKED_MUCH = "You have asked for much within a minute. Wait a minute, then go on."
_HELD_MUCH = "What you sent waits to be read. Reload the page, then send the rest."

Held = Callable[[str], tuple[int, int]]  # session → bytes of its uploads that wait in memory, and of all


class _TooMuchError(Exception):
    """More bytes came than may."""


class RateLimits:
    """Counts bytes and requests, and refuses what is too much."""

    def __init__(
        self,
        app: ASGIApp,
        others: tuple[str, ...] = (),
        held: Held = lambda _: (0, 0),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`others` are the beginnings of paths at which answers lie that cost as much as a page."""
        self.app = app
        self._others, self._held = others, held
        self._bytes, self._requests = PerMinute(clock), PerMinute(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is within the limits."""
        if scope["type"] == "websocket":
            await self._messages(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] in {"POST", "PUT", "PATCH"}:
            await self._body(scope, receive, send)
        elif scope["type"] == "http" and self._costs(scope):
            who = caller(scope)
            if self._requests.over(who, 1, settings().requests_a_minute):
                await _refused(scope, 429, _ASKED_MUCH)(scope, receive, send)
                return
            self._requests.add(who, 1)
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _costs(self, scope: Scope) -> bool:
        """Whether a request is for a page or for an answer of ours; what pages load is many files, and cheap."""
        accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
        return b"text/html" in accepted or bool(self._others and scope["path"].startswith(self._others))

    def _is_backup(self, scope: Scope) -> bool:
        """Whether a whole workspace may come: digests that do not pack, and as much of everything else."""
        return bool(scope["path"].endswith(RESTORE))

    async def _messages(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A page's own connection: what is typed or pasted comes by it. It ends where that is too much."""
        who, ended = caller(scope), False

        async def counted() -> Message:
            nonlocal ended
            message = await receive()
            size = len(message.get("bytes") or message.get("text") or b"")
            if size and not ended and self._bytes.over(who, size, settings().uploads_a_minute):
                ended = True
                await send({"type": "websocket.close", "code": 1013, "reason": _SENT_MUCH})
            if ended:
                return {"type": "websocket.disconnect", "code": 1013}
            if size:
                self._bytes.add(who, size)
            return message

        async def sent(message: Message) -> None:
            if not ended:
                await send(message)

        await self.app(scope, counted, sent)

    async def _body(self, scope: Scope, receive: Receive, send: Send) -> None:
        who, started = caller(scope), False
        most = (2 * settings().workspace_bytes if self._is_backup(scope) else settings().upload_bytes) + AROUND
        announced = Headers(scope=scope).get("content-length", "")
        size = int(announced) if announced.isdecimal() and len(announced) < 16 else most + 1 if announced else 0
        if refusal := self._refusal(scope, who, size, most):
            await _refused(scope, *refusal)(scope, receive, send)
            return
        self._requests.add(who, 1)
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            size = len(message.get("body", b""))
            came += size
            if size:
                self._bytes.add(who, size)
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
                await _refused(scope, 413, _too_large())(scope, receive, send)

    def _refusal(self, scope: Scope, who: Caller, size: int, most: int) -> tuple[int, str] | None:
        """(status, why) a body of this size may not come now."""
        if size > most:
            return 413, _too_large()
        if self._bytes.over(who, size, settings().uploads_a_minute):
            return 429, _SENT_MUCH
        if self._requests.over(who, 1, settings().requests_a_minute):
            return 429, _ASKED_MUCH
        if UPLOADS in scope["path"]:
            of_session, of_all = self._held(scope["path"].partition(UPLOADS)[2].partition("/")[0])
            may = max(settings().workspace_bytes, settings().upload_bytes) + AROUND
            if of_session + size > may or of_all + size > HELD_SHARE * may:
                return 429, _HELD_MUCH
        return None


def _too_large() -> str:
    return f"This is more than the {settings().upload_bytes / MEGABYTE:g} MB that one file may have. Split it."


def _refused(scope: Scope, status: int, words: str) -> Response:
    headers = {"connection": "close"} | ({"retry-after": "60"} if status == 429 else {})
    if "/api/" in scope["path"]:
        return JSONResponse({"error": words}, status, headers | {"access-control-allow-origin": "*"})
    return PlainTextResponse(words, status, headers)
