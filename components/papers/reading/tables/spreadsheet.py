"""Spreadsheets (XLSX): the first sheet with a title column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading, refused
from components.papers.reading.tables.rows import Row, names_papers, read_rows

SHAPE = "spreadsheet"

_LARGEST_SHEET = 200_000_000  # bytes after unpacking
_LONGEST_INTRODUCTION = 30  # rows above the header
_MOST_ROWS, _MOST_COLUMNS = 80_000, 128  # a little more than the papers that one digest may have


def recognise(content: Content) -> bool:
    """A zip archive with a workbook in it."""
    return content.is_spreadsheet


def read(content: Content) -> Reading:
    """The first sheet that has a title column."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > _LARGEST_SHEET:
            return Reading(notes=(refused("The spreadsheet unpacks to more than 200 MB."),))
    try:
        book = load_workbook(io.BytesIO(content.data), read_only=True, data_only=True)
    except Exception:  # openpyxl raises whatever its parts raise for a damaged file
        return Reading()
    try:
        return next((reading for sheet in book.worksheets if (reading := _sheet(sheet)).papers), Reading())
    except Exception:  # as above, while rows are parsed on demand
        return Reading()
    finally:
        book.close()


def _sheet(sheet: Any) -> Reading:
    """The rows of one sheet. The size that it gives for itself is often wrong, and a row may claim any number."""
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
    return read_rows(_from_header(((number, number), row) for number, row in enumerate(rows, 1)))


def _from_header(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows from the header on, which may stand under a few lines of introduction."""
    found = False
    for number, (lines, row) in enumerate(rows):
        found = found or names_papers(row)
        if found:
            yield lines, row
        elif number > _LONGEST_INTRODUCTION:
            return
