"""Saved HTML: the Daily Papers page with its data inside or only what is visible, and HTML newsletters.

The page carries its data as JSON in an attribute; what is only visible is taken beside it. Any other HTML is read as
the text it shows. Not here: the shapes that text may have.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import orjson

from components.papers.identity import arxiv_number_in_address
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import common_day, count, settled_dates
from components.papers.reading.html.markup_text import parsed, rendered, without_prolog
from components.papers.reading.json.records_in import Collected, collect
from components.papers.reading.outcome import Reading, without_lines

SHAPE = "saved HTML page"

_START = re.compile(r"<(?:!doctype html|html|head|body|div|main|article|section|table|p|h[1-6])\b", re.I)
_LARGE = 2_000_000  # characters; a page as large as that is only parsed where papers can be in it
_SIGNS_OF_PAPERS = ("data-props", "/papers/", "arxiv.org", "Abstract", "abstract")


def recognise(content: Content) -> bool:
    """Starts as an HTML document or fragment does."""
    return bool(_START.match(without_prolog(content.head)))


def read(content: Content, read_text: Callable[[Content], Reading] | None = None) -> Reading:
    """The papers in the page's data and articles, else whatever `read_text` finds in the text it shows."""
    if len(content.text) > _LARGE and not any(sign in content.text for sign in _SIGNS_OF_PAPERS):
        return Reading()
    root = parsed(content.text)
    if root is None:
        return Reading()
    collected = Collected()
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("data-props"):
            _hydration(element.get("data-props"), collected)
    data = settled_dates(collected.papers)
    known = {paper.arxiv_id for paper in data}
    visible = [paper for paper in _articles(root, len(data)) if paper.arxiv_id not in known]
    papers = [*data, *visible]
    if papers:
        words = "saved Daily Papers page with its data" if data else "saved Daily Papers page, visible part only"
        return Reading(tuple(papers), collected.date or common_day(papers), tuple(collected.notes), shape=words)
    if read_text is None:
        return Reading()
    shown = rendered(content.text, links=True)
    reading = read_text(Content(content.name, shown.encode("utf-8", "replace")))
    return without_lines(reading, f"HTML with {reading.shape}") if reading.papers else reading


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
