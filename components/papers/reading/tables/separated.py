"""Tables as text: CSV, TSV and other separators, with any sensible column names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading
from components.papers.reading.tables.rows import Row, names_papers, read_rows, unreadable_row

SHAPE = "table with separated columns"

_SEPARATORS = ",\t;|"
_LONGEST_CELL = 1_000_000


def recognise(content: Content) -> bool:
    """A first line that names a title column and at least one more field."""
    return bool(_separator(content.head))


def read(content: Content) -> Reading:
    """One record a row; rows without a title are refused."""
    separator = _separator(content.head)
    csv.field_size_limit(_LONGEST_CELL)
    return read_rows(_rows(content.text, separator))


def _separator(head: str) -> str:
    """The separator of the first line, "" where it is no header of a table of papers."""
    first = head.lstrip("\n").partition("\n")[0]
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        if separator in first and names_papers(name.strip().strip("\"'") for name in first.split(separator)):
            return separator
    return ""


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            yield unreadable_row((start, reader.line_num), str(trouble))
            start = reader.line_num + 1
            continue
        yield (start, reader.line_num), row
        start = reader.line_num + 1
