"""Markdown newsletters: a heading or a list item a paper, then labels, notes, an abstract or a summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from components.papers.cleaning.plausible import is_link_label, may_be_abstract
from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import heading_date
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of, role_of
from components.papers.reading.labelled import split_labels
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.markdown.entries.people import people_in
from components.papers.reading.markdown.entry_heads import shown_words
from components.papers.reading.markdown.markdown_links import is_paper_page, links, paper_link, without_links
from components.papers.reading.outcome import LineRange, Reading

SHAPE = "Markdown newsletter"

_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<words>\S.*)$")
_ITEM = re.compile(r"^\s{0,3}(?:[-*+•]|\d+[.)])\s+(?P<words>(?:\*\*|__)?\[.+)$")
_BOLD = re.compile(r"^\*\*(?P<words>\[.+\]\(https?://[^)\s]+\))\*\*")
_ORDINAL = re.compile(r"^(?:\[\d+\]|\(\d+\)|#?\d+[.):、]|[^\w\s\[(\"'“‘<$\\*`~@_-]+)\s*")
_LONGEST_MARKER = 5_000  # characters of a heading or list item, addresses and notes included
_ITALIC = re.compile(r"^(?:\*(?!\*)([^*]+)\*|_([^_]+)_)$")
_TAGS = re.compile(
    r"</?(?:details|summary|div|p|br|b|i|em|strong|span|center|sub|sup|small|ul|ol|li|blockquote)\b[^>]*>", re.I
)
_LABELS = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?(?:authors?|abstract|votes?|upvotes?|summary|arxiv)(?:\*\*)?[ \t]*[:：]",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True)
class _Marker:
    """A line that may open a paper."""

    number: int  # line, from 1
    level: int  # of the heading; 9 for list items
    words: str


def recognise(content: Content) -> bool:
    """Headings or list items that link to papers' pages, or headings over labelled fields."""
    head = content.head
    markers = _markers(head.split("\n"))
    if any(is_paper_page(url) for marker in markers for _, url in links(marker.words)):
        return True
    return any(marker.level < 9 for marker in markers) and bool(_LABELS.search(head) or paper_link(head))


def read(content: Content) -> Reading:
    """One record a heading that has a paper under it; other text is reported."""
    lines = content.lines
    markers = _opening(_markers(lines), lines)
    papers: list[RawPaper] = []
    used: list[LineRange] = []
    for place, marker in enumerate(markers):
        limit = markers[place + 1].number - 1 if place + 1 < len(markers) else len(lines)
        end = _section_end(lines, marker, limit)
        record = _record(marker, lines[marker.number : end])
        paper = paper_of(record, len(papers) + 1, (marker.number, end))
        if paper is not None and not (marker.level < 9 and not _links_to_paper(marker) and _is_section(paper)):
            papers.append(paper)
            used.append((marker.number, end))
    notes, frame = report_leftovers(lines, used)
    return Reading(tuple(papers), heading_date(content.head), notes, frame)


def _is_section(paper: RawPaper) -> bool:
    """Whether what a heading stands over is a table or several papers rather than one."""
    return is_link_label(paper.title) or not may_be_abstract(paper.abstract)


def _markers(lines: Sequence[str]) -> list[_Marker]:
    found = []
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_MARKER:
            continue
        heading = _HEADING.match(line) if line.startswith("#") else None
        if heading:
            found.append(_Marker(number, len(heading["level"]), heading["words"].rstrip().rstrip("#").rstrip()))
            continue
        item = (_ITEM.match(line) or _BOLD.match(line)) if "](" in line else None
        if item:
            found.append(_Marker(number, 9, item["words"]))
    return found


def _opening(markers: list[_Marker], lines: Sequence[str]) -> list[_Marker]:
    """The markers that open a paper: those that link to one; else headings with a paper's fields under them."""
    linking = [marker for marker in markers if _links_to_paper(marker)]
    headings = [marker for marker in linking if marker.level < 9]
    if headings or linking:
        return headings  # list items that link to papers are a list's: see `paper_list`
    headings = [marker for marker in markers if marker.level < 9]
    found = []
    for place, marker in enumerate(headings):
        if role_of(_title(marker.words)) or _title(marker.words).casefold() == "abstract":
            continue
        following = next((one for one in headings[place + 1 :] if one.level <= marker.level), None)
        body = lines[marker.number : following.number - 1 if following else len(lines)]
        deeper = [one for one in headings[place + 1 :] if following is None or one.number < following.number]
        nested = any(not role_of(_title(one.words)) for one in deeper if one.level > marker.level)
        if not nested and _has_paper("\n".join(body)):
            found.append(marker)
    return found


def _links_to_paper(marker: _Marker) -> bool:
    """Whether the marker's own words are a link to a paper, not a sentence with one in it."""
    words = _ORDINAL.sub("", marker.words.strip("*_ "))
    found = links(words)
    return bool(found) and any(is_paper_page(url) for _, url in found) and (marker.level < 9 or words.startswith("["))


def _has_paper(body: str) -> bool:
    return bool(_LABELS.search(body) or paper_link(body))


def _section_end(lines: Sequence[str], marker: _Marker, limit: int) -> int:
    """The last line that belongs to a paper: before the next heading of its level or above, blank lines dropped."""
    end = limit
    for number in range(marker.number, limit):
        heading = _HEADING.match(lines[number]) if lines[number].startswith("#") else None
        if heading and (len(heading["level"]) <= marker.level or marker.level == 9):
            end = number
            break
    while end > marker.number and (not lines[end - 1].strip() or re.fullmatch(r"\s*[-*_=]{3,}\s*", lines[end - 1])):
        end -= 1
    return end


def _title(words: str) -> str:
    """The title in a heading: what its link says, else its words, without numbering and emphasis."""
    words = words.strip().strip("*_").strip()
    without = _ORDINAL.sub("", words)
    found = [text for text, url in links(without) if text and is_paper_page(url)]
    title = found[0] if found and without.startswith("[") else without_links(without)
    return re.sub(r"\\([\[\]*_`<>#|~])", r"\1", _ORDINAL.sub("", title.strip().strip("*").strip()) or title)


def _record(marker: _Marker, body: Sequence[str]) -> dict[str, object]:
    record: dict[str, object] = {"title": _title(marker.words)}
    text = "\n".join(body)
    after = _after_link(marker) if marker.level == 9 else ""
    found = split_labels(_paragraphs([after, *body] if after else body))
    for name, value in found.fields.items():
        record.setdefault(name, without_links(value).strip() or value)
    rest: list[str] = []
    for line in found.rest:
        italic = _ITALIC.match(line)
        if not rest and "authors" not in {role_of(name) for name in record}:
            people = (italic[1] or italic[2]) if italic else people_in(shown_words(line))
            if people:
                record["authors"] = people
                continue
        words = without_links(line).strip()
        if re.search(r"\w", re.sub(r"https?://\S+", "", words)) and not _only_links(line):
            rest.append(words)
    notes = [line for line in rest if re.match(r"(?:[-*+•]|\d+[.)])\s", line)]
    if "abstract" not in {role_of(name) for name in record}:
        if rest and len(notes) * 2 > len(rest):
            record.setdefault("tldr", " ".join(re.sub(r"^(?:[-*+•]|\d+[.)])\s+", "", line) for line in rest))
        elif rest:
            record["abstract"] = "\n".join(rest)
    own = paper_link(marker.words) or paper_link(text)
    record["paper_url"] = own
    record["code"] = [url for _, url in links(text) if not is_paper_page(url) and _is_project(url)]
    return record


def _after_link(marker: _Marker) -> str:
    """What follows the linked title in a list item, after a dash or colon."""
    tail = re.sub(r"^.*?\]\([^)]*\)(?:\*\*|__)?", "", marker.words, count=1)
    return re.sub(r"^\s*[-–—:：|]+\s*", "", tail).strip()


def _paragraphs(body: Sequence[str]) -> list[str]:
    text = _TAGS.sub("\n", "\n".join(body))
    return [part for part in re.split(r"\n\s*\n", text) if part.strip() and not re.fullmatch(r"\s*[-*_=]{3,}\s*", part)]


def _only_links(line: str) -> bool:
    """Whether a line is a row of links ("[Paper](…) | [Code](…)") and says nothing else."""
    remaining = re.sub(r"\[[^\[\]]*\]\([^()]*\)|https?://\S+", "", line)
    return bool(links(line)) and not re.search(r"\w{2,}", remaining)


def _is_project(url: str) -> bool:
    return bool(re.search(r"github\.com/|gitlab\.com/|github\.io|huggingface\.co/(?!papers/|front/|login)", url))
