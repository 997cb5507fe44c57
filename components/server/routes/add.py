"""Where a bookmark of another page leads: to the form that adds one paper, filled in. Nothing is changed by it."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from components.papers.identity import LONGEST_REFERENCE, reference_in

PARAMETERS = ("arxiv", "url", "doi", "title", "text")


def answer(request: Request) -> Response:
    """Send on to the page Digests with what of the parameters names a paper best."""
    given = [" ".join(request.query_params.get(name, "").split())[:LONGEST_REFERENCE] for name in PARAMETERS]
    naming = [each for each in given if reference_in(each)]
    named = dict(zip(PARAMETERS, given, strict=True))
    text = next(iter(naming), "") or named["title"] or named["text"] or named["url"]
    asked = f"?{urlencode({'add': text})}" if text else ""
    return RedirectResponse(f"digests{asked}", 303, {"cache-control": "no-store"})
