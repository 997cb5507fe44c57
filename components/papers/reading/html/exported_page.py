"""Web pages and mails that Digest Atlas wrote: a page carries each paper's data beside what it shows, a mail none."""

from __future__ import annotations

from typing import Any

import orjson

from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of, resolve_dates
from components.papers.reading.html.markup_text import starts_as_document
from components.papers.reading.outcome import Reading, refused

SHAPE = "web page exported from Digest Atlas"
GENERATOR = "Digest Atlas"  # in a page's head: who wrote it
MAIL_GENERATOR = "Digest Atlas mail"
DATA = "data-paper"  # the attribute of an article that holds the paper as JSON, but for its abstract
_ABSTRACT = "abstract"  # the class of the paragraph that holds that
_HEAD = 4_000  # characters in which a page says who wrote it
_NO_MAIL = (
    "This is a mail from Digest Atlas, which holds only the beginnings of abstracts. "
    "Give the digests themselves, or an export as JSON lines."
)


def generator(name: str) -> str:
    """The line of a page's head that says who wrote it."""
    return f'<meta name="generator" content="{name}">'


def recognise(content: Content) -> bool:
    """Says in its head that Digest Atlas wrote it."""
    head = content.head[:_HEAD]
    return starts_as_document(head) and any(generator(name) in head for name in (GENERATOR, MAIL_GENERATOR))


def read(content: Content) -> Reading:
    """The papers of a page by their data; a mail is refused."""
    if generator(MAIL_GENERATOR) in content.head[:_HEAD]:
        return Reading(notes=(refused(_NO_MAIL),), conclusive=True)
    root = content.html_root
    articles = [] if root is None else root.iter("article")
    records = [record for article in articles if (record := _record(article)) is not None]
    papers = [paper for number, record in enumerate(records, 1) if (paper := paper_of(record, number)) is not None]
    return Reading(tuple(resolve_dates(papers)), conclusive=bool(papers))


def _record(article: Any) -> dict[str, Any] | None:
    try:
        record = orjson.loads((article.get(DATA) or "").encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None
    if not isinstance(record, dict):
        return None
    shown = next((p for p in article.iter("p") if p.get("class") == _ABSTRACT), None)
    return record if shown is None else record | {"abstract": "".join(shown.itertext())}
