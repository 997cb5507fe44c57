"""Puts a few words into every page itself, so that the browser does early what it would do late.

Every page says where the app lies, so that Streamlit need not guess, and names the modules that it begins with, so that
they are fetched side by side. The map's page has plotly.js fetched at once and read while the server still prepares the
page (early.js). Other pages only name it, for when there is time.
"""

from __future__ import annotations

from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import scripts

EARLY = "assets/early.js"
PLOTLY = "assets/plotly.min.js"
_TAG = f'<script src="./{EARLY}"></script>'
_MAP_TAG = (
    f'<link rel="preload" as="script" fetchpriority="low" href="./{PLOTLY}">'
    f'<script src="./{EARLY}" data-plotly="{PLOTLY}"></script>'
)
# The page must come as it is, whole and not packed, to be changed; it has a few kilobytes.
_UNWANTED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


class HtmlHead:
    """Changes the pages that browsers ask for; everything else passes as it is."""

    def __init__(self, app: ASGIApp, others: tuple[str, ...] = ()) -> None:
        """`others` are the beginnings of paths at which no page of Streamlit's lies."""
        self.app = app
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and change HTML answers."""
        asks_for_page = scope["type"] == "http" and b"text/html" in dict(scope["headers"]).get(b"accept", b"")
        if not asks_for_page or scope["path"].startswith(self._others):
            await self.app(scope, receive, send)
            return
        name = scope["path"].rpartition("/")[2]
        is_map = name == "map"
        asked = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in _UNWANTED]}
        is_head = scope["method"] == "HEAD"
        if is_head:
            asked["method"] = "GET"  # the answer to HEAD tells the length that GET would have (RFC 9110, 9.3.2)
        start: Message | None = None  # held back until the page's new length is known
        body = bytearray()

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(MutableHeaders(scope=message)):
                start = message
            elif start is None:
                await send({**message, "body": b""} if is_head and "body" in message else message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    page = bytes(body).replace(b"</head>", _head(name).encode() + b"</head>", 1)
                    await send(_restarted(start, len(page), is_map))
                    await send({"type": "http.response.body", "body": b"" if is_head else page})

        await self.app(asked, receive, send_changed)


@lru_cache(maxsize=64)
def _head(page: str) -> str:
    """The tags for a page of this name; a name that is no page's gets those of every page."""
    modules = "".join(
        f'<link rel="modulepreload" fetchpriority="low" href="./{address}">'
        for address in scripts.release().of_page(page)
    )
    return (_MAP_TAG if page == "map" else _TAG) + modules


def _restarted(start: Message, length: int, is_map: bool) -> Message:
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(length)
    for stale in ("etag", "last-modified"):
        del headers[stale]
    if not is_map:
        headers.append("link", f"<{PLOTLY}>; rel=prefetch; as=script")
    return start


def _is_page(headers: MutableHeaders) -> bool:
    # A page with a policy of its own (a shared list) is none of Streamlit's.
    return headers.get("content-type", "").startswith("text/html") and "content-security-policy" not in headers
