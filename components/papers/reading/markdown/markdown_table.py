"""Markdown tables of papers, also where a cell has a line break in it."""

from __future__ import annotations

import re

from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import heading_date
from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, paper_of, resolve_dates, role_of
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.markdown.markdown_links import links, paper_link, without_links
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.reading.tables.rows import names_papers, titled

SHAPE = "Markdown table"

_LONGEST_ROW = 60  # lines
_CELL_BREAK = re.compile(r"<br\s*/?>", re.I)
_EMPHASIS = re.compile(r"^(\*\*|__|\*|_|`)(.+)\1$", re.S)


def recognise(content: Content) -> bool:
    """A table whose header names a title."""
    return bool(_headers(content.head.split("\n")))


def read(content: Content) -> Reading:
    """One record a row of every table that names a title; what stands between is reported."""
    lines = content.lines
    papers: list[RawPaper] = []
    notes = []
    used: list[LineRange] = []
    headers = _headers(lines)
    for first, names in headers:
        for place, row in _rows(lines, first + 1, len(names)):
            paper = paper_of(_record(names, _cells(row)), len(papers) + 1, place)
            used.append(place)
            if paper is None:
                notes.append(refused("A row without a title.", place))
            else:
                papers.append(paper)
    settled = resolve_dates(papers)
    more, frame = report_leftovers(lines, used, [(first, first + 1) for first, _ in headers])
    return Reading(tuple(settled), common_day(settled) or heading_date(content.head), (*notes, *more), frame)


def _headers(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The line (from 1) and the column names of every table that names a title."""
    found = []
    for number in range(1, len(lines)):
        rule = lines[number]
        if "-" in rule and "|" in rule and "|" in lines[number - 1] and not rule.strip("|:- \t"):
            names = titled([_plain(name) for name in _cells(lines[number - 1])])
            if names_papers(names) or _leads_somewhere(names, lines[number + 1 : number + 2]):
                found.append((number, names))
    return found


def _plain(cell: str) -> str:
    emphasised = _EMPHASIS.match(cell)
    return emphasised[2] if emphasised else cell


def _leads_somewhere(names: list[str], rows: list[str]) -> bool:
    """Whether a table that names titles and no other known field has an address with its first title."""
    if "title" not in map(role_of, names):
        return False
    return any(
        role_of(name) == "title" and links(cell) for row in rows for name, cell in zip(names, _cells(row), strict=False)
    )


def _rows(lines: list[str], start: int, columns: int) -> list[tuple[LineRange, str]]:
    """The rows after a header (line indices from 0): each from "|" to the line that completes its cells."""
    rows: list[tuple[LineRange, str]] = []
    open_row = False  # whether the last row still lacks cells
    for number in range(start, len(lines)):
        line = lines[number]
        if open_row and not line.lstrip().startswith("|"):
            (first, _), text = rows[-1]
            if number - first > _LONGEST_ROW:
                break
            rows[-1] = ((first, number + 1), text + "\n" + line)
        elif "|" in line:
            rows.append(((number + 1, number + 1), line))
        else:
            break
        open_row = not _complete(rows[-1][1], columns)
    return rows


def _complete(row: str, columns: int) -> bool:
    return len(_cells(row)) >= columns and (not row.lstrip().startswith("|") or row.rstrip().endswith("|"))


def _cells(row: str) -> list[str]:
    row = row.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)]


def _record(names: list[str], cells: list[str]) -> dict[str, object]:
    """A row under its column names, with the address of the paper and its other links."""
    record: dict[str, object] = {}
    row = " ".join(cells)
    for name, cell in zip(names, cells, strict=False):
        words = _CELL_BREAK.sub("\n", without_links(cell)).strip()
        words = _plain(words)
        address = [url for _, url in links(cell)]
        record[name] = address if role_of(name) in ("link", "id") and address else words
    record.setdefault("url", paper_link(row))
    record["paper_url"] = paper_link(row)
    return record
