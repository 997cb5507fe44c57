"""Where the links beside a paper in a mail lead: a page that asks once more, and the press of its button."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.searches import paper_links
from components.curation.workspaces.tokens import new_token
from components.finding.filters import Filters
from components.server.pages import mail_paper_page
from components.server.routes import responses
from components.workspace import caches, view

ACTS = {"star": Decision.STARRED, "hide": Decision.HIDDEN, "undo": Decision.INBOX}


def answer(request: Request) -> Response:
    """Star, hide or put back one paper of a mail.

    A look alone changes nothing: mail programs open links by themselves. Only a POST does, by a person's press.
    """
    paper_id, engine = request.query_params.get("paper", ""), caches.store()
    act, mark, signed = (request.path_params[name] for name in ("act", "mark", "signed"))
    found = paper_links.find(engine, mark, signed, paper_id) if act in ACTS else None
    if found is None:
        return responses.gone()
    now = view.of(engine, found.workspace, Filters(), exact=True)
    paper = now.paper(paper_id)
    if paper is None:  # its digest was removed since
        return responses.gone()
    title = str(paper["title"])
    if request.method != "POST":
        return responses.page(request, mail_paper_page.question(act, title))
    chosen = {str(paper.name): ACTS[act]}
    decisions.decide(engine, found.workspace, chosen, f"mail {new_token()}", now.library.earlier)
    back = "" if act == "undo" else f"../../undo/{mark}/{signed}?{request.url.query}"
    return responses.page(request, mail_paper_page.done(act, title, back))
