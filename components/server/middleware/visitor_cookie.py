"""Gives every browser a cookie with a token of its own when a page is asked for, which Streamlit cannot.

Where cookies are refused (an embedding frame), the workspace lasts as long as the visit (`ui.shared.session`).
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.curation.workspaces.tokens import new_token
from components.workspace.visitor import set_cookie, token_in

POLICY = "content-security-policy"


class VisitorCookie:
    """Gives every browser that asks for a page a token of its own, and renews it with every page.

    A token that ended a year after the first visit would take everything with it: only its hash is stored.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add `Set-Cookie` to a page."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        kept = token_in(Headers(scope=scope).get("cookie", ""))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page with a policy of its own (a shared list) has no session, so it needs no cookie.
                if headers.get("content-type", "").startswith("text/html") and POLICY not in headers:
                    headers.append("set-cookie", set_cookie(kept or new_token(), secure=scope.get("scheme") == "https"))
                    # A shared cache must not hand one token to two people.
                    headers["cache-control"] = "private, no-cache" if kept else "no-store"
            await send(message)

        await self.app(scope, receive, send_with_cookie)
