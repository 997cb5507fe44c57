"""Crawler Markdown of a Daily Papers page: votes, heading, abstract, people and date as links.

Forced line breaks (a backslash at the line's end) are undone.
"""

from __future__ import annotations

import re

from components.papers.reading.captured_page.headings import read_headed
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading
from components.papers.reading.text.joining import without_crawler_breaks

SHAPE = "crawler Markdown of the Daily Papers page"

_HEADING = re.compile(r"^#{2,4} \[[^\n]*(?:\n[^\n#]+){0,5}?\]\(https?://(?:www\.)?huggingface\.co/papers/\d", re.M)
_PAGE = re.compile(r"/login\?next=|#community\)|^·", re.M)


def recognise(content: Content) -> bool:
    """Headings that link to papers, with the page's own links around them."""
    return bool(_HEADING.search(content.head)) and bool(_PAGE.search(content.head))


def read(content: Content) -> Reading:
    """One paper a heading; dates get a year from the arXiv number."""
    return read_headed(content, without_crawler_breaks)
