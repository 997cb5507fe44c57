"""The downloads of some papers: each file is made when it is asked for, never on a rerun."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from components.sharing.formats.export_formats import FORMS, Form
from components.text import counted
from components.workspace.view import View

__all__ = ["FORMS", "choose", "draw"]


def draw(view: View, papers: pd.DataFrame, stem: str = "picks") -> None:
    """A menu with one download a form; `stem` is what the files are called."""
    menu = st.popover("Download", icon=":material/download:", key="downloads", on_change="rerun")
    if not menu.open:
        return
    for form in FORMS:
        menu.download_button(
            form.label,
            data=_later(view, form, papers),
            file_name=f"{stem}.{form.ending}",
            mime=form.mime,
            on_click="ignore",
            key=f"download_{stem}.{form.ending}",
            width="stretch",
        )


def choose(view: View, paper_ids: Sequence[str], key: str) -> None:
    """The forms as one choice, and the download of these papers in the chosen one: for where there is little room."""
    label = st.selectbox(
        f"Download {counted(len(paper_ids), 'paper')}",
        [form.label for form in FORMS],
        index=None,
        placeholder="Choose a form",
        key=f"{key}_form",
    )
    form = next((form for form in FORMS if form.label == label), None)
    if form is not None:
        st.download_button(
            f"Download as {form.label}",
            data=_later(view, form, view.by_id.loc[list(paper_ids)].reset_index()),
            file_name=f"papers.{form.ending}",
            mime=form.mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_download",
            width="stretch",
        )


def _later(view: View, form: Form, papers: pd.DataFrame) -> Callable[[], bytes]:
    labels = dict(view.digest_labels)
    return lambda: form.write(papers, labels)
