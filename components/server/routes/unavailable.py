"""What an address answers when the store cannot do what was asked, or something else went wrong: in the form it has.

The API and JSON Feed answer JSON, pages a page, everything else a sentence. What is told is the kind of trouble; the
store's address and path are for the log.
"""

from __future__ import annotations

import logging
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from components.server.routes import responses
from components.sharing.formats import web_page
from components.store.trouble import StoreError

_log = logging.getLogger(__name__)
_FAULT = "This could not be answered because of a fault in the program. Nothing was changed. Try again later."


def for_store(request: Request, error: StoreError) -> Response:
    """503 with what is wrong, what is safe, what to do, and when it is worth asking again."""
    _log.error("%s: %s", request.url.path.split("/")[1], error)
    trouble = error.kind.value
    more = {"trouble": error.kind.name.lower().replace("_", "-"), "retry_after": trouble.retry_after}
    return _answer(request, 503, trouble.title, trouble.visitor, more, {"retry-after": str(trouble.retry_after)})


def for_fault(request: Request, error: Exception) -> Response:
    """500 with a sentence; the log has the rest."""
    _log.error("an answer failed", exc_info=error)
    return _answer(request, 500, "Something went wrong", _FAULT, {}, {})


def _answer(
    request: Request, status: int, title: str, sentence: str, more: dict[str, object], headers: dict[str, str]
) -> Response:
    headers = headers | {"cache-control": "no-store", "x-robots-tag": "noindex"}
    path = request.url.path
    if path.endswith(".json"):
        anywhere = responses.ANYWHERE if path.endswith("/papers.json") else {}
        return JSONResponse({"error": f"{title}. {sentence}", **more}, status, headers | anywhere)
    if "text/html" in request.headers.get("accept", "") and "." not in path.rpartition("/")[2]:
        head = web_page.HEAD.format(title=escape(title), style=web_page.STYLE, about="Digest Atlas")
        text = f"{head}<p>{escape(sentence)}</p>\n{web_page.FOOT}"
        return HTMLResponse(text, status, headers | {"content-security-policy": responses.POLICY})
    return PlainTextResponse(f"{title}. {sentence}", status, headers)
