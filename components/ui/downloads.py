"""The downloads of some papers: each file is made when it is asked for, never on a rerun."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.sharing.forms import FORMS, Form
from components.ui.visit import Visit

__all__ = ["FORMS", "draw"]


def draw(visit: Visit, papers: pd.DataFrame, stem: str = "picks") -> None:
    """A menu with one download a form; `stem` is what the files are called."""
    menu = st.popover("Download", icon=":material/download:", key="downloads", on_change="rerun")
    if not menu.open:
        return
    for form in FORMS:
        menu.download_button(
            form.label,
            data=_later(visit, form, papers),
            file_name=f"{stem}.{form.ending}",
            mime=form.mime,
            on_click="ignore",
            key=f"download_{stem}.{form.ending}",
            width="stretch",
        )


def _later(visit: Visit, form: Form, papers: pd.DataFrame) -> Callable[[], bytes]:
    labels = dict(visit.digest_labels)
    return lambda: form.write(papers, labels)
