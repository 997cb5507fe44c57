"""The downloads of some papers: each file is made when it is asked for, never on a rerun."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.ui.visit import Visit


@dataclass(frozen=True, slots=True)
class Form:
    """One form a list of papers leaves in; `module` of components.sharing writes it and is loaded only then."""

    label: str
    module: str
    file: str
    mime: str


FORMS = (
    Form("CSV", "csv_table", "picks.csv", "text/csv"),
    Form("Excel", "workbook", "picks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Form("Markdown", "markdown", "picks.md", "text/markdown"),
    Form("BibTeX", "bibtex", "picks.bib", "application/x-bibtex"),
    Form("Zotero (CSL-JSON)", "csl_json", "picks.json", "application/vnd.citationstyles.csl+json"),
    Form("RIS (EndNote, Rayyan)", "ris", "picks.ris", "application/x-research-info-systems"),
    Form("Web page to print", "web_page", "picks.html", "text/html"),
    Form("Plain text", "plain_text", "picks.txt", "text/plain"),
    Form("JSON lines, lossless", "jsonl", "picks.jsonl", "application/jsonl"),
)


def draw(visit: Visit, papers: pd.DataFrame) -> None:
    """A menu with one download a form."""
    menu = st.popover("Download", icon=":material/download:", key="downloads", on_change="rerun")
    if not menu.open:
        return
    for form in FORMS:
        menu.download_button(
            form.label,
            data=_later(visit, form, papers),
            file_name=form.file,
            mime=form.mime,
            on_click="ignore",
            key=f"download_{form.file}",
            width="stretch",
        )


def _later(visit: Visit, form: Form, papers: pd.DataFrame) -> Callable[[], bytes]:
    labels = dict(visit.digest_labels)

    def write() -> bytes:
        made = importlib.import_module(f"components.sharing.{form.module}").to_text(papers, labels)
        return made if isinstance(made, bytes) else str(made).encode("utf-8")

    return write
