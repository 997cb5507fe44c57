"""arXiv's listing mail: entries between lines of "\\\\\\\\", cross-lists, replacements without abstracts."""

from __future__ import annotations

import re

from components.papers.cleaning.publication import venue_and_status
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.dates import mail_date, written_date
from components.papers.reading.fields import names_without_affiliations
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import Reading, unknown
from components.papers.reading.text.joining import join_lines

SHAPE = "arXiv listing mail"

_ENTRY = re.compile(r"^\\\\[ \t]*\n(?:[ \t]*\n){0,3}arXiv:(?P<id>\S+)", re.M)
_FIELD = re.compile(r"^([A-Z][A-Za-z-]{2,15}|replaced with .*?):?[ \t]+(.*)$")
_RULE = re.compile(r"^(?:-{20,}|(?:%+-+)+%*)\s*$")
_FRAME = re.compile(
    r"^(?:Date|Subject|From|To|Reply-To|received from|Submissions|Cross-lists|Replacements|send mail|Send any).*$|"
    r"^[ \t]*received from.*to.*$|^[-=%]{5,}.*$",
    re.I,
)


def recognise(content: Content) -> bool:
    """A line of two backslashes and an arXiv number after it."""
    return bool(_ENTRY.search(content.head))


def read(content: Content) -> Reading:
    """One record an entry, with the date of its submission; the mail's own date is the digest's."""
    lines = content.lines
    starts = [number for number, line in enumerate(lines) if line.rstrip() == "\\\\" and _opens(lines, number)]
    papers: list[RawPaper] = []
    notes = []
    used = []
    for place, start in enumerate(starts):
        limit = starts[place + 1] if place + 1 < len(starts) else len(lines)
        end = _end(lines, start, limit)
        paper = _paper(lines[start + 1 : end], len(papers) + 1, (start + 1, end))
        if paper is None:
            notes.append(unknown("An entry without a title.", (start + 1, end)))
        else:
            papers.append(paper)
        used.append((start + 1, end))
    known = [(number, number) for number, line in enumerate(lines, 1) if _FRAME.match(line)]
    more, frame = report_leftovers(lines, used, [one for one in known if not _inside(one[0], used)])
    head = content.text[:4_000].partition("\\\\")[0]
    date = re.search(r"^Date:\s*(.+)$", head, re.M)
    return Reading(tuple(papers), mail_date(date[1]) if date else "", (*notes, *more), frame)


def _inside(number: int, ranges: list[tuple[int, int]]) -> bool:
    from bisect import bisect_right

    index = bisect_right(ranges, (number, 10**9)) - 1
    return index >= 0 and ranges[index][0] <= number <= ranges[index][1]


def _opens(lines: list[str], number: int) -> bool:
    """Whether the backslashes on this line start an entry."""
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return following.lstrip().startswith("arXiv:")


def _end(lines: list[str], start: int, limit: int) -> int:
    """The number of the entry's last line: its closing backslashes with the address, else before the next rule."""
    for number in range(start + 1, limit):
        if lines[number].startswith("\\\\") and "(" in lines[number]:
            return number + 1
        if _RULE.match(lines[number]):
            return number
    return limit


def _paper(entry: list[str], position: int, lines: tuple[int, int]) -> RawPaper | None:
    """One entry: fields up to the second line of backslashes, then the abstract, where there is one."""
    middle = next((k for k, line in enumerate(entry) if line.rstrip() == "\\\\"), None)
    closing = next((k for k, line in enumerate(entry) if line.startswith("\\\\") and "(" in line), len(entry))
    head = entry[: closing if middle is None else middle]
    body = entry[middle + 1 : closing] if middle is not None and middle < closing else []
    fields = _fields(head)
    if not fields.get("title"):
        return None
    date = fields.get("date", "")
    return RawPaper(
        title=fields["title"],
        abstract=join_lines(body, broken_at_hyphens=True),
        arxiv_id=head[0].partition(":")[2].split()[0] if head and ":" in head[0] else "",
        authors=names_without_affiliations(fields.get("authors", "")),
        published=mail_date(re.sub(r"\([^()]*\)", "", date)) or written_date(date),
        links=tuple(re.findall(r"https?://[^\s,;)]+", fields.get("comments", ""))),
        position=position,
        lines=lines,
        venue=venue_and_status(fields.get("journal-ref", ""))[0],
        categories=tuple(fields.get("categories", "").split()),
    )


def _fields(head: list[str]) -> dict[str, str]:
    """The labelled lines, each with its indented continuation."""
    parts: dict[str, list[str]] = {}
    current = ""
    for line in head:
        match = _FIELD.match(line)
        if match and ":" in line and not line.startswith((" ", "\t")):
            current = match[1].rstrip(":").lower()
            parts[current] = [match[2]]
        elif current and line.strip():
            parts[current].append(line)
    return {name: join_lines(lines, broken_at_hyphens=True) for name, lines in parts.items()}
