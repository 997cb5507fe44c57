"""How arXiv announces a paper: as new, cross-listed from another category, or replaced by another version."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from components.ingestion.source import Announced

BEFORE_ITEM = re.compile(r"(?=<item\b)")
KEY = "announce_type"  # in the digests that are kept of arXiv's announcements, of what is not new
_TYPE = re.compile(r"<arxiv:announce_type>\s*([a-z-]+)\s*</arxiv:announce_type>")
_ANNOUNCE = re.compile(r"Announce Type:\s*([a-z-]+)")
_NUMBER = re.compile(r"(?:oai:arXiv\.org:|arxiv\.org/abs/)([a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?")


def kind_of(item: str) -> Announced:
    """How an item of arXiv's feed is announced; one that says nothing is new."""
    found = _TYPE.search(item) or _ANNOUNCE.search(item)
    return kind_named(found[1] if found else "new")


def kind_named(text: str) -> Announced:
    """ "replace-cross" is a replacement."""
    return Announced.REPLACE if text.startswith("replace") else Announced.CROSS if text == "cross" else Announced.NEW


def announced_again(content: bytes) -> frozenset[str]:
    """The arXiv numbers, without version, of the papers that a digest says were there before: no news.

    Reads arXiv's own feed, and the digests that are kept of its announcements; anything else says nothing.
    """
    if b"nnounce" not in content:
        return frozenset()
    found = _in_digest(content) if content.lstrip()[:1] == b"[" else _in_feed(content.decode("utf-8", "replace"))
    return frozenset(found)


def _in_digest(content: bytes) -> Iterator[str]:
    try:
        papers = orjson.loads(content)
    except orjson.JSONDecodeError:
        return
    for paper in papers:
        again = isinstance(paper, dict) and str(paper.get(KEY) or Announced.NEW) != Announced.NEW
        if again and isinstance(paper.get("arxiv_id"), str):
            yield paper["arxiv_id"]


def _in_feed(text: str) -> Iterator[str]:
    for item in BEFORE_ITEM.split(text)[1:]:
        number = _NUMBER.search(item)
        if number and kind_of(item) is not Announced.NEW:
            yield number[1]
