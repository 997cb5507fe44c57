"""Tables with a header: CSV as we, Excel, pandas and Zotero write it, and Excel workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from components.sharing.formats.csv_table import unguard
from components.sharing.importing import columns
from components.sharing.importing.imported import ImportRefusedError, WrittenRow

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 1_000_000
_LARGEST_BOOK = 50_000_000  # bytes after unpacking
_MOST_COLUMNS = 200
GUARDED, OWN_WORKBOOK = "paper_id", "Paper id"  # a column of our CSV, the same of our workbook
_HEADER_WITHIN = 30  # rows from the top


def from_text(text: str) -> list[WrittenRow]:
    """The rows of a table as text. Raises ImportRefusedError where it has no column that could be used."""
    lines = text.lstrip("\ufeff\n")
    if lines[:4].casefold() == "sep=":  # Excel's own first line
        lines = lines.partition("\n")[2]
    first = lines.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator)
    return list(_rows(enumerate(_readable(reader), 1), guarded=True))


def from_workbook(data: bytes) -> list[WrittenRow]:
    """The rows of the first sheet of a workbook that has such columns. Raises ImportRefusedError where none has."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True) if size <= _LARGEST_BOOK else None
    except Exception as error:  # openpyxl raises whatever its parts raise for a damaged file
        raise ImportRefusedError("This workbook is damaged. Save it anew in a spreadsheet program.") from error
    if book is None:
        raise ImportRefusedError(
            f"This workbook unpacks to more than {_LARGEST_BOOK // 1_000_000} MB. Save one sheet as CSV."
        )
    refused: ImportRefusedError | None = None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones
        try:
            return list(_rows(enumerate(sheet.iter_rows(values_only=True), 1), guarded=False))
        except ImportRefusedError as trouble:
            refused = refused or trouble
        except Exception as error:  # as above, while rows are parsed on demand
            raise ImportRefusedError(
                f"The sheet “{sheet.title}” of this workbook is damaged. Save it anew in a spreadsheet program."
            ) from error
    raise refused or ImportRefusedError("This workbook has no sheet with rows.")


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows; one that is damaged is empty, so that the others keep their numbers."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield []


def _rows(numbered: Iterable[tuple[int, Sequence[object]]], *, guarded: bool) -> Iterator[WrittenRow]:
    """The rows below the header; `guarded` where a cell may have the apostrophe that keeps it from being a formula."""
    numbered = iter(numbered)
    header: list[str] = []
    seen: list[list[str]] = []
    for _, row in islice(numbered, _HEADER_WITHIN):
        names = [str(cell or "").strip() for cell in row[:_MOST_COLUMNS]]
        seen.append(names)
        if _is_header(names):
            header = names
            break
    if not header:
        raise ImportRefusedError(_no_columns(next((names for names in seen if any(names)), [])))
    fields = columns.roles(header)
    guarded = guarded or GUARDED in header  # our CSV, saved as a workbook
    only_lines = OWN_WORKBOOK in header
    for number, row in numbered:
        cells = (unguard(cell) if guarded and isinstance(cell, str) else cell for cell in row)
        record = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if any(cell not in (None, "") for cell in record.values()):
            yield columns.row_of(record, fields, f"Row {number}", only_lines=only_lines)


def _is_header(names: list[str]) -> bool:
    found = columns.roles(names)
    named = any(role in found for role in ("paper_id", "doi", "arxiv_id", "title"))
    return named and any(role in found for role in columns.ANNOTATIONS)


def _no_columns(names: list[str]) -> str:
    has = ", ".join(f"“{name[:40]}”" for name in names[:8] if name)
    found = f" Its first row has {has}." if has else ""
    return (
        "This table cannot be imported: it needs a header with a column that names the paper (paper_id, doi, arxiv_id "
        f"or title) and one of decision, tags, note or rating.{found}"
    )
