"""One's own workspace in another browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.curation.workspaces.tokens import TOKEN
from components.server.pages import device_link_page
from components.server.routes import responses
from components.workspace.visitor import set_cookie


def answer(request: Request) -> Response:
    """One's own workspace in another browser: a page that asks, and the press of its button, which sets the cookie.

    Only a press on this page does: another site must not be able to make somebody work in its workspace.
    """
    token = request.path_params["token"]
    if not TOKEN.fullmatch(token):
        return responses.gone()
    if request.method != "POST":
        return responses.page(request, device_link_page.question())
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return PlainTextResponse("Open the link itself, then press its button.", 403, responses.SECRET)
    given = set_cookie(token, secure=request.url.scheme == "https")
    return Response(
        status_code=303,
        headers=responses.SECRET | {"location": responses.base_address(request) + "/", "set-cookie": given},
    )
