"""Drops what a browser sends over its WebSocket and no visitor needs to: say, to empty the caches of all visitors."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ClientMessages:
    """Passes on the messages that are needed."""

    def __init__(self, app: ASGIApp, is_needed: Callable[[bytes], bool]) -> None:
        self.app = app
        self._is_needed = is_needed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at what comes over a WebSocket; HTTP passes as it is."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return

        async def needed() -> Message:
            while True:
                message = await receive()
                content = message.get("bytes")
                if message["type"] != "websocket.receive" or content is None or self._is_needed(content):
                    return message

        await self.app(scope, needed, send)
