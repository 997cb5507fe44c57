"""Rows of a table under a header of column names, as papers: shared by all readers of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from components.papers.paper import RawPaper
from components.papers.reading.fields import common_day, paper_of, resolve_dates, role_of
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.report import Note

Row = tuple[LineRange | None, Sequence[Any]]  # lines in the file, cells

_ALSO_TITLES = ("paper", "papers", "paper name", "publication", "name")
_ROWS_WITHOUT_PAPER = 20_000  # one after the other: enough to know that it has none, or no more


def names_papers(names: Iterable[Any]) -> bool:
    """Whether a row of names has a title column and another known one."""
    roles = [role_of(name) for name in titled([str(name) for name in names if name is not None])]
    return "title" in roles and sum(bool(role) for role in roles) >= 2


def titled(names: Sequence[str]) -> list[str]:
    """Column names with one that names titles: where none does, "Paper" or "Name" holds them, as in Notion."""
    if any(role_of(name) == "title" for name in names):
        return list(names)
    held = next((name for word in _ALSO_TITLES for name in names if name.strip(" *\"'").casefold() == word), None)
    return ["title" if name is held else name for name in names]


def unreadable_row(lines: LineRange | None, why: str) -> Row:
    """What stands for a row that could not be parsed; `read_rows` reports it."""
    return lines, [f"\0{why}"]


def read_rows(rows: Iterable[Row]) -> Reading:
    """One record a row after the header, which is the first; rows without a title are refused."""
    papers: list[RawPaper] = []
    notes: list[Note] = []
    header: list[str] = []
    empty = 0
    for lines, row in rows:
        if not header:
            header = titled(["" if name is None else str(name).strip() for name in row])
            continue
        if not papers and len(notes) >= _ROWS_WITHOUT_PAPER:
            return Reading(notes=(refused(f"The first {_ROWS_WITHOUT_PAPER:,} rows have no title."),))
        if not any(cell not in (None, "") for cell in row):
            empty += 1
            if empty > _ROWS_WITHOUT_PAPER:
                break
            continue
        empty = 0
        if len(row) == 1 and str(row[0]).startswith("\0"):
            notes.append(refused(f"This row cannot be read ({str(row[0])[1:]}).", lines))
            continue
        paper = paper_of(dict(zip(header, row, strict=False)), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused("A row without a title.", lines))
        else:
            papers.append(paper)
    settled = resolve_dates(papers)
    return Reading(tuple(settled), common_day(settled), tuple(notes))
