"""What search engines may look at: the pages, not what lies at secret addresses or costs work."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_CLOSED = ("/api/", "/list/", "/feed/", "/mail/", "/open/", "/sign-out")


def answer(request: Request) -> Response:
    """The rules for robots (RFC 9309)."""
    before = request.url.path.removesuffix("/robots.txt")
    rules = "".join(f"Disallow: {before}{path}\n" for path in _CLOSED)
    return PlainTextResponse(f"User-agent: *\n{rules}", headers={"cache-control": "public, max-age=86400"})
