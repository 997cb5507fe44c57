"""Lists of papers in Markdown or text: awesome-lists, papers of the week, conference lists, titles with addresses.

One paper a list item, paragraph, heading or row that names one. A title is never a link's label, a year or a number; a
heading over several papers is none; what stands below or inside a paper's item belongs to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from components.papers.cleaning.plausible import may_be_title, word_count
from components.papers.identity import arxiv_number_in_address
from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import has_page_header, heading_date
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of, resolve_dates, role_of
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.markdown.addresses import addresses
from components.papers.reading.markdown.blocks import Block, blocks
from components.papers.reading.markdown.entries.people import people_in
from components.papers.reading.markdown.entries.several import pieces
from components.papers.reading.markdown.entries.venues import named_alone, venue_in, with_sections
from components.papers.reading.markdown.entry_body import fields_of, is_detail
from components.papers.reading.markdown.entry_heads import (
    BARE,
    LINKED,
    Head,
    has_paper_address,
    head_of,
    opens_paper,
    shown_words,
)
from components.papers.reading.markdown.markdown_table import table_rows
from components.papers.reading.outcome import LineRange, Reading

SHAPE = "list of papers"

_DEFINITION = re.compile(r"^[ \t]{0,3}\[([^\]\n]{1,80})\]:[ \t]*<?(https?://[^\s>]+)>?", re.M)
_REFERENCE = re.compile(r"(\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])\[([^\[\]\n]{0,80})\]")
# As chats write who said something when, before it or on a line above: WhatsApp, Slack, Discord.
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_WRITTEN = re.compile(
    rf"^\W?(?:{_DAY},?\s{_TIME}\]?(?:\s[-–])?\s[^:\n]{{1,40}}:\s|"
    rf"[^\W\d][^:\n]{{0,40}}?\s+(?:[-–—]\s(?:{_DAY}\s)?)?{_TIME}\s*$)",
    re.M,
)
_FEW_MESSAGES = 2
_MESSAGE = "- "  # what a message of a chat begins with here: it is an item by itself
_QUIET = re.compile(
    r"\b(?:news|updates?|what'?s new|citations?|cite|contribut\w*|licen[sc]e|acknowledge?ments?|star history|"
    r"contents|table of contents|"
    r"how to|usage|installation|install|contact|maintainers?|about|disclaimer|related (?:repos\w*|lists?|projects?))\b",
    re.I,
)
_PAGE_PART = re.compile(r"^(?:previous|next|home|about|archive|subscribe|unsubscribe)\b", re.I)
_OTHERS = 4  # times as many papers as titles that lead elsewhere: a list of papers, wherever some of them are kept
_SHORT = 200  # characters of a line below a title that may name its venue
_MOST_IDS = 2  # of one entry: its own, and perhaps that of a second version


@dataclass(slots=True)
class _Entry:
    """A block that names a paper, or may do so, with the blocks that belong to it."""

    head: Head
    block: Block
    quiet: bool
    section: int  # line of the heading it stands under
    body: list[Block] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.block.kind == "heading"


def recognise(content: Content) -> bool:
    """A line that names a paper by an address beside or behind its title; the Daily Papers page is none."""
    head = content.head
    if "http" not in head and not re.search(r"arxiv", head, re.I):
        return False
    return not has_page_header(head[:20_000])


def read(content: Content) -> Reading:
    """One record a paper, in the order of the file; other text is reported."""
    lines = _without_references(content)
    rows = list(table_rows(lines))
    skip = {number for paper, place in rows for number in range(place[0], place[1] + 1)}
    skip |= _front_matter(lines)
    found = _without_page_title(list(_entries(lines, skip)))
    papers = [paper for paper, _ in rows if paper is not None]
    used: list[LineRange] = [place for _, place in rows]
    linked = sum(entry.head.standing > BARE for entry in found)
    for entry in found:
        paper = _paper(entry, linked)
        if paper is not None and paper.lines is not None:
            papers.append(paper)
            used.append(paper.lines)
    papers = with_sections(papers, lines)
    settled = resolve_dates([_placed(paper, place) for place, paper in enumerate(papers, 1)])
    notes, frame = report_leftovers(content.lines, used)
    return Reading(tuple(settled), heading_date(content.head), notes, frame)


def _placed(paper: RawPaper, place: int) -> RawPaper:
    return replace(paper, position=place)


def _without_references(content: Content) -> Sequence[str]:
    """The lines, links by reference ("[Title][1]") with their addresses; a chat's without who wrote when."""
    if len(_WRITTEN.findall(content.head)) >= _FEW_MESSAGES:
        return [_WRITTEN.sub(_MESSAGE, line) for line in content.lines]
    if "]: http" not in content.text:
        return content.lines
    known = {match[1].casefold(): match[2] for match in _DEFINITION.finditer(content.text)}
    if not known:
        return content.lines

    def resolved(match: re.Match[str]) -> str:
        url = known.get((match[2] or match[1][1:-1]).casefold())
        return f"{match[1]}({url})" if url else match[0]

    return ["" if _DEFINITION.match(line) else _REFERENCE.sub(resolved, line) for line in content.lines]


def _front_matter(lines: Sequence[str]) -> set[int]:
    if not lines or lines[0].strip() != "---":
        return set()
    end = next((number for number, line in enumerate(lines[1:80], 2) if line.strip() == "---"), 0)
    return set(range(1, end + 1))


def _entries(lines: Sequence[str], skip: set[int]) -> Iterator[_Entry]:
    """Every block that names a paper or may do so, in order, with what belongs to it."""
    current: _Entry | None = None
    quiet = False
    section = 0
    for block in blocks(lines, opens_paper, has_paper_address, skip):
        if block.kind == "rule":
            if current is not None and not current.is_heading:
                yield current
                current = None
            continue
        words = block.text
        if block.kind == "heading":
            if (
                current is not None
                and _is_field(words)
                and (not current.is_heading or current.block.depth < block.depth)
            ):
                current.body.append(block)
                continue
            section = block.first
            quiet = bool(_QUIET.search(words)) and "](" not in words
        head = None if is_detail(words) else head_of(words)
        if head is not None and head.standing < LINKED and not head.marked and people_in(head.title):
            head = None
        if head is None or not _opens(head, block, current, quiet):
            if block.kind == "heading":
                if current is not None:
                    yield current
                current = None
            elif current is not None and _belongs(block, current):
                current.body.append(block)
            elif current is not None and not current.is_heading:
                yield current
                current = None
            continue
        if current is not None:
            yield current
        for piece in (parts := pieces(words))[:-1]:
            if first := head_of(piece):
                yield _Entry(first, replace(block, texts=[piece]), quiet, section)
        current = _Entry((len(parts) > 1 and head_of(parts[-1])) or head, block, quiet, section)
    if current is not None:
        yield current


def _without_page_title(found: list[_Entry]) -> list[_Entry]:
    """The entries that may be papers where others are.

    A heading of the first level without an address is the page's; titles that lead elsewhere than where papers are kept
    are papers only among such as do not.
    """
    others = [entry for entry in found if _leads(entry) == "other"]
    papers = Counter(entry.section for entry in found if _leads(entry) == "paper")
    if len(others) * _OTHERS > sum(papers.values()):
        of_section = Counter(entry.section for entry in others)
        found = [one for one in found if _leads(one) != "other" or of_section[one.section] <= papers[one.section]]
    if sum(not entry.is_heading or entry.head.standing > BARE for entry in found) < 2:
        return found
    return [entry for entry in found if entry.head.standing > BARE or not entry.is_heading or entry.block.depth > 1]


def _leads(entry: _Entry) -> str:
    """Where an entry's own title or label leads: to a "paper" or somewhere "other"; "" where it leads nowhere."""
    return next(iter(_kinds(entry.head)), "") if entry.head.standing > BARE else ""


def _is_field(words: str) -> bool:
    """Whether a heading names a field of a paper."""
    words = shown_words(words).strip(" :：")
    return role_of(words) not in ("", "title") or words.casefold() in ("abstract", "notes", "my notes", "details")


def _opens(head: Head, block: Block, current: _Entry | None, quiet: bool) -> bool:
    """Whether a block begins a paper of its own rather than belonging to the one before it."""
    if quiet and (head.standing < LINKED or word_count(head.title) < 4):
        return False
    if block.kind == "heading" or current is None:
        return head.standing > BARE or head.marked or block.kind == "heading" or block.kind == "item"
    own = current.head.standing > BARE
    if current.is_heading:
        if own:
            return False
        if head.standing > BARE:
            return True
        return head.marked and word_count(head.title) >= 3 and not any(one.addressed for one in current.body)
    deeper = _is_deeper(block, current.block)
    if head.standing > BARE:
        if deeper and own:
            by_itself = head.standing == LINKED or (head.marked and block.kind == "text")
            return by_itself and word_count(head.title) >= 4 and "paper" in _kinds(head)
        return not (
            head.standing < LINKED
            and not head.marked
            and block.kind == "text"
            and current.block.kind == "item"
            and deeper
        )
    if deeper:
        return False
    if head.marked:
        return True
    return block.kind == "item" and current.block.kind == "item"


def _is_deeper(block: Block, outer: Block) -> bool:
    """Whether a block stands inside another: an item begins at least two columns further in than its outer one."""
    return block.depth > outer.depth + (block.kind == outer.kind == "item")


def _kinds(head: Head) -> set[str]:
    return {one.kind for one in addresses(head.address)}


def _belongs(block: Block, current: _Entry) -> bool:
    """Whether a block that names no paper says something of the one before it."""
    if current.is_heading or current.block.kind == "text" or _is_deeper(block, current.block):
        return True
    if block.kind == "item":
        return False
    words = shown_words(block.text)
    return is_detail(block.text) or bool(people_in(words)) or (not current.body and word_count(words) >= 20)


def _paper(entry: _Entry, linked: int) -> RawPaper | None:
    """The paper that an entry is, None where it names none after all."""
    head, body = entry.head, entry.body
    text = "\n".join(one.text for one in body)
    given = addresses(text)
    pages = [one.url for one in given if one.kind == "paper"]
    numbers = {number for url in pages if (number := arxiv_number_in_address(url))}
    fields = fields_of(body, head)
    address = head.address
    named_number = next((number for name, value in fields.items() if (number := _number_of(name, value))), "")
    if head.standing == BARE and not (named_number and not pages):
        roles = {role_of(name) for name in fields}
        if numbers and (len(numbers) == 1 or (len(numbers) <= _MOST_IDS and not entry.is_heading)):
            address = next(url for url in pages if arxiv_number_in_address(url))
        elif len(set(pages)) == 1 or (pages and not entry.is_heading and len(set(pages)) <= _MOST_IDS):
            address = pages[0]
        elif pages or not (_is_whole(entry, roles) or _is_sibling(entry, linked)):
            return None
    if _PAGE_PART.match(head.title) or not may_be_title(head.title, 1):
        return None
    links = [*head.links, *(one.url for one in given)]
    record: dict[str, object] = {"title": head.title, **fields}
    if head.authors and "authors" not in fields:
        record["authors"] = head.authors
    record["paper_url"] = address
    if named_number and not arxiv_number_in_address(address):
        record["arxiv_id"] = named_number
    if not any(role_of(name) == "venue" for name in fields) and (venue := _venue(entry)):
        record["venue"] = venue
    record["code"] = [url for url in links if url != address and _is_own(url)]
    last = max([entry.block.last, *(one.last for one in body)])
    return paper_of(record, 1, (entry.block.first, last))


def _venue(entry: _Entry) -> str:
    """The venue that stands beside a title, or in a short line below it."""
    beside = [entry.block.text, *(one.text for one in entry.body if len(one.text) <= _SHORT)]
    words = shown_words("\n".join(beside)).replace(entry.head.title, " ")
    if not (found := venue_in(words)).name:
        tags = re.findall(r"[\[`(]\**([A-Z][A-Za-z -]{1,20})\**[\]`)]", entry.block.text[:200])
        found = next((one for tag in tags if (one := named_alone(tag)).name), found)
    return f"{found.written} {found.status}".strip()


def _number_of(name: str, value: object) -> str:
    """The arXiv number that a field says, which must begin with it."""
    found = re.match(r"(?:arxiv:)?\s*(\d{4}\.\d{4,5})(?!\d)", str(value), re.I) if role_of(name) == "id" else None
    return found[1] if found else ""


def _is_whole(entry: _Entry, roles: set[str]) -> bool:
    """Whether labelled fields say that a heading without an address names a paper."""
    return entry.is_heading and bool(roles & {"abstract", "authors"}) and "id" not in roles and len(roles) >= 2


def _is_sibling(entry: _Entry, linked: int) -> bool:
    """Whether an item without an address may stand among a list's papers: it is marked as their titles are."""
    return (
        entry.block.kind == "item"
        and entry.head.marked
        and word_count(entry.head.title) >= 4
        and linked >= 5
        and not entry.quiet
    )


def _is_own(url: str) -> bool:
    """Whether an address beside a paper is of its code or its project."""
    return bool(
        re.search(r"github\.com/[^/]+/.|gitlab\.com/|github\.io|huggingface\.co/(?!papers/|front/|login)", url)
    ) and not re.search(r"shields\.io|\.(?:png|jpe?g|gif|svg)(?:$|\?)", url)
