"""Browser copy or notebook export of a Daily Papers page: every visible thing on a line, addresses perhaps between.

Each paper ends with people, "·" and a date: papers are found by these. A number after the date is the count of
comments, the number before a title its votes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import date_line, is_frame
from components.papers.reading.captured_page.items import (
    Item,
    capture_date,
    date_and_comments,
    page_date,
    paper,
    votes_of,
)
from components.papers.reading.captured_page.tokens import Token, tokens
from components.papers.reading.content import Content
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import Reading

SHAPE = "browser copy of the Daily Papers page"

_DOT_LINE = re.compile(
    r"^[ \t]*·[ \t]*(?:\n\s*)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}\b", re.M
)


def recognise(content: Content) -> bool:
    """A "·" and a date under each paper, and no headings that link."""
    return bool(_DOT_LINE.search(content.head))


def read(content: Content) -> Reading:
    """The papers between the dates; dates get a year from the arXiv number or the day of the capture."""
    page = tokens(content.lines)
    dots = [index for index, token in enumerate(page) if _is_dot(page, index)]
    captured = capture_date(content.text)
    papers: list[RawPaper] = []
    header: Sequence[Token] = ()
    start = 0
    for place, dot in enumerate(dots):
        end = _end(page, dot, is_last=place + 1 == len(dots))
        if place == 0:
            start = _first_item(page, dot)
            header = page[:start]
        item = _item(page[start:end])
        if item is not None:
            papers.append(paper(item, len(papers) + 1, _one_line, captured))
        start = end
    notes, frame = report_leftovers(content.lines, [one.lines for one in papers if one.lines])
    return Reading(tuple(papers), page_date(header, captured), notes, frame)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_dot(page: Sequence[Token], index: int) -> bool:
    words = page[index].words
    if not words.startswith("·"):
        return False
    rest = words[1:].strip() or (page[index + 1].words if index + 1 < len(page) else "")
    return bool(date_and_comments([Token("·" + rest, "· " + rest, (0, 0))])[0])


def _end(page: Sequence[Token], dot: int, is_last: bool) -> int:
    """Where a paper ends: after its date, and after the comments where the number there is not the next one's votes."""
    end = dot + (1 if page[dot].words[1:].strip() else 2)
    numbers: list[Token] = []
    while end + len(numbers) < len(page) and votes_of(page[end + len(numbers)]) and len(numbers) < 2:
        numbers.append(page[end + len(numbers)])
    if end < len(page) and "#community" in page[end].url:
        return end + 1
    return end + 1 if len(numbers) == 2 or (numbers and is_last and "login" not in numbers[0].url) else end


def _first_item(page: Sequence[Token], dot: int) -> int:
    """Where the first paper starts: at its votes, else after the last line of the page's header."""
    for index in range(dot - 3, -1, -1):
        if votes_of(page[index]):
            return index
    for index in range(dot - 2, -1, -1):
        if is_frame(page[index].words) or date_line(page[index].words):
            return index + 1
    return 0


def _item(tokens_of_one: Sequence[Token]) -> Item | None:
    """Votes, title and the rest; None where there is no title."""
    votes = tokens_of_one[0] if tokens_of_one and votes_of(tokens_of_one[0]) else None
    rest = tokens_of_one[1:] if votes else tokens_of_one
    return Item(votes, rest[0], rest[1:]) if rest and not rest[0].words.startswith("·") else None
