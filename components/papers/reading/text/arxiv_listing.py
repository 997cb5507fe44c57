"""arXiv's listing pages ("new", "recent") as text: numbered entries with title, authors, subjects, abstract."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from components.papers.cleaning.publication import venue_and_status
from components.papers.identity import doi_in
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.dates import written_date
from components.papers.reading.fields import names_without_affiliations
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import LineRange, Reading, unknown
from components.papers.reading.text.joining import join_lines

SHAPE = "arXiv listing page"

_ENTRY = re.compile(r"^[ \t]*\[\d+\][ \t]*\[?[ \t]*arXiv:(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})\b", re.M)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_LABEL = re.compile(
    r"^(Title|Authors?|Comments|Subjects|Journal-ref|Report-no|DOI|Related DOI|(?:MSC|ACM)[ -]class(?:es)?):"
)
_SECTION = re.compile(
    r"^(?:#+ )?(?:Showing new listings for |Total of \d|(?:New|Cross|Replacement) submissions\b|"
    r"\w{3}, \d{1,2} \w{3} \d{4}\b|Showing up to \d)"
)
_SUBJECT = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")


@dataclass(slots=True)
class _Entry:
    """An entry while it is read: what stands behind each label, and the unlabelled rest."""

    arxiv_id: str
    lines: LineRange
    labelled: dict[str, list[str]] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)


def recognise(content: Content) -> bool:
    """A number in brackets and an arXiv number after it."""
    return bool(_ENTRY.search(content.head))


def read(content: Content) -> Reading:
    """One record an entry; the day whose papers are listed is the digest's."""
    lines = content.lines
    starts = [(number, match["id"]) for number, line in enumerate(lines, 1) if (match := _ENTRY.match(line))]
    if not starts:
        return Reading()
    papers: list[RawPaper] = []
    notes = []
    used = []
    for place, (start, arxiv_id) in enumerate(starts):
        limit = starts[place + 1][0] if place + 1 < len(starts) else len(lines) + 1
        end = next((number for number in range(start + 1, limit) if _SECTION.match(lines[number - 1])), limit) - 1
        entry = _entry(arxiv_id, lines[start:end], (start, end))
        if entry.labelled.get("Title"):
            papers.append(_paper(entry, len(papers) + 1))
        else:
            notes.append(unknown("An entry without a title.", (start, end)))
        used.append((start, end))
    sections = [number for number, line in enumerate(lines, 1) if _SECTION.match(line)]
    more, frame = report_leftovers(lines, used, _frame(sections, used, len(lines)))
    return Reading(tuple(papers), _day(lines[number - 1] for number in sections), (*notes, *more), frame)


def _frame(sections: list[int], entries: list[LineRange], last: int) -> list[LineRange]:
    """The page's own lines: its sections, what stands above the first of them, what follows one behind all entries."""
    above = [(1, sections[0])] if sections and sections[0] < entries[0][0] else []
    below = [(sections[-1], last)] if sections and sections[-1] > entries[-1][1] else []
    return [*((number, number) for number in sections), *above, *below]


def _entry(arxiv_id: str, lines: Iterable[str], where: LineRange) -> _Entry:
    """Labels open a field. A line without one is the authors' where it follows the title, else the abstract's."""
    entry, label = _Entry(arxiv_id, where), ""
    for line in filter(None, (line.strip() for line in lines)):
        match = _LABEL.match(line)
        if match:
            label = match[1]
            entry.labelled[label] = [rest] if (rest := line[match.end() :].strip()) else []
        elif label and not entry.labelled[label]:
            entry.labelled[label].append(line)
        elif label == "Title" and not entry.authors:
            entry.authors.append(line)
        elif label:
            entry.abstract.append(line)
    return entry


def _paper(entry: _Entry, position: int) -> RawPaper:
    def text_of(label: str) -> str:
        return join_lines(entry.labelled.get(label, ()))

    authors = join_lines(entry.authors) or text_of("Authors") or text_of("Author")
    return RawPaper(
        title=_shown(text_of("Title")),
        abstract=_shown(join_lines(entry.abstract)),
        arxiv_id=entry.arxiv_id,
        authors=names_without_affiliations(_shown(authors)),
        links=tuple(re.findall(r"https?://[^\s,;)\]]+", text_of("Comments"))),
        position=position,
        lines=entry.lines,
        doi=doi_in(text_of("DOI") or text_of("Related DOI")),
        venue=venue_and_status(text_of("Journal-ref"))[0],
        categories=tuple(_SUBJECT.findall(text_of("Subjects"))),
    )


def _shown(text: str) -> str:
    """Text as the page shows it: links are their words."""
    return _LINK.sub(r"\1", text)


def _day(sections: Iterable[str]) -> str:
    return next((day for section in sections if (day := written_date(section))), "")
