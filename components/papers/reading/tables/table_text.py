"""Tables: CSV, TSV and other separators, and spreadsheets, with any sensible column names.

Not here: Markdown tables (`markdown_table`), nor what the columns mean (`fields`).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, paper_of, role_of, settled_dates
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.report import Note

SHAPE = "table with separated columns"
SPREADSHEET = "spreadsheet"

_SEPARATORS = ",\t;|"
_ROWS_WITHOUT_PAPER = 20_000  # at the top of a table: enough to know that it has none
_LONGEST_CELL = 1_000_000
_LARGEST_SHEET = 200_000_000  # bytes after unpacking
_ROWS = Iterable[tuple[LineRange | None, Sequence[Any]]]


def recognise(content: Content) -> bool:
    """A first line that names a title column and at least one more field."""
    return bool(_separator(content.head))


def is_spreadsheet(data: bytes) -> bool:
    """Whether bytes are an XLSX file, by what is inside."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def read(content: Content) -> Reading:
    """One record a row; rows without a title are refused."""
    separator = _separator(content.head)
    csv.field_size_limit(_LONGEST_CELL)
    return _reading(_csv_rows(content.text, separator), SHAPE)


def read_spreadsheet(content: Content) -> Reading:
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
        for sheet in book.worksheets:
            rows = (((number, number), row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
            reading = _reading(_from_header(rows), SPREADSHEET)
            if reading.papers:
                return reading
    except Exception:  # as above, while rows are parsed on demand
        return Reading()
    finally:
        book.close()
    return Reading()


def names_papers(names: Iterable[Any]) -> bool:
    """Whether a row of names has a title column and another one we know."""
    roles = [role_of(str(name)) for name in names if name is not None]
    return "title" in roles and sum(bool(role) for role in roles) >= 2


def _separator(head: str) -> str:
    """The separator of the first line, "" where it is no header of a table of papers."""
    first = head.lstrip("\n").partition("\n")[0]
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        if separator in first and names_papers(name.strip().strip("\"'") for name in first.split(separator)):
            return separator
    return ""


def _csv_rows(text: str, separator: str) -> Iterator[tuple[LineRange | None, Sequence[Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            yield (start, reader.line_num), [f"\0{trouble}"]
            start = reader.line_num + 1
            continue
        yield (start, reader.line_num), row
        start = reader.line_num + 1


def _from_header(rows: _ROWS) -> Iterator[tuple[LineRange | None, Sequence[Any]]]:
    """The rows from the header on, which may stand under a few lines of introduction."""
    found = False
    for number, (lines, row) in enumerate(rows):
        found = found or names_papers(row)
        if found:
            yield lines, row
        elif number > 30:
            return


def _reading(rows: _ROWS, shape: str) -> Reading:
    papers: list[RawPaper] = []
    notes: list[Note] = []
    header: list[str] = []
    empty = 0
    for lines, row in rows:
        if not header:
            header = ["" if name is None else str(name).strip() for name in row]
            continue
        if not papers and len(notes) >= _ROWS_WITHOUT_PAPER:
            return Reading(notes=(refused(f"The first {_ROWS_WITHOUT_PAPER:,} rows have no title."),), shape=shape)
        if not any(cell not in (None, "") for cell in row):
            empty += 1
            if empty > _ROWS_WITHOUT_PAPER and not papers:
                break
            continue
        if len(row) == 1 and str(row[0]).startswith("\0"):
            notes.append(refused(f"This row cannot be read ({str(row[0])[1:]}).", lines))
            continue
        paper = paper_of(dict(zip(header, row, strict=False)), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused("A row without a title.", lines))
        else:
            papers.append(paper)
    settled = settled_dates(papers)
    return Reading(tuple(settled), common_day(settled), tuple(notes), shape=shape)
