"""Puts plotly.js into the map's page itself, so that the browser reads it while the server still prepares the page.

Five megabytes of script take a second to fetch and read. Asked for only when the map is drawn, that second comes on
top of everything else; asked for in the page, it fills the time in which the browser would wait.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SCRIPT = "assets/plotly.min.js"
_TAG = f'<script async fetchpriority="low" data-plotly src="./{SCRIPT}"></script></head>'.encode()


class EarlyPlotly:
    """Adds the script to the page at /map; every other page is only told to fetch it when there is time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and change HTML answers."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
        elif scope["path"].rstrip("/").endswith("/map"):
            await self._with_script(scope, receive, send)
        else:
            await self._with_hint(scope, receive, send)

    async def _with_hint(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if _is_page(headers):
                    headers.append("link", f"<{SCRIPT}>; rel=prefetch; as=script")
            await send(message)

        await self.app(scope, receive, send_on)

    async def _with_script(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The page must come as it is, whole and not packed, to be changed; it has a few kilobytes.
        unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
        asked = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in unwanted]}
        start: Message | None = None  # held back until the page's new length is known
        body = bytearray()

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(MutableHeaders(scope=message)):
                start = message
            elif start is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    page = bytes(body).replace(b"</head>", _TAG, 1)
                    headers = MutableHeaders(scope=start)
                    headers["content-length"] = str(len(page))
                    for stale in ("etag", "last-modified"):
                        del headers[stale]
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self.app(asked, receive, send_changed)


def _is_page(headers: MutableHeaders) -> bool:
    return headers.get("content-type", "").startswith("text/html")
