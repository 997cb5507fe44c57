"""The frame around every page: the list of pages and the way between them.

The links to other pages carry the shared filters in their addresses, so the filters stay while the visitor moves around
and Back goes back.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.ui.shared import site, url_state
from components.ui.shared.frame import page_links
from components.ui.shared.frame.pages import PAGES, PageEntry, first_page

_ASSETS = Path(__file__).parents[1] / "assets"


def navigation() -> tuple[StreamlitPage, PageEntry]:
    """Say which pages there are, draw the way between them; returns the page to run and its entry."""
    pages = [st.Page(entry.script, title=entry.title, url_path=entry.name) for entry in PAGES]
    # Browsers are sent on from the app's own address (`first_page.py` of the server); whatever else comes there sees
    # the same page. It stands last: links inside pages go to the first page with their script.
    first = next(entry for entry in PAGES if entry.name == first_page(url_state.parameters()))
    root = st.Page(first.script, title=first.title, url_path="first", default=True)
    st.logo(_picture("wordmark.png"), size="medium")
    chosen = st.navigation([*pages, root], position="hidden")
    page_links.draw([(page.url_path, page.title) for page in pages], chosen.title)
    entry = next(entry for entry in PAGES if entry.title == chosen.title)
    st.set_page_config(f"{entry.title} – Digest Atlas", page_icon=_picture("icon.png"), layout="wide")
    return chosen, entry


def _picture(name: str) -> str | Path:
    """Where the browser finds a picture of ours; the file itself where no browser says where it is."""
    here = site.here() if site.is_page() else ""
    return f"{here}/assets/{name}" if here else _ASSETS / name


def page_link(script: str, label: str, **parameters: str) -> None:
    """A link inside a page to another page, under the same filters, with further parameters."""
    st.page_link(script, label=label, query_params={**url_state.shared_parameters(), **parameters})
