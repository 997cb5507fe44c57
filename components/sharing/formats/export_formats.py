"""The formats that papers are exported in: label, the module that writes it, its file's name and type.

A format's module is imported when it is used, never to list the formats.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from components.papers.reading.markdown.exported_markdown import MARK


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One form a list of papers leaves in; `module` of this folder writes it."""

    label: str
    module: str
    ending: str  # of the file's name
    mime: str
    end: str = ""  # of the file, beyond what `module` writes to be pasted anywhere
    has_keys: bool = False  # to cite papers by: the same paper has the same one in every export

    def write(
        self, rows: pd.DataFrame, labels: Mapping[str, str] | None = None, catalogue: pd.DataFrame | None = None
    ) -> bytes:
        """Rows of a catalogue in this form; `labels` gives digest ids their names.

        Keys tell all papers of `catalogue` apart, whichever of them are exported.
        """
        module = importlib.import_module(f"components.sharing.formats.{self.module}")
        made = module.to_text(rows, labels, catalogue) if self.has_keys else module.to_text(rows, labels)
        return made if isinstance(made, bytes) else f"{made}{self.end}".encode()


EXPORT_FORMATS = (
    ExportFormat("CSV", "csv_table", "csv", "text/csv"),
    ExportFormat("Excel", "workbook", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportFormat("Markdown", "markdown", "md", "text/markdown", end=f"\n{MARK}\n"),
    ExportFormat("BibTeX", "references.bibtex", "bib", "application/x-bibtex", has_keys=True),
    ExportFormat("Zotero (CSL-JSON)", "references.csl_json", "json", "application/vnd.citationstyles.csl+json"),
    ExportFormat("RIS (EndNote, Rayyan)", "references.ris", "ris", "application/x-research-info-systems"),
    ExportFormat("Web page to print", "web_page", "html", "text/html"),
    ExportFormat("Plain text", "plain_text", "txt", "text/plain"),
    ExportFormat("JSON lines, lossless", "jsonl", "jsonl", "application/jsonl"),
)
BY_ENDING = {export_format.ending: export_format for export_format in EXPORT_FORMATS}
