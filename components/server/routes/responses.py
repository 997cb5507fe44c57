"""What the answers beside the pages share: headers of secret addresses, caching by content, the app's own address."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.settings import settings

# A page that loads nothing, sends nothing on and is not for search engines: its address is a secret.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
# No other site is told it. “no-referrer” would make browsers send “Origin: null” with our own forms (Fetch, 3.1).
SECRET = {"x-robots-tag": "noindex", "referrer-policy": "same-origin", "cache-control": "private, no-cache"}
# Scripts of any site may read this. They send no cookie along, so they read no visitor's own papers without a key.
ANYWHERE = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "authorization, if-none-match",
    "access-control-expose-headers": "etag, retry-after",
    "access-control-max-age": "86400",
}
GONE = "There is nothing at this address. The link may have been withdrawn, or not copied completely."


def base_address(request: Request) -> str:
    """Where the app lies as people reach it, without a slash at the end."""
    if settings().address:
        return settings().address.rstrip("/")
    path = request.url.path
    route = request.scope["route"].path if "route" in request.scope else path
    before = route.split("/list/")[0].split("/feed/")[0].split("/mail/")[0].split("/open/")[0]
    return f"{request.url.scheme}://{request.url.netloc}{before}"


def page(request: Request, text: str) -> Response:
    """An answer that is a page with nothing but its own text."""
    return cached(request, text.encode(), "text/html", SECRET | {"content-security-policy": POLICY})


def secret_page(text: str, status: int) -> Response:
    """A page that belongs to one visitor alone: kept by no cache, told to no other site."""
    return Response(text, status, SECRET | {"content-security-policy": POLICY, "content-type": "text/html"})


def cached(request: Request, content: bytes, mime: str, headers: dict[str, str]) -> Response:
    """The content with an ETag; a reader that has the same content already is answered 304."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    every = SECRET | headers | {"etag": mark}
    if has_already(request, mark):
        return Response(status_code=304, headers=every)
    charset = "" if mime.startswith("application/vnd.openxml") else "; charset=utf-8"
    return Response(content, headers=every | {"content-type": mime + charset})


def has_already(request: Request, mark: str) -> bool:
    """Whether a reader says by `If-None-Match` that it has what this ETag names; “*” names anything (RFC 9110)."""
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return not known.isdisjoint({mark, "*"})


def gone() -> Response:
    """404 with a sentence that does not tell whether there ever was something."""
    return PlainTextResponse(GONE, 404, SECRET)
