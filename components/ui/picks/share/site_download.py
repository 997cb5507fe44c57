"""Publishing papers from a page: a site of static files as one zip, made when it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from components.sharing.site import content, publish
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
