"""Papers as an Excel workbook: the columns of the CSV table, every text a text, so that none can be a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pandas as pd

from components.sharing.csv_table import HEADER
from components.sharing.entry import Entry, entries

LONGEST = 32_767  # characters in a cell, which is Excel's limit
NUMBERS = frozenset({"votes", "stars", "rating"})
WIDTHS = {"title": 60, "abstract": 80, "authors": 30, "links": 40, "note": 40}


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> bytes:
    """The rows of a catalogue as an .xlsx file; lists are parted by line ends."""
    import xlsxwriter

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet("Papers")
        bold, top = book.add_format({"bold": True}), book.add_format({"valign": "top"})
        found = entries(rows, labels)
        for column, name in enumerate(HEADER):
            sheet.set_column(column, column, WIDTHS.get(name, 16), top)
            sheet.write_string(0, column, name.replace("_", " ").capitalize(), bold)
            for row, entry in enumerate(found, start=1):
                value = _value(entry, name)
                if isinstance(value, int):
                    sheet.write_number(row, column, value)
                elif value:
                    sheet.write_string(row, column, value[:LONGEST])
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(found), len(HEADER) - 1)
    return out.getvalue()


def _value(entry: Entry, name: str) -> str | int:
    value = getattr(entry, name)
    if name in NUMBERS:
        return value if value or (name != "rating" and value == 0) else ""
    return "\n".join(value) if isinstance(value, tuple) else value
