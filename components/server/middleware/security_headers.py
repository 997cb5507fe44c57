"""What every answer tells browsers to be careful with: where scripts may come from, who may show the app in a frame.

The pages load nothing from elsewhere, and this makes browsers hold them to it. Answers with a policy of their own
(shared lists) keep it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.settings import settings

# Streamlit sets styles and starts its page inline; plotly.js compiles its drawing (eval); both run workers of blobs.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets} blob: data:; "
    "worker-src 'self' blob:; media-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin-allow-popups",
}


class SecurityHeaders:
    """Adds the headers to every answer that does not have them already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        host = Headers(scope=scope).get("host", "")

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                frames = settings().frames
                own = headers.get("content-security-policy") or policy(host, settings().address)
                headers["content-security-policy"] = "; ".join([own, " ".join(["frame-ancestors 'self'", *frames])])
                if not frames:
                    headers["x-frame-options"] = "SAMEORIGIN"
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_on)


@lru_cache(maxsize=64)
def policy(host: str, address: str) -> str:
    """The policy of the pages: WebSockets lead to the host that was asked and to that of the public address only.

    Some browsers do not count them to 'self', so they are named; what is no host name is not.
    """
    hosts = [each for each in dict.fromkeys((host, urlsplit(address).netloc)) if _HOST.fullmatch(each)]
    return POLICY.format(sockets="".join(f" {scheme}://{each}" for each in hosts for scheme in ("ws", "wss")))
