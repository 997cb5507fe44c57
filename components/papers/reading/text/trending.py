"""The trending page as text: submitter, heading, abstract or AI summary, organisation, votes, repository with stars.

Every paper stands in it twice, for two widths of the screen; both are returned as records and merged later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.papers.identity import arxiv_number_in_address
from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import without_markup
from components.papers.reading.captured_page.headings import is_paper_heading
from components.papers.reading.captured_page.items import AUTHOR_COUNT, capture_date, date_and_comments, page_date
from components.papers.reading.captured_page.tokens import Token, tokens
from components.papers.reading.content import Content
from components.papers.reading.dates import with_year
from components.papers.reading.fields import count
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import Reading
from components.papers.reading.text.joining import without_crawler_breaks
from components.papers.reading.text.prose import is_one_sentence

SHAPE = "trending page of Daily Papers"

_MARKS = re.compile(r"^\[Upvote\b|^\[GitHub [\d.,]+[kKmM]?\]\(|\[arXiv Page\]\(|^Submitted by[ \t]*$", re.M)
_HEADING = re.compile(r"^#{2,4} \[", re.M)
_REPOSITORY = re.compile(r"\[GitHub\s{0,5}([\d.,]+\s?[kKmM]?)?\s{0,5}\]\((https?://[^)\s]+)\)")
_NOT_PROSE = re.compile(
    r"\[(?:Upvote|GitHub|arXiv Page|Project Page|Hugging Face)\b|Submitted by\s*$|[-*]\s*\d+ authors?\s*$"
)


def recognise(content: Content) -> bool:
    """Headings with the trending page's own buttons."""
    return bool(_HEADING.search(content.head)) and bool(_MARKS.search(content.head))


def read(content: Content) -> Reading:
    """One record a heading; both copies of a paper have the same position."""
    page = tokens(content.lines)
    heads = [index for index, token in enumerate(page) if is_paper_heading(token)]
    captured = capture_date(content.text)
    papers: list[RawPaper] = []
    used = []
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        following = heads[place + 1] if place + 1 < len(heads) else len(page)
        start = _submitter(page, head)
        end = _submitter(page, following) if following < len(page) else _last(page, head)
        body = page[head + 1 : end]
        number = arxiv_number_in_address(page[head].url)
        position = places.setdefault(number or page[head].words, len(places) + 1)
        lines = (page[start].lines[0], (body[-1] if body else page[head]).lines[1])
        papers.append(_paper(page[head], body, number, position, lines, captured))
        used.append(lines)
    notes, frame = report_leftovers(content.lines, used)
    date = page_date([token for token in page if not used or token.lines[1] < used[0][0]], captured)
    return Reading(tuple(papers), date, notes, frame)


def _submitter(page: Sequence[Token], head: int) -> int:
    """The index of the "Submitted by" that belongs to a heading, else the heading's own."""
    for back in (1, 2, 3):
        if head - back >= 0 and page[head - back].words.startswith("Submitted by"):
            return head - back
    return head


def _last(page: Sequence[Token], head: int) -> int:
    """Where the last paper ends: after its buttons."""
    buttons = [
        index for index in range(head + 1, len(page)) if re.match(r"\[(?:Upvote|GitHub|arXiv Page)\b", page[index].raw)
    ]
    return buttons[-1] + 1 if buttons else len(page)


def _paper(
    head: Token, body: Sequence[Token], number: str, position: int, lines: tuple[int, int], captured: str
) -> RawPaper:
    texts = []
    for token in body:
        if _NOT_PROSE.match(token.raw) or "·" in token.words:
            break
        texts.append(token.raw)
    text = without_crawler_breaks("\n".join(texts))
    dotted = next((token for token in body if "·" in token.words and not _NOT_PROSE.match(token.raw)), None)
    people = without_markup(dotted.raw.partition("·")[0]) if dotted else ""
    date = date_and_comments([dotted])[0] if dotted else ""
    repository = next((match for token in body if (match := _REPOSITORY.search(token.raw))), None)
    one_sentence = is_one_sentence(text)
    return RawPaper(
        title=without_crawler_breaks(head.words),
        abstract="" if one_sentence else text,
        summary=text if one_sentence else "",
        arxiv_id=number,
        organisation="" if AUTHOR_COUNT.fullmatch(people) else people,
        published=with_year(date, number, captured),
        votes=_votes(body),
        stars=count(repository[1]) if repository and repository[1] else None,
        links=(repository[2],) if repository else (),
        position=position,
        lines=lines,
    )


def _votes(body: Sequence[Token]) -> int | None:
    for token in body:
        words = without_markup(token.words)
        if token.raw.startswith("[Upvote") and words:
            return count(words.rpartition(" ")[2])
    return None
