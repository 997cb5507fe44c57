"""Tables as text: CSV, TSV and other separators, with any sensible column names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading
from components.papers.reading.tables.rows import Row, names_papers, read_rows, unreadable_row

SHAPE = "table with separated columns"

_SEPARATORS = ",\t;|"
_LONGEST_CELL = 200_000  # characters
_SEPARATOR_LINE = re.compile(r"\A\"?sep=(?:\\t|.)\"?\n", re.I)  # how Excel is told the separator
_COMPARED, _LONGEST_NAME = 4, 40  # lines that are compared to tell a table; characters of a column's name
_MOST_UNCLOSED = 20  # quotation marks in one file
_OPEN = "a quotation mark in it is never closed"


def recognise(content: Content) -> bool:
    """A first line that names a title column and at least one more field."""
    return bool(_separator(content.head))


def read(content: Content) -> Reading:
    """One record a row; rows without a title are refused."""
    separator = _separator(content.head)
    csv.field_size_limit(_LONGEST_CELL)
    return read_rows(_rows(content.lines, separator, 1 if _SEPARATOR_LINE.match(content.head) else 0))


def columns(content: Content) -> list[str]:
    """What the columns of a table are called that does not name its papers; nothing for any other text.

    A table has as many cells in each of its first lines, of which the first are names.
    """
    first = [line for line in _SEPARATOR_LINE.sub("", content.head, count=1).split("\n") if line.strip()][:_COMPARED]
    for separator in sorted(_SEPARATORS, key=first[0].count, reverse=True) if len(first) > 1 else ():
        rows = [next(csv.reader([line], delimiter=separator), []) for line in first if separator in line]
        names = [name.strip() for name in rows[0]] if rows else []
        if len(rows) == len(first) and {len(row) for row in rows} == {len(names)} and all(map(_is_name, names)):
            return [] if names_papers(names) else names
    return []


def _is_name(cell: str) -> bool:
    return 0 < len(cell) <= _LONGEST_NAME and not cell[0].isdigit() and cell[-1] not in ".!?" and "/" not in cell


def _separator(head: str) -> str:
    """The separator of the first line, "" where it is no header of a table of papers."""
    first = _SEPARATOR_LINE.sub("", head, count=1).lstrip("\n").partition("\n")[0]
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        if separator in first and names_papers(name.strip().strip("\"'") for name in first.split(separator)):
            return separator
    return ""


def _rows(lines: Sequence[str], separator: str, first: int) -> Iterator[Row]:
    """The rows from that line index on, with their lines.

    Where a quotation mark is never closed, reading goes on in the next line.
    """
    start, before, unclosed = first + 1, first, 0  # line of the row, lines before those that `reader` counts
    reader = csv.reader(_ended(lines, before), delimiter=separator)
    while unclosed < _MOST_UNCLOSED:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            why = _OPEN if "field larger" in str(trouble) else str(trouble)
        else:
            end = before + reader.line_num
            if end < len(lines) or end == start or not _is_open(lines[start - 1 : end]):
                yield (start, end), row
                start = end + 1
                continue
            why = _OPEN
        yield unreadable_row((start, start), why)
        unclosed += 1
        before = start
        start += 1
        reader = csv.reader(_ended(lines, before), delimiter=separator)
    yield unreadable_row((start, len(lines)), f"after {_MOST_UNCLOSED} such rows no more are read")


def _ended(lines: Sequence[str], first: int) -> Iterator[str]:
    return (line + "\n" for line in islice(lines, first, None))


def _is_open(lines: Sequence[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1
