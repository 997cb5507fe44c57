"""What the answers beside the pages share: headers of secret addresses, caching by content, the app's own address."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.settings import settings

# A page that loads nothing, sends nothing on and is not for search engines: its address is a secret.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
SECRET = {"x-robots-tag": "noindex", "referrer-policy": "no-referrer", "cache-control": "private, no-cache"}
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


def cached(request: Request, content: bytes, mime: str, headers: dict[str, str]) -> Response:
    """The content with an ETag; a reader that has the same content already is answered 304."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    every = SECRET | headers | {"etag": mark}
    if mark in {each.strip().removeprefix("W/") for each in known.split(",")}:
        return Response(status_code=304, headers=every)
    charset = "" if mime.startswith("application/vnd.openxml") else "; charset=utf-8"
    return Response(content, headers=every | {"content-type": mime + charset})


def gone() -> Response:
    """404 with a sentence that does not tell whether there ever was something."""
    return PlainTextResponse(GONE, 404, SECRET)
