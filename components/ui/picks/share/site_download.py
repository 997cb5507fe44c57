"""Publishing papers from a page: a site of static files as one zip, made when it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from components.curation.shared_lists import SharedList
from components.sharing.site import content, of_list, publish
from components.text import counted
from components.workspace.view import View

_HELP = (
    "A folder with table, map, topics and a page a paper. Put it on GitHub Pages or any other host, or open its "
    "index.html. Nothing private goes along"
)


def draw(view: View, papers: pd.DataFrame) -> None:
    """A download of these papers as a site, without decisions, notes and tags."""
    if papers.empty:
        return
    st.download_button(
        f"Download {counted(len(papers), 'paper')} as a website (.zip)",
        data=lambda: _zip(view, papers),
        file_name="papers-site.zip",
        mime="application/zip",
        icon=":material/public:",
        on_click="ignore",
        key="site_download",
        width="stretch",
        help=_HELP,
    )


def draw_of_list(view: View, shared: SharedList) -> None:
    """A download of a shared list as a site, with the notes and tags that it was shared with."""
    st.download_button(
        "Website (.zip)",
        data=lambda: _zip_of_list(view, shared),
        file_name="list-site.zip",
        mime="application/zip",
        icon=":material/public:",
        type="tertiary",
        on_click="ignore",
        key=f"site_of_{shared.address}",
        help="This list alone, as a folder to put on any host",
    )


def _zip_of_list(view: View, shared: SharedList) -> bytes:
    made = datetime.now(UTC).date().isoformat()
    return publish.as_zip(of_list.site_of_list(view, shared, made, with_notes=True))


def _zip(view: View, papers: pd.DataFrame) -> bytes:
    site = content.of(
        papers,
        view.digest_labels,
        view.analysis,
        view.verdicts,
        title="Papers",
        about=counted(len(papers), "paper"),
        made=datetime.now(UTC).date().isoformat(),
    )
    return publish.as_zip(site)
