"""The downloads of some papers: each file is made when it is asked for, never on a rerun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.sharing import bibtex, csv_table, markdown


@dataclass(frozen=True, slots=True)
class Form:
    """One form a list of papers leaves in."""

    label: str
    file: str
    mime: str
    write: Callable[[pd.DataFrame], str | bytes]


FORMS = (
    Form("CSV", "picks.csv", "text/csv", csv_table.to_text),
    Form("Markdown", "picks.md", "text/markdown", markdown.to_text),
    Form("BibTeX", "picks.bib", "application/x-bibtex", bibtex.to_text),
)


def draw(papers: pd.DataFrame) -> None:
    """A menu with one download a form."""
    with st.popover("Download", icon=":material/download:", key="downloads"):
        for form in FORMS:
            st.download_button(
                form.label,
                data=_later(form, papers),
                file_name=form.file,
                mime=form.mime,
                on_click="ignore",
                key=f"download_{form.file}",
                width="stretch",
            )


def _later(form: Form, papers: pd.DataFrame) -> Callable[[], bytes]:
    def write() -> bytes:
        text = form.write(papers)
        return text if isinstance(text, bytes) else text.encode("utf-8")

    return write
