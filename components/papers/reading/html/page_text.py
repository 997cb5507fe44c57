"""Any HTML as a container: the text it shows, with headings and links as Markdown."""

from __future__ import annotations

from components.papers.reading.content import Content, Unwrapped
from components.papers.reading.html.markup_text import render_root, starts_as_document
from components.papers.reading.html.saved_page import may_hold_papers

SHAPE = "HTML"


def recognise(content: Content) -> bool:
    """Starts as an HTML document or fragment does."""
    return starts_as_document(content.head)


def unwrap(content: Content) -> Unwrapped:
    """The text the page shows."""
    if not may_hold_papers(content):
        return Unwrapped()
    return Unwrapped((Content.of_text(render_root(content.html_root, links=True)),))
