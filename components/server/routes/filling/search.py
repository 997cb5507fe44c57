"""Papers for a list that several people fill: found among those of its owner, and added."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.curation.group_lists import contributions, lists
from components.curation.group_lists.lists import GroupList, GroupListError
from components.curation.group_lists.paper_copy import packed
from components.finding.filters import Filters
from components.server.caller import caller
from components.server.routes import responses
from components.server.routes.filling import page
from components.sharing.lists import fill_page, filling
from components.sharing.lists.fill_page import Visitor
from components.workspace import allowances, caches
from components.workspace import view as workspace_view
from components.workspace.allowances import Allowance, Requester


def answer(request: Request) -> Response:
    """What a search finds; posted, the paper that is added. Only who takes part may search, while the list is open."""
    group = lists.find(caches.store(), request.path_params["address"])
    if group is None:
        return responses.gone()
    who = page.visitor(request, group)
    query = request.query_params.get("q", "")
    if not who.is_owner and (who.person is None or not group.is_open):
        return page.back(f"../{group.address}")
    try:
        if request.method == "POST":
            _add(group, who, request.state.form.get("paper", ""), caller(request.scope).address)
            return page.back(f"../{group.address}")
    except GroupListError as refused:
        return _page(request, group, who, query, str(refused))
    return _page(request, group, who, query)


def _page(request: Request, group: GroupList, who: Visitor, query: str, words: str = "") -> Response:
    found = filling.search(_view(group), query) if query.strip() else []
    listed = [each.paper_id for each in contributions.papers_of(caches.store(), group)]
    return page.with_status(request, fill_page.search_page(group, query, found, listed, who, words), words)


def _add(group: GroupList, who: Visitor, paper_id: str, address: str) -> None:
    """Add one of the owner's papers. Raises GroupListError."""
    view = _view(group)
    here = view.library.aliases.get(paper_id, paper_id)
    if here not in view.rows:
        raise GroupListError("The owner of this list does not have this paper any more.")
    copy = filling.copy_of(filling.entries_at(view, [view.rows[here]])[0])
    size = len(packed(copy))
    grant = allowances.take_all(caches.store(), Allowance.KEPT, Requester(group.workspace, address), size)
    if grant is None:
        raise GroupListError(allowances.KEPT_MUCH)
    added = False
    try:
        added = contributions.add(caches.store(), group, who.person, here, copy, address)
    finally:
        if not added:
            allowances.give_back(caches.store(), grant, grant.amount)


def _view(group: GroupList) -> workspace_view.View:
    return workspace_view.of(caches.store(), group.workspace, Filters())
