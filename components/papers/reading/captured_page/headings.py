"""Captured pages whose papers stand under headings that link to them: where each paper starts and ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.papers.reading.captured_page.items import (
    Item,
    Joining,
    capture_date,
    date_and_comments,
    dot_at,
    page_date,
    paper,
    votes_of,
)
from components.papers.reading.captured_page.tokens import Token, tokens
from components.papers.reading.content import Content
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import Reading


def is_paper_heading(token: Token) -> bool:
    """Whether a token is a heading that links to a paper's page, or to an entry of a list of links."""
    return token.heading and bool(token.reference or "/papers/" in token.url or "arxiv.org/" in token.url)


def items(page: Sequence[Token]) -> Iterator[Item]:
    """The papers of a page in order: each from its votes to the end of its date and comments."""
    heads = [index for index, token in enumerate(page) if is_paper_heading(token)]
    for place, head in enumerate(heads):
        following = heads[place + 1] if place + 1 < len(heads) else len(page)
        if following < len(page) and votes_of(page[following - 1]):
            following -= 1
        votes = page[head - 1] if head and votes_of(page[head - 1]) else None
        yield Item(votes, page[head], _trimmed(page[head + 1 : following]))


def _trimmed(body: Sequence[Token]) -> Sequence[Token]:
    """The tokens of one paper without what follows its date: a footer, or another kind of entry."""
    dot = dot_at(body)
    if dot < 0:
        return body
    end = dot + 1
    if not body[dot].words.rpartition("·")[2].strip():
        end += 1
    if end < len(body) and body[end].words.strip().isdigit() and date_and_comments(body[dot : end + 1])[1] is not None:
        end += 1
    return body[:end]


def read_headed(content: Content, joining: Joining, links: dict[str, str] | None = None) -> Reading:
    """All papers under headings, with the lines that belong to none."""
    page = tokens(content.lines)
    captured = capture_date(content.text)
    found = list(items(page))
    papers = [paper(item, place, joining, captured, links) for place, item in enumerate(found, 1)]
    used = [one.lines for one in papers if one.lines]
    first = used[0][0] if used else 0
    date = page_date([token for token in page if token.lines[1] < first], captured)
    notes, frame = report_leftovers(content.lines, used)
    return Reading(tuple(papers), date, notes, frame)
