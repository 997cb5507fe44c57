"""Behind a proxy: who asks, and whether by https, as a proxy that the settings name says it. No other is believed."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.server.caller import client, is_proxy
from components.settings import settings

_log = logging.getLogger(__name__)
_SCHEMES = {"http": {"http": "http", "https": "https"}, "websocket": {"http": "ws", "https": "wss"}}


class ForwardedFor:
    """Gives what comes after it the client and the scheme that the visitor has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its true client."""
        if scope["type"] not in _SCHEMES:
            await self.app(scope, receive, send)
            return
        peer, port = scope.get("client") or ("unknown", 0)
        proxies, headers = settings().proxies, Headers(scope=scope)
        forwarded = ",".join(headers.getlist("x-forwarded-for"))
        if is_proxy(peer, proxies):
            scheme = headers.get("x-forwarded-proto", "").split(",")[-1].strip().lower()
            scope = {
                **scope,
                "client": (client(peer, forwarded, proxies), port),
                "scheme": _SCHEMES[scope["type"]].get(scheme, scope["scheme"]),
            }
        elif forwarded and not self._warned:
            self._warned = True
            _log.warning(
                "Requests come through %s, which DIGEST_ATLAS_PROXIES does not name: all who come so count as one.",
                peer,
            )
        await self.app(scope, receive, send)
