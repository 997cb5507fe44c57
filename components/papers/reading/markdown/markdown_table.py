"""Markdown tables of papers, also where a cell has a line break in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from components.papers.cleaning.plausible import is_link_label, may_be_title, word_count
from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import heading_date
from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, paper_of, resolve_dates, role_of
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.markdown.addresses import addresses
from components.papers.reading.markdown.entries.venues import with_sections
from components.papers.reading.markdown.entry_heads import BARE, LINKED, Head, head_of, shown_words, tidy_title
from components.papers.reading.markdown.markdown_links import links, paper_link, without_links
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.reading.tables.rows import names_papers, titled
from components.papers.reading.text.prose import prose_evidence

SHAPE = "Markdown table"

_LONGEST_ROW = 60  # lines
_REMARK = 120  # characters: longer text of several sentences beside a title is an abstract
_SHOWN = re.compile(
    r"<summary>[^<>]{0,40}</summary>|</?(?:details|summary|p|div|span|b|i|u|font|center|a)\b[^<>]*>", re.I
)
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]\s+)?")
_TITLE_AND_TEXT = re.compile(
    r"(?:\*\*(?P<bold>[^*\n]{3,300})\*\*\s*[-–—:]\s+|"
    r"(?P<plain>[^\n<]{3,200}?)(?: {2,}|\s*<br\s*/?>\s*))(?P<text>\S.{40,})",
    re.S,
)
_CELL_BREAK = re.compile(r"<br\s*/?>", re.I)
_BOLD_ONLY = re.compile(r"\*\*[^*]+\*\*|__[^_]+__")
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
    settled = resolve_dates(with_sections(papers, lines))
    more, frame = report_leftovers(lines, used, [(first, first + 1) for first, _ in headers])
    return Reading(tuple(settled), common_day(settled) or heading_date(content.head), (*notes, *more), frame)


def table_rows(lines: Sequence[str]) -> Iterator[tuple[RawPaper | None, LineRange]]:
    """The paper of every row of every table, None for a header, a rule and a row that names none, with its lines."""
    for number in range(1, len(lines)):
        if not _is_rule(lines, number):
            continue
        names = titled([_plain(name) for name in _cells(lines[number - 1])])
        rows = _rows(lines, number + 1, len(names))
        known = names_papers(names) or _leads_somewhere(names, lines[number + 1 : number + 2])
        yield None, (number, number + 1)
        for place, row in rows:
            cells = _cells(row)
            record = _record(names, cells) if known else _found_in(cells)
            paper = paper_of(record, 1, place) if record is not None else None
            if paper is not None and is_link_label(paper.title):
                record = _found_in(cells)
                paper = paper_of(record, 1, place) if record is not None else None
            yield paper, place


def _found_in(cells: Sequence[str]) -> dict[str, object] | None:
    """The paper of a row whose columns do not say where its title is: that of the first cell that links to one."""
    heads = [head for cell in cells if "](" in cell and (head := head_of(cell)) is not None]
    linked = [head for head in heads if head.standing == LINKED and word_count(head.title) >= 3]
    if linked:
        return {"title": linked[0].title, "paper_url": linked[0].address}
    page = paper_link(" ".join(cells))
    named = [words for cell in cells if word_count(words := tidy_title(shown_words(cell))) >= 3 and may_be_title(words)]
    return {"title": named[0], "paper_url": page} if named and page else None


def _is_rule(lines: Sequence[str], number: int) -> bool:
    rule = lines[number]
    return "-" in rule and "|" in rule and "|" in lines[number - 1] and not rule.strip("|:- \t")


def _headers(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The line (from 1) and the column names of every table that names a title."""
    found = []
    for number in range(1, len(lines)):
        if _is_rule(lines, number):
            names = titled([_plain(name) for name in _cells(lines[number - 1])])
            if names_papers(names) or _leads_somewhere(names, lines[number + 1 : number + 2]):
                found.append((number, names))
    return found


def _plain(cell: str) -> str:
    emphasised = _EMPHASIS.match(cell)
    return emphasised[2] if emphasised else cell


def _leads_somewhere(names: list[str], rows: Sequence[str]) -> bool:
    """Whether a table that names titles and no other known field has an address with its first title."""
    if "title" not in map(role_of, names):
        return False
    return any(
        role_of(name) == "title" and links(cell) for row in rows for name, cell in zip(names, _cells(row), strict=False)
    )


def _rows(lines: Sequence[str], start: int, columns: int) -> list[tuple[LineRange, str]]:
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
    """Whether a row has all its cells; one between bars on one line is whole, however many it has."""
    if "\n" not in row and row.lstrip().startswith("|") and row.rstrip().endswith("|") and row.count("|") > 2:
        return True
    return len(_cells(row)) >= columns and (not row.lstrip().startswith("|") or row.rstrip().endswith("|"))


def _cells(row: str) -> list[str]:
    row = row.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)]


def _head(cell: str) -> Head | None:
    """What a title's cell says where it is more than a title: a link, a tag, a title in bold with text after it."""
    parted = _TITLE_AND_TEXT.fullmatch(cell, _NUMBERED.match(cell).end())  # type: ignore[union-attr]
    if parted and may_be_title(title := tidy_title(shown_words(parted["bold"] or parted["plain"])), 1):
        return Head(title, BARE, "", (), "", shown_words(_CELL_BREAK.sub(" ", parted["text"])), True)
    cell = _CELL_BREAK.sub(" ¦ ", cell)
    if _BOLD_ONLY.fullmatch(cell) and not links(cell):
        return None
    if not re.search(r"\]\(|\*\*|!\[|^\W*\[|@", cell):
        return None
    head = head_of(cell)
    return head if head is not None and (head.marked or not links(cell)) else None


def _page_of(names: Sequence[str], cells: Sequence[str]) -> str:
    """Where a paper that is at no archive stands: the address of its title, or one that papers have."""
    titles = [cell for name, cell in zip(names, cells, strict=False) if role_of(name) == "title"]
    own = [one for cell in titles for one in addresses(cell)]
    given = [*(one for one in own if one.kind != "elsewhere"), *addresses(" ".join(cells))]
    papers = (one for one in given if one.kind == "paper")
    return next((one.url for one in (*papers, *own) if not one.badge), "")


def _record(names: list[str], cells: list[str]) -> dict[str, object]:
    """A row under its column names, with the address of the paper and its other links."""
    record: dict[str, object] = {}
    row = " ".join(cells)
    for name, cell in zip(names, cells, strict=False):
        words = _CELL_BREAK.sub("\n", without_links(cell)).strip()
        words = _SHOWN.sub(" ", words).strip() if "<" in words else words
        words = _plain(words)
        address = [url for _, url in links(cell)]
        if role_of(name) == "title" and (head := _head(cell)) is not None:
            words = head.title
            if head.authors and "authors" not in map(role_of, names):
                record["authors"] = head.authors
            if head.description:
                field = (
                    "abstract" if prose_evidence(head.description) >= 4 and len(head.description) > _REMARK else "tldr"
                )
                record.setdefault(field, head.description)
        record[name] = address if role_of(name) in ("link", "id") and address else words
    record.setdefault("url", paper_link(row))
    record["paper_url"] = paper_link(row) or _page_of(names, cells)
    return record
