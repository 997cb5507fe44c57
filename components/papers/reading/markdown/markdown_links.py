"""Links in a line of Markdown: which paper it is about, which other addresses it gives, and its words without them."""

from __future__ import annotations

import re

from components.papers.identity import arxiv_number_in_address

_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\]\(\s*<?(https?://[^\s)>]+)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_DEEPEST = 3  # links within links
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|<img\b[^>]*>")
_PAPER_PAGE = re.compile(
    r"arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|hf\.co/papers/|alphaxiv\.org/|openreview\.net/|doi\.org/|"
    r"aclanthology\.org/|papers\.cool/|paperswithcode\.com/paper/",
    re.I,
)
_POINTER = re.compile(
    r"\(\s*(?:read more|more|see|source|link|full text)s?\b[^()\[\]\n]*\[[^()\[\]\n]*\]\([^)]*\)"
    r"(?:[^()\[\]\n]*\[[^()\[\]\n]*\]\([^)]*\))*\s*\)",
    re.I,
)


def links(text: str) -> list[tuple[str, str]]:
    """Words and address of every link, in order."""
    return [(match[1].strip(), match[2]) for match in _LINK.finditer(text)]


def is_paper_page(url: str) -> bool:
    """Whether an address is one paper's page somewhere papers are kept."""
    return bool(_PAPER_PAGE.search(url))


def paper_link(text: str) -> str:
    """The first address in a text that is a paper's page, one with an arXiv number before others; "" without."""
    pages = [url for _, url in links(text) if is_paper_page(url)]
    pages += re.findall(r"(?<!\()https?://[^\s)\]>|]+", text)
    return next((url for url in pages if arxiv_number_in_address(url)), next(filter(is_paper_page, pages), ""))


def without_links(text: str) -> str:
    """The words of a text, links replaced by what they say, images and pointers to the source dropped."""
    text = _IMAGE.sub(" ", text)
    text = _POINTER.sub(" ", text)
    for _ in range(_DEEPEST):
        text = _LINK.sub(lambda match: match[1], text)
    return text
