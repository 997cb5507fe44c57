"""The Daily Papers page saved as HTML: its data as JSON in an attribute, and what is only visible beside it.

HTML without either is read as the text it shows: see `page_text`.
"""

from __future__ import annotations

from typing import Any

import orjson

from components.papers.identity import arxiv_number_in_address
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, count, resolve_dates
from components.papers.reading.html.markup_text import starts_as_document
from components.papers.reading.json.collecting import Collected, collect
from components.papers.reading.outcome import Reading

SHAPE = "saved HTML page"

_LARGE = 2_000_000  # characters
_SIGNS_OF_PAPERS = ("data-props", "/papers/", "arxiv.org", "Abstract", "abstract")


def recognise(content: Content) -> bool:
    """Starts as an HTML document or fragment does."""
    return starts_as_document(content.head)


def may_hold_papers(content: Content) -> bool:
    """Whether parsing is worth the time: a large page is only parsed where a sign of papers is in it."""
    return len(content.text) <= _LARGE or any(sign in content.text for sign in _SIGNS_OF_PAPERS)


def read(content: Content) -> Reading:
    """The papers in the page's data, and after them those that only an `article` shows."""
    root = content.html_root if may_hold_papers(content) else None
    if root is None:
        return Reading()
    collected = Collected()
    for props in root.xpath("//@data-props"):
        _hydration(props, collected)
    data = resolve_dates(collected.papers)
    known = {paper.arxiv_id for paper in data}
    visible = [paper for paper in _articles(root, len(data)) if paper.arxiv_id not in known]
    papers = [*data, *visible]
    if not papers:
        return Reading()
    shape = "saved Daily Papers page with its data" if data else "saved Daily Papers page, visible part only"
    return Reading(tuple(papers), collected.date or common_day(papers), tuple(collected.notes), shape=shape)


def _hydration(props: str, collected: Collected) -> None:
    """The records in one `data-props`; other parts of the page have data of their own, without papers."""
    try:
        value: Any = orjson.loads(props.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return
    if isinstance(value, dict) and any(name in value for name in ("dailyPapers", "papers", "paper", "searchResults")):
        collect(value, collected)


def _articles(root: Any, already: int) -> list[RawPaper]:
    """What an `article` shows: title, address, votes."""
    papers: list[RawPaper] = []
    for article in root.iter("article"):
        link = next((a for a in article.iter("a") if _heads(a) and "/papers/" in (a.get("href") or "")), None)
        if link is None:
            continue
        title = " ".join("".join(link.itertext()).split())
        number = arxiv_number_in_address(link.get("href"))
        if not title:
            continue
        papers.append(
            RawPaper(
                title=title,
                abstract=_shown_abstract(article),
                arxiv_id=number,
                votes=_votes(article),
                position=already + len(papers) + 1,
                lines=(article.sourceline, article.sourceline) if article.sourceline else None,
            )
        )
    return papers


def _heads(link: Any) -> bool:
    return any(ancestor.tag in ("h1", "h2", "h3", "h4") for ancestor in link.iterancestors())


def _votes(article: Any) -> int | None:
    for element in article.iter():
        if isinstance(element.tag, str) and "leading-none" in (element.get("class") or "").split():
            return count(" ".join("".join(element.itertext()).split()))
    return None


def _shown_abstract(article: Any) -> str:
    """Search pages show the abstract as a paragraph; the day's page shows none."""
    return next((text for p in article.iter("p") if (text := " ".join("".join(p.itertext()).split()))), "")
