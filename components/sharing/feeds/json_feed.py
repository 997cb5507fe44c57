"""A feed as JSON Feed 1.1."""

from __future__ import annotations

from typing import Any

import orjson

from components.sharing.feeds.feed import Feed, Item
from components.sharing.formats.entry import one_line

MIME = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def to_text(feed: Feed) -> str:
    """The feed as one JSON object; nothing in it is empty."""
    head = {
        "version": VERSION,
        "title": one_line(feed.title),
        "description": one_line(feed.about),
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "authors": [{"name": "Digest Atlas"}],
        "language": "en",
    }
    return orjson.dumps({**_filled(head), "items": [_item(item) for item in feed.items]}).decode() + "\n"


def _item(item: Item) -> dict[str, Any]:
    tags = dict.fromkeys(one_line(term) for term in (item.paper.topic, *item.paper.tags) if term.strip())
    return _filled(
        {
            "id": item.identity,
            "url": item.paper.url,
            "title": one_line(item.paper.title),
            "summary": one_line(item.paper.gist),
            "content_html": item.html,
            "date_published": item.published,
            "date_modified": item.updated,
            "authors": [{"name": one_line(author)} for author in item.paper.authors],
            "tags": list(tags),
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
