"""Markdown that Digest Atlas wrote: it is to be pasted somewhere, and does not hold its papers whole."""

from __future__ import annotations

from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading, refused

SHAPE = "Markdown exported from Digest Atlas"
MARK = "[//]: # (Written by Digest Atlas)"  # a file's last line: a link's definition, which is never shown
_REFUSAL = (
    "This is Markdown from Digest Atlas, which does not hold its papers whole. "
    "Give the digests themselves, or an export as JSON lines, BibTeX, CSV or a web page."
)


def recognise(content: Content) -> bool:
    """Ends with our mark."""
    return MARK.encode() in content.data[-300:]


def read(content: Content) -> Reading:  # noqa: ARG001 - as of every reader
    """No papers, and what to give instead."""
    return Reading(notes=(refused(_REFUSAL),), conclusive=True)
