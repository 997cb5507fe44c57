"""A feed as Atom (RFC 4287): the feed and each entry have exactly one id, title and updated, and an author."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from components.sharing.feeds.feed import Feed, Item
from components.sharing.formats.entry import UNPRINTED, one_line

MIME = "application/atom+xml"
GENERATOR = "Digest Atlas"


def to_text(feed: Feed) -> str:
    """The feed as an XML document in UTF-8."""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            *_head(feed),
            *(line for item in feed.items for line in _entry(item)),
            "</feed>\n",
        ]
    )


def _head(feed: Feed) -> Iterator[str]:
    yield f"<id>{escape(feed.identity)}</id>"
    yield f"<title>{_text(feed.title)}</title>"
    if feed.about.strip():
        yield f"<subtitle>{_text(feed.about)}</subtitle>"
    yield f"<updated>{feed.updated}</updated>"
    yield f'<link rel="self" type="{MIME}" href={quoteattr(feed.atom)}/>'
    yield f'<link rel="alternate" type="text/html" href={quoteattr(feed.home)}/>'
    yield f"<author><name>{GENERATOR}</name></author>"
    yield f"<generator>{GENERATOR}</generator>"


def _entry(item: Item) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{item.identity}</id>"
    yield f"<title>{escape(one_line(item.paper.title))}</title>"
    yield f"<published>{item.published}</published>"
    yield f"<updated>{item.updated}</updated>"
    for author in item.paper.authors:
        yield f"<author><name>{escape(one_line(author))}</name></author>"
    if item.paper.url:
        yield f'<link rel="alternate" type="text/html" href={quoteattr(item.paper.url)}/>'
    for term in dict.fromkeys(one_line(term) for term in (item.paper.topic, *item.paper.tags) if term.strip()):
        yield f"<category term={quoteattr(term)}/>"
    if item.paper.gist:
        yield f"<summary>{escape(one_line(item.paper.gist))}</summary>"
    yield f'<content type="html">{escape(item.html)}</content>'
    yield "</entry>"


def _text(text: str) -> str:
    """The name or the words of a search on one line, without what XML cannot hold; papers have none of it."""
    return escape(one_line(UNPRINTED.sub("", text)))
