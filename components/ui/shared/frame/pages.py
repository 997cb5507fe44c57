"""Which pages there are, and which of them the app's own address shows. Imports nothing heavy: the server reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its script in pages/ and what it is called."""

    script: str
    title: str
    filtered: bool = True  # whether the filter bar belongs on it

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.script.removesuffix(".py")


PAGES = (
    PageEntry("overview.py", "Overview"),
    PageEntry("table.py", "Table"),
    PageEntry("map.py", "Map"),
    PageEntry("topics.py", "Topics"),
    PageEntry("links.py", "Links"),
    PageEntry("picks.py", "Picks"),
    PageEntry("digests.py", "Digests", filtered=False),
)

# What an address may ask for that only a list of papers answers: every shared filter, the open paper, the list's look.
ASKS_FOR_PAPERS = frozenset(
    {"q", "near", "area", "topic", "digest", "decision", "tag", "kind", "state", "month", "keyword", "organisation"}
    | {"author", "venue", "year", "type", "category", "citations", "archived"}
    | {"paper", "sort", "columns", "rows"}
)


def first_page(asked: Iterable[str]) -> str:
    """The page that the app's own address shows, by the parameters that the address has: "table" or "overview".

    The table stood there before the overview did: an old address that asks for papers shows them as ever.
    """
    return "overview" if ASKS_FOR_PAPERS.isdisjoint(asked) else "table"
