"""The downloads of some papers: each file is made when it is asked for, never on a rerun."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components.sharing.formats.export_formats import EXPORT_FORMATS, ExportFormat
from components.text import counted
from components.workspace.view import View

__all__ = ["EXPORT_FORMATS", "choose", "draw"]


def draw(view: View, papers: pd.DataFrame, stem: str = "picks") -> None:
    """A menu with one download for each format; `stem` is what the files are called."""
    menu = st.popover("Download", icon=":material/download:", key="downloads", on_change="rerun")
    if not menu.open:
        return
    for export_format in EXPORT_FORMATS:
        menu.download_button(
            export_format.label,
            data=_later(view, export_format, papers),
            file_name=f"{stem}.{export_format.ending}",
            mime=export_format.mime,
            on_click="ignore",
            key=f"download_{stem}.{export_format.ending}",
            width="stretch",
        )


def choose(view: View, paper_ids: Sequence[str], key: str) -> None:
    """The formats as one choice, and the download of these papers in the chosen one: for where there is little room."""
    label = st.selectbox(
        f"Download {counted(len(paper_ids), 'paper')}",
        [export_format.label for export_format in EXPORT_FORMATS],
        index=None,
        placeholder="Choose a format",
        key=f"{key}_form",
    )
    export_format = next((export_format for export_format in EXPORT_FORMATS if export_format.label == label), None)
    if export_format is not None:
        st.download_button(
            f"Download as {export_format.label}",
            data=_later(view, export_format, view.by_id.loc[list(paper_ids)].reset_index()),
            file_name=f"papers.{export_format.ending}",
            mime=export_format.mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_download",
            width="stretch",
        )


def _later(view: View, export_format: ExportFormat, papers: pd.DataFrame) -> Callable[[], bytes]:
    labels, catalogue = dict(view.digest_labels), view.catalogue
    return lambda: export_format.write(papers, labels, catalogue)
