"""Following a saved search: the addresses of its feed, what it sends, its mails."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from components.curation.searches import feed_addresses, saved_searches
from components.curation.searches.saved_searches import SavedSearch, SearchError
from components.sharing.feeds import opml
from components.ui.picks.searches import delivery_form, mails
from components.ui.shared.site import base
from components.workspace.view import View


def draw(view: View) -> str:
    """All feeds as one file, and what belongs to the search that is chosen; news to show, or ""."""
    searches = saved_searches.searches(view.engine, view.workspace)
    by_name = {search.name: search for search in searches}
    if not by_name:
        return ""
    here = base()  # the file is made when it is asked for, where no page says so
    st.download_button(
        "Download all feeds (OPML)",
        data=lambda: _opml(view, searches, here),
        file_name="digest-atlas-feeds.opml",
        mime=opml.MIME,
        icon=":material/rss_feed:",
        on_click="ignore",
        help="One file with the feed of each saved search, for your feed reader",
    )
    name = st.selectbox("Follow a saved search", by_name, index=None, placeholder="Choose one", key="share_search")
    if not name:
        return ""
    try:
        secret = feed_addresses.address(view.engine, view.workspace, name)
    except SearchError as gone:  # deleted in another tab
        st.info(str(gone))
        return ""
    st.code(f"{base()}/feed/{secret}.atom\n{base()}/feed/{secret}.json", language=None)
    st.button(
        "Replace the addresses",
        type="tertiary",
        icon=":material/refresh:",
        help="The old addresses stop working",
        on_click=_renew,
        args=(view, name),
    )
    delivery_form.draw(view, by_name[name])
    return mails.draw(view, by_name[name])


def _opml(view: View, searches: Sequence[SavedSearch], here: str) -> str:
    """The feeds of the searches that are still there, as one file."""
    found = []
    for search in searches:
        with suppress(SearchError):  # deleted in another tab
            secret = feed_addresses.address(view.engine, view.workspace, search.name)
            found.append((search.name, f"{here}/feed/{secret}.atom", f"{here}/table?{search.address}"))
    return opml.to_text("Digest Atlas", found)


def _renew(view: View, name: str) -> None:
    with suppress(SearchError):  # deleted in another tab: the menu says so
        feed_addresses.address(view.engine, view.workspace, name, renew=True)
