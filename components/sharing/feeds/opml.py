"""OPML 2.0: the addresses of one's feeds as a file that every feed reader takes at once."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from components.sharing.formats.entry import UNPRINTED, one_line

MIME = "text/x-opml"


def to_text(title: str, feeds: Iterable[tuple[str, str, str]]) -> str:
    """One outline a feed: (its name, the address of its Atom feed, the page that shows the same)."""
    outlines = [
        f'    <outline type="rss" text={name} title={name} xmlUrl={feed} htmlUrl={page}/>'
        for name, feed, page in (map(_value, each) for each in feeds)
    ]
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_value(title)[1:-1]}</title></head>",
        "  <body>",
        *outlines,
        "  </body>",
        "</opml>",
        "",
    ])  # fmt: skip


def _value(text: str) -> str:
    """The text as the value of an attribute, in double quotes."""
    return quoteattr(UNPRINTED.sub("", one_line(text)), {'"': "&quot;"})
