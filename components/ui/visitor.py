"""Who is looking: the secret token that opens a visitor's workspace, kept in a cookie that only the server reads.

Streamlit cannot write cookies, so a small ASGI middleware does when the page itself is asked for. Where cookies
are refused (an embedding frame), the workspace lasts as long as the visit. Not here: what a workspace holds.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.curation.tokens import TOKEN, new_token
from components.settings import settings

COOKIE = "digest_atlas"
POLICY = "content-security-policy"
_YEAR = 365 * 24 * 3600
_SESSION_KEY = "_token"


class VisitorCookie:
    """Gives every browser that asks for a page a token of its own, once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add `Set-Cookie` to a page for a browser that has no token."""
        if scope["type"] != "http" or scope["method"] != "GET" or _token_in(Headers(scope=scope).get("cookie", "")):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page with a policy of its own (a shared list) has no session, so it needs no cookie.
                if headers.get("content-type", "").startswith("text/html") and POLICY not in headers:
                    headers.append("set-cookie", cookie(new_token(), secure=scope.get("scheme") == "https"))
                    headers["cache-control"] = "no-store"  # a shared cache must not hand one token to two people
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def token() -> str:
    """This visitor's secret token."""
    kept = st.context.cookies.get(COOKIE, "")
    if TOKEN.fullmatch(kept):
        return kept
    if _SESSION_KEY not in st.session_state:
        st.session_state[_SESSION_KEY] = new_token()
    return str(st.session_state[_SESSION_KEY])


def cookie(secret: str, *, secure: bool) -> str:
    """The header that makes a browser the visitor of this token; `secure` where it came over https."""
    if settings().frames:  # in a frame of another site a cookie is kept only so, and apart for each such site
        attributes = "SameSite=None; Secure; Partitioned"
    else:
        attributes = "SameSite=Lax" + ("; Secure" if secure else "")
    return f"{COOKIE}={secret}; Max-Age={_YEAR}; Path=/; HttpOnly; {attributes}"


def _token_in(header: str) -> bool:
    try:
        kept = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return False
    return bool(kept and TOKEN.fullmatch(kept.value))
