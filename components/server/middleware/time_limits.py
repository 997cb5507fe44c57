"""How long the body of a request may take to come: who sends a byte now and then holds nothing.

Heads that do not end and answers that nobody reads are ended below requests (`server.connections`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_SECONDS = 20.0  # for a body, and on top of that a second for each so many bytes that came
BODY_RATE = 20_000  # bytes a second
_WORDS = "The rest of this request did not come in time. Send it again."


class TimeLimits:
    """Ends requests whose body stays away."""

    def __init__(
        self, app: ASGIApp, body_seconds: float = BODY_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.app = app
        self._body_seconds, self._clock = body_seconds, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under a watch; a page's own connection has pings for that."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ends = self._clock() + self._body_seconds
        came_whole = started = late = False

        async def received() -> Message:
            nonlocal ends, came_whole, late
            if came_whole:  # from now on this waits for the client to leave, as long as the answer takes
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, ends - self._clock()))
            except TimeoutError:
                late = True
                return {"type": "http.disconnect"}
            ends += len(message.get("body", b"")) / BODY_RATE
            came_whole = not message.get("more_body", False)
            return message

        async def sent(message: Message) -> None:
            nonlocal started
            if late and not started:
                return  # of an application that was told that the client left
            started = True
            await send(message)

        try:
            await self.app(scope, received, sent)
        except Exception:
            if not late:
                raise
        if late and not started:
            await PlainTextResponse(_WORDS, 408, {"connection": "close"})(scope, receive, send)
