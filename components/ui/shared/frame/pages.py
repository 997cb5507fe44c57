"""Which pages there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its script in pages/ and what it is called."""

    script: str
    title: str
    filtered: bool = True  # whether the filter bar belongs on it


PAGES = (
    PageEntry("table.py", "Table"),
    PageEntry("map.py", "Map"),
    PageEntry("topics.py", "Topics"),
    PageEntry("links.py", "Links"),
    PageEntry("picks.py", "Picks"),
    PageEntry("digests.py", "Digests", filtered=False),
)
