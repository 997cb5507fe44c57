"""Who is looking: the secret token that opens a visitor's workspace, kept in a cookie that only the server reads."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from components.curation.workspaces.tokens import TOKEN
from components.settings import settings

COOKIE = "digest_atlas"
PARTICIPANT = "digest_atlas_participant"  # who takes part in lists that several people fill, whoever owns them
_YEAR = 365 * 24 * 3600


def set_cookie(token: str, *, secure: bool, name: str = COOKIE, path: str = "/") -> str:
    """The header that makes a browser the visitor of this token for a year from now.

    It is sent over https only where `secure` (it came so) or the public address is https: TLS may end elsewhere.
    """
    secure = secure or settings().address.startswith("https://")
    if settings().frames:  # in a frame of another site a cookie is kept only so, and apart for each such site
        attributes = "SameSite=None; Secure; Partitioned"
    else:
        attributes = "SameSite=Lax" + ("; Secure" if secure else "")
    return f"{name}={token}; Max-Age={_YEAR}; Path={path}; HttpOnly; {attributes}"


def token_in(header: str, name: str = COOKIE) -> str:
    """The token in a `Cookie` header, "" where there is none."""
    try:
        kept = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return kept.value if kept and TOKEN.fullmatch(kept.value) else ""
