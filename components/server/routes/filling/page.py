"""A list that several people fill: the page, and what its forms post. `search` finds and adds papers."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from components.curation.group_lists import contributions, lists
from components.curation.group_lists.contributions import Person
from components.curation.group_lists.lists import GroupList, GroupListError
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import access
from components.server.caller import caller
from components.server.routes import responses
from components.sharing.lists import fill_page
from components.sharing.lists.fill_page import Visitor
from components.workspace import caches
from components.workspace.visitor import PARTICIPANT, set_cookie, token_in

REFUSED = "Give your name first, then try again. Where it was given already, this browser keeps no cookies."


def answer(request: Request) -> Response:
    """The page, and after a press the page again: so that a reload presses nothing."""
    group = lists.find(caches.store(), request.path_params["address"])
    if group is None:
        return responses.gone()
    who = visitor(request, group)
    if request.method != "POST":
        return _page(request, group, who)
    form = request.state.form
    try:
        if form.get("act") == "join":
            return _joined(request, group, form)
        _act(group, who, form, caller(request.scope).address)
    except GroupListError as refused:
        return _page(request, lists.find(caches.store(), group.address) or group, who, str(refused))
    return back(f"./{group.address}", form.get("at", ""))


def visitor(request: Request, group: GroupList) -> Visitor:
    """Who asks, by their cookies: as who takes part, and as whoever owns the list."""
    cookies = request.headers.get("cookie", "")
    token = token_in(cookies)
    found = access(caches.store(), token) if token else None
    is_owner = found is not None and not found.signed_out and found.workspace == group.workspace
    return Visitor(contributions.person_of(caches.store(), group, token_in(cookies, PARTICIPANT)), is_owner)


def back(where: str, anchor: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """On to the list, whatever host the browser asked; to the paper that was pressed at where that is named."""
    place = f"#{anchor}" if anchor[:1] == "p" and anchor[1:].isascii() and anchor[1:].isdigit() else ""
    return Response(status_code=303, headers=responses.SECRET | {"location": f"{where}{place}"} | dict(headers or {}))


def with_status(request: Request, text: str, words: str) -> Response:
    """A page that says what was refused."""
    answered = responses.page(request, text)
    if words and answered.status_code == 200:
        answered.status_code = 409
    return answered


def _page(request: Request, group: GroupList, who: Visitor, words: str = "") -> Response:
    engine = caches.store()
    papers, people = contributions.papers_of(engine, group), contributions.people_of(engine, group)
    return with_status(request, fill_page.to_text(group, papers, people, who, words), words)


def _joined(request: Request, group: GroupList, form: Mapping[str, str]) -> Response:
    secret = token_in(request.headers.get("cookie", ""), PARTICIPANT) or new_token()
    contributions.join(caches.store(), group, secret, form.get("name", ""), caller(request.scope).address)
    path = request.url.path.partition("/fill/")[0] + "/fill"
    cookie = set_cookie(secret, secure=request.url.scheme == "https", name=PARTICIPANT, path=path)
    return back(f"./{group.address}", headers={"set-cookie": cookie})


def _act(group: GroupList, who: Visitor, form: Mapping[str, str], address: str) -> None:
    """Do what a form asks for. Raises GroupListError."""
    engine, act, paper = caches.store(), form.get("act", ""), form.get("paper", "")
    if act == "remove_person" and who.is_owner:
        contributions.remove_person(engine, group, form.get("person", ""))
    elif act == "remove" and (who.is_owner or who.person):
        contributions.remove(engine, group, None if who.is_owner else who.person, paper, address)
    else:
        person = _known(who)
        if act in ("vote", "unvote"):
            contributions.vote(engine, group, person, paper, is_for=act == "vote", address=address)
        elif act == "remark":
            contributions.remark(engine, group, person, paper, form.get("remark", ""), address)
        else:
            raise GroupListError("This form asks for nothing that can be done here. Reload the page.")


def _known(who: Visitor) -> Person:
    if who.person is None:
        raise GroupListError(REFUSED)
    return who.person
