"""What any file says about papers: BibTeX, RIS, CSL-JSON, JSON lines, CSV, Excel; ours, Zotero's, anybody's.

A file is known by its content, not by its name. What it does not hold is left alone; what is odd in it is told and
costs only itself.
"""

from __future__ import annotations

import re

from components.papers.reading.content import Content
from components.settings import MEGABYTE
from components.sharing.importing import json_files, reference_files, tables
from components.sharing.importing.imported import ImportedFile, ImportRefusedError, WrittenRow
from components.sharing.importing.judging import judged

LARGEST = 20 * MEGABYTE

_RIS = re.compile(r"\s*TY {1,2}- ")
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.M)


def read(data: bytes) -> ImportedFile:
    """What a file says. Raises ImportRefusedError where that is nothing about papers."""
    if len(data) > LARGEST:
        raise ImportRefusedError(
            f"This file is larger than {LARGEST // MEGABYTE} MB. Split it, or export fewer papers."
        )
    content = Content(data)
    if content.binary and not content.is_spreadsheet:
        raise ImportRefusedError(f"This is {content.binary}, which holds no decisions, tags, notes or ratings.")
    shape, rows = _rows(content)
    found = judged(shape, rows)
    if not any(paper.says_something for paper in found.papers) and not _is_ours(found):
        amount = len(found.papers)
        raise ImportRefusedError(
            f"This {shape} file has {amount:,} {'paper' if amount == 1 else 'papers'}, but no decision, tag, note or "
            "rating of any. To see its papers, add it as a digest."
        )
    return found


def _is_ours(found: ImportedFile) -> bool:
    """Whether the file holds annotations that are all empty: then it says that there are none."""
    return any(paper.paper_id and paper.decision is not None for paper in found.papers)


def _rows(content: Content) -> tuple[str, list[WrittenRow]]:
    if content.is_spreadsheet:
        return "Excel", tables.from_workbook(content.data)
    text = content.text
    start = text.lstrip()[:1]
    if start and start in "{[":
        return "JSON", json_files.from_text(text)
    if _RIS.match(text):
        return "RIS", reference_files.from_ris(text)
    if _BIBTEX.search(text[:100_000]):
        return "BibTeX", reference_files.from_bibtex(text)
    return "CSV", tables.from_text(text)
