"""Shared lists: as a page, as files in every export format, and as feeds."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.curation import shared_lists
from components.server.routes import responses
from components.server.routes.feeds import feed_response
from components.sharing.feeds import feed
from components.sharing.feeds.feed import Feed
from components.sharing.formats.export_formats import BY_ENDING
from components.sharing.lists import list_page, snapshot
from components.workspace import caches


def page(request: Request) -> Response:
    """A shared list as a page."""
    address = request.path_params["address"]
    found = shared_lists.read(caches.store(), address)
    if found is None:
        return responses.gone()
    shared, snapshot_bytes = found
    text = list_page.to_text(
        snapshot.read(snapshot_bytes), shared.title, shared.introduction, shared.at, folder=address
    )
    return responses.page(request, text)


def file(request: Request) -> Response:
    """A shared list as a file, in any form that papers leave in, or as a feed."""
    address, name = request.path_params["address"], request.path_params["file"]
    stem, _, ending = name.partition(".")
    known = BY_ENDING if stem == "papers" else {"atom": "", "json": ""} if stem == "feed" else {}
    found = shared_lists.read(caches.store(), address) if ending in known else None
    if found is None:
        return responses.gone()
    shared, snapshot_bytes = found
    papers = snapshot.read(snapshot_bytes)
    if stem == "feed":
        home = responses.base_address(request) + f"/list/{address}"
        at = feed.rfc3339(shared.at)
        items = feed.items(papers.rows, {}, {}, {}, shared.at)
        about = shared.introduction or "A list of papers"
        content = Feed(
            feed.urn(f"list {address}"), shared.title, about, home, f"{home}/feed.atom", f"{home}/feed.json", at, items
        )
        return feed_response(request, content, ending)
    export_format = BY_ENDING[ending]
    kept = {"content-disposition": f'attachment; filename="papers.{ending}"'}
    return responses.cached(request, export_format.write(papers.rows), export_format.mime, kept)
