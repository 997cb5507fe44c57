"""What the links of mails lead to: confirming a subscription and ending it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.curation.searches import subscriptions
from components.server.pages import mail_page
from components.server.routes import responses
from components.workspace import caches


def answer(request: Request) -> Response:
    """What the links of mails lead to: a page that asks once more, and the press of its button.

    A look alone changes nothing: mail programs open links by themselves. Only a POST does, by a person's press or as
    a mail program's own button sends it (RFC 8058).
    """
    act, token = request.path_params["act"], request.path_params["token"]
    found = subscriptions.find(caches.store(), token) if act in mail_page.ACTS else None
    if request.method == "POST" and act in mail_page.ACTS:
        if act == "end":
            subscriptions.end(caches.store(), token)
            return responses.page(request, mail_page.done(act))
        if subscriptions.confirm(caches.store(), token):
            return responses.page(request, mail_page.done(act))
        return responses.gone()
    return responses.page(request, mail_page.question(act, found.search)) if found else responses.gone()
