"""Text dump of a Daily Papers page: links as numbers, text wrapped at a column, perhaps a list of links at the end."""

from __future__ import annotations

import re

from components.papers.reading.captured_page.headings import read_headed
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading
from components.papers.reading.text.joining import join_lines

SHAPE = "text dump with numbered links"

_HEADING = re.compile(r"^#{2,4} \[[^\n]*(?:\n[^\n#]+){0,5}?\]\[\d+\][ \t]*$", re.M)
_LIST = re.compile(r"^[ \t]*\[?(\d+)[\].:]:?[ \t]+(https?://\S+)[ \t]*$", re.M)


def recognise(content: Content) -> bool:
    """A heading whose link is a number."""
    return bool(_HEADING.search(content.head))


def read(content: Content) -> Reading:
    """One paper a heading; arXiv numbers come from the list of links where there is one."""
    links = {match[1]: match[2] for match in _LIST.finditer(content.text)}
    return read_headed(content, lambda text: join_lines(text.split("\n"), broken_at_hyphens=True), links)
