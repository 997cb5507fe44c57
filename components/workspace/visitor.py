"""Who is looking: the secret token that opens a visitor's workspace, kept in a cookie that only the server reads."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from components.curation.workspaces.tokens import TOKEN
from components.settings import settings

COOKIE = "digest_atlas"
_YEAR = 365 * 24 * 3600


def set_cookie(token: str, *, secure: bool) -> str:
    """The header that makes a browser the visitor of this token for a year from now.

    It is sent over https only where `secure` (it came so) or the public address is https: TLS may end elsewhere.
    """
    secure = secure or settings().address.startswith("https://")
    if settings().frames:  # in a frame of another site a cookie is kept only so, and apart for each such site
        attributes = "SameSite=None; Secure; Partitioned"
    else:
        attributes = "SameSite=Lax" + ("; Secure" if secure else "")
    return f"{COOKIE}={token}; Max-Age={_YEAR}; Path=/; HttpOnly; {attributes}"


def token_in(header: str) -> str:
    """The token in a `Cookie` header, "" where there is none."""
    try:
        kept = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return kept.value if kept and TOKEN.fullmatch(kept.value) else ""
