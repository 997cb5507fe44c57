"""Papers as an Excel workbook: the columns of the CSV table, every text a text, so that none can be a formula.

xlsxwriter makes the workbook; the rows are written into its sheet here, each text inside its cell, since cell by cell
it takes twice as long.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

from components.sharing.formats.csv_table import HEADER
from components.sharing.formats.entry import Entry, entries

LONGEST = 32_767  # characters in a cell, which is Excel's limit
NUMBERS = frozenset({"votes", "stars", "citations", "rating", "review_rating"})
WIDTHS = {"title": 60, "gist": 60, "abstract": 80, "machine_summary": 40, "authors": 30, "links": 40, "note": 40}
SHEET, ROWS_END, TOP = "xl/worksheets/sheet1.xml", "</sheetData>", 2  # TOP: the second format that is added below
DIMENSION = re.compile(r'(<dimension ref="A1:[A-Z]+)\d+("/>)')
CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as the code of a sign
PACKED = 3  # level of compression: half the time of the usual 6, a tenth more bytes


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> bytes:
    """The rows of a catalogue as an .xlsx file; lists are parted by line ends."""
    found = entries(rows, labels)
    out = io.BytesIO()
    with ZipFile(_empty(len(found))) as empty, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=PACKED) as book:
        for part in empty.infolist():
            content = empty.read(part)
            if part.filename == SHEET:
                before, end, after = content.decode().partition(ROWS_END)
                before = DIMENSION.sub(rf"\g<1>{len(found) + 1}\2", before)  # readers stop where it ends
                content = "".join([before, *_rows(found), end, after]).encode()
            book.writestr(part, content, ZIP_DEFLATED, PACKED)
    return out.getvalue()


def _empty(count: int) -> io.BytesIO:
    """A workbook with the header alone, made for so many rows."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Papers")
        bold, top = book.add_format({"bold": True}), book.add_format({"valign": "top"})
        for column, name in enumerate(HEADER):
            sheet.set_column(column, column, WIDTHS.get(name, 16), top)
            sheet.write_string(0, column, name.replace("_", " ").capitalize(), bold)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, count, len(HEADER) - 1)
    return out


def _rows(found: Iterable[Entry]) -> Iterable[str]:
    columns = [_letters(number) for number in range(len(HEADER))]
    for row, entry in enumerate(found, start=2):
        cells = "".join(
            _cell(f"{column}{row}", _value(entry, name)) for column, name in zip(columns, HEADER, strict=True)
        )
        yield f'<row r="{row}">{cells}</row>'


def _letters(column: int) -> str:
    """What Excel calls a column: A to Z, then AA."""
    return (_letters(column // 26 - 1) if column > 25 else "") + chr(ord("A") + column % 26)


def _cell(where: str, value: str | float) -> str:
    if isinstance(value, int | float):
        return f'<c r="{where}" s="{TOP}"><v>{value}</v></c>'
    if not value:
        return ""
    text = escape(CODE.sub("_x005F_", value[:LONGEST])).replace("\r", "_x000D_")
    return f'<c r="{where}" s="{TOP}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _value(entry: Entry, name: str) -> str | float:
    value = getattr(entry, name)
    if name in NUMBERS:
        return value if value or (name != "rating" and value == 0) else ""
    return "\n".join(value) if isinstance(value, tuple) else value
