"""One's own workspace in another browser, and in no other any more."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.curation.workspaces import device_codes
from components.curation.workspaces.workspaces import SignedOutError, renew_token
from components.server.pages import device_link_page
from components.server.routes import responses
from components.workspace import caches
from components.workspace.visitor import set_cookie, token_in


def answer(request: Request) -> Response:
    """A page that asks whether to work in this workspace here, and the press of its button, which sets the cookie.

    Only a press does, on this page (`middleware.origins`): mail programs and other sites open addresses by themselves.
    """
    code = request.path_params["code"]
    if request.method != "POST":
        good = device_codes.is_good(caches.store(), code)
        return responses.page(request, device_link_page.question()) if good else _notice(device_link_page.OVER, 404)
    token = device_codes.use(caches.store(), code)
    return _notice(device_link_page.OVER, 404) if token is None else _opened(request, token, "../")


def sign_out(request: Request) -> Response:
    """A page that asks whether to sign all other browsers out, and the press of its button, which renews the token."""
    token = token_in(request.headers.get("cookie", ""))
    if not token:
        return _notice(device_link_page.NO_COOKIE, 403)
    if request.method != "POST":
        return responses.page(request, device_link_page.sign_out())
    try:
        return _opened(request, renew_token(caches.store(), token), "./")
    except SignedOutError as error:
        return _notice(str(error), 403)


def _opened(request: Request, token: str, back: str) -> Response:
    """On to the app, as the visitor of this token; `back` leads there whatever host the browser asked."""
    given = set_cookie(token, secure=request.url.scheme == "https")
    return Response(status_code=303, headers=responses.SECRET | {"location": back, "set-cookie": given})


def _notice(words: str, status: int) -> Response:
    return responses.secret_page(device_link_page.notice(words), status)
