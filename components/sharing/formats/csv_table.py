"""Papers as a CSV table that spreadsheets open safely, and that can be read back without loss.

A cell that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236); `unguard` takes it away
again. Lists are JSON arrays, so that a comma in a name stays in it. The file begins with a byte order mark, by which
Excel knows UTF-8.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pandas as pd

from components.sharing.formats.entry import Entry, entries

TRIGGERS = frozenset("=+-@\t\r\n\0＝＋－＠")  # the wide forms too: some spreadsheets take them for the same
HEADER = (
    "paper_id", "title", "abstract", "gist", "machine_summary", "authors", "organisation", "arxiv_id", "doi",
    "published", "venue", "type", "year", "categories", "status", "review_rating", "votes", "stars", "citations",
    "citation_counts", "retracted", "digests", "topic", "decision", "tags", "note", "rating", "keywords", "links",
    "sources",
)  # fmt: skip
LISTS = frozenset({"authors", "categories", "citation_counts", "digests", "tags", "keywords", "links", "sources"})


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> bytes:
    """The rows of a catalogue as a CSV file, UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for entry in entries(rows, labels):
        writer.writerow([guard(cell) for cell in cells(entry)])
    return out.getvalue().encode("utf-8-sig")


def cells(entry: Entry) -> list[str]:
    """The values of one row as texts, in the order of HEADER, not guarded yet."""
    return [_text(name, getattr(entry, name)) for name in HEADER]


def guard(cell: str) -> str:
    """The cell so that no spreadsheet runs it; a cell that needs no guard stays as it is."""
    return f"'{cell}" if cell.lstrip("' ")[:1] in TRIGGERS else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) != cell[1:] else cell


def _text(name: str, value: object) -> str:
    if name in LISTS:
        return json.dumps(value, ensure_ascii=False) if value else ""
    if value is None or (name == "rating" and not value):
        return ""
    return str(value)
