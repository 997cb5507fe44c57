"""OPML: the list of feeds that feed readers export, as addresses to follow."""

from __future__ import annotations

import html
import re

from components.ingestion.source import InvalidSourceError, SourceSpec, feed

MOST_BYTES = 1_000_000
_OUTLINE = re.compile(r"<outline\b([^<]{0,8000})", re.I)  # searched for, not parsed: a visitor gave it
_ADDRESS = re.compile(r"""\bxmlurl\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)


def feeds(content: bytes) -> tuple[list[SourceSpec], int]:
    """(The feeds of an OPML file, each once; how many outlines have an address that is none).

    Raises InvalidSourceError where this is no OPML.
    """
    if len(content) > MOST_BYTES:
        raise InvalidSourceError("This file has more than 1 MB; a list of feeds has less. Give the OPML file alone.")
    text = content.decode("utf-8-sig", "replace")
    if not re.search(r"<opml\b", text[:5_000], re.I):
        raise InvalidSourceError("This is no OPML. Export the list of feeds from your feed reader as OPML.")
    found: dict[str, SourceSpec] = {}
    wrong = 0
    for outline in _OUTLINE.finditer(text):
        address = _ADDRESS.search(outline[1])
        written = html.unescape(address[1] or address[2] or "") if address else ""
        if not written.strip():
            continue
        try:
            spec = feed(written)
        except InvalidSourceError:
            wrong += 1
        else:
            found.setdefault(spec.what, spec)
    return list(found.values()), wrong
