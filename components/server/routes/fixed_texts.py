"""Texts that are the same for everybody: what the map means, and what search engines may look at."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.server.pages import explained as explained_page
from components.server.routes import responses

# Secret, costly, or of no use there.
_CLOSED = ("/api/", "/list/", "/fill/", "/feed/", "/mail/", "/open/", "/add", "/sign-out")


def explained(request: Request) -> Response:
    """What the map, the topics and the verdicts mean."""
    return responses.page(request, explained_page.to_text())


def robots(request: Request) -> Response:
    """The rules for robots (RFC 9309): the pages may be looked at."""
    before = request.url.path.removesuffix("/robots.txt")
    rules = "".join(f"Disallow: {before}{path}\n" for path in _CLOSED)
    return PlainTextResponse(f"User-agent: *\n{rules}", headers={"cache-control": "public, max-age=86400"})
