"""The frame around every page: the list of pages and the way between them.

The links to other pages carry the shared filters in their addresses, so the filters stay while the visitor moves around
and Back goes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.ui.shared import url_state
from components.ui.shared.frame import page_links

_ASSETS = Path(__file__).parents[1] / "assets"


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


def navigation() -> tuple[StreamlitPage, PageEntry]:
    """Say which pages there are, draw the way between them; returns the page to run and its entry."""
    pages = {
        entry.script: st.Page(
            entry.script, title=entry.title, default=number == 0, url_path="" if number == 0 else None
        )
        for number, entry in enumerate(PAGES)
    }
    st.logo(_ASSETS / "wordmark.png", size="medium")
    chosen = st.navigation(list(pages.values()), position="hidden")
    page_links.draw([(page.url_path, page.title) for page in pages.values()], chosen.title)
    entry = next(entry for entry in PAGES if entry.title == chosen.title)
    st.set_page_config(f"{entry.title} – Digest Atlas", page_icon=_ASSETS / "icon.png", layout="wide")
    return chosen, entry


def page_link(script: str, label: str, **parameters: str) -> None:
    """A link inside a page to another page, under the same filters, with further parameters."""
    st.page_link(script, label=label, query_params={**url_state.shared_parameters(), **parameters})
