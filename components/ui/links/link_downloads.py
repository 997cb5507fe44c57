"""The list of links as a file, in each form that `sharing.link_table` writes; made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components.links.link_status import LinkStatus
from components.ui.links.link_rows import Row
from components.workspace.view import View

_FORMS = (
    ("CSV", "to_csv", "links.csv", "text/csv"),
    ("JSON", "to_json", "links.json", "application/json"),
    ("Markdown", "to_markdown", "links.md", "text/markdown"),
)


def draw(view: View, shown: Sequence[Row]) -> None:
    """A menu with one download a form, of the links in view."""
    menu = st.popover("Download", icon=":material/download:", key="files", on_change="rerun")
    if not menu.open:
        return
    found = list({row.url: row.standing for row in shown if row.standing}.values())
    ids = sorted({paper_id for one in found for paper_id in one.papers})
    titles = {paper_id: str(view.by_id.at[paper_id, "title"]) for paper_id in ids if paper_id in view.by_id.index}
    for label, writer, file, mime in _FORMS:
        menu.download_button(
            label,
            data=_later(writer, found, titles),
            file_name=file,
            mime=mime,
            on_click="ignore",
            key=f"download_{file}",
            width="stretch",
        )


def _later(writer: str, found: Sequence[LinkStatus], titles: Mapping[str, str]) -> Callable[[], bytes]:
    def write() -> bytes:
        from components.sharing.formats import link_table

        made = getattr(link_table, writer)(found, titles)
        return made if isinstance(made, bytes) else str(made).encode("utf-8")

    return write
