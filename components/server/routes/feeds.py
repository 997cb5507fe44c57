"""The feeds of saved searches, and the form of an answer that is a feed."""

from __future__ import annotations

from urllib.parse import parse_qs

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from components.curation.searches import feed_addresses
from components.curation.workspaces import dates
from components.finding.filters import Filters
from components.server.routes import responses
from components.sharing.feeds import atom, by_interest, feed, json_feed
from components.sharing.feeds.feed import Feed
from components.workspace import caches, view


def search_feed(request: Request) -> Response:
    """What a saved search shows, as a feed."""
    secret, _, ending = request.path_params["file"].partition(".")
    engine = caches.store()
    found = feed_addresses.find(engine, secret) if ending in {"atom", "json"} else None
    if found is None:
        return responses.gone()
    now = view.of(engine, found.workspace, Filters.from_params(parse_qs(found.query)), exact=True)
    arrived, changed = dates.digest_dates(engine, found.workspace), dates.change_dates(engine, found.workspace)
    came = pd.Series(feed.arrivals(now.shown, arrived, found.at), index=now.shown.index, dtype="str")
    rows, reasons = by_interest.choose(now, came, found.delivery)
    items = feed.items(rows, now.digest_labels, arrived, changed, found.at, reasons)
    base = responses.base_address(request)
    content = Feed(
        identity=feed.urn(f"feed {secret}"),
        title=f"{found.search} – Digest Atlas",
        about=now.sentence,
        home=f"{base}/?{found.query}",
        atom=f"{base}/feed/{secret}.atom",
        json=f"{base}/feed/{secret}.json",
        updated=feed.latest(items, found.at),
        items=items,
    )
    return feed_response(request, content, ending)


def feed_response(request: Request, content: Feed, ending: str) -> Response:
    """A feed as Atom, or as JSON Feed where the ending says so."""
    writer = atom if ending == "atom" else json_feed
    return responses.cached(request, writer.to_text(content).encode(), writer.MIME, responses.ANYWHERE)
