"""What a page shows a reader, from the first bytes of its HTML: title, headings, text, and a few signs.

Not here: what that means for the link (`judgement`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,500})", re.IGNORECASE)
_HEADING = re.compile(r"<h[12][^>]*>(.{0,500}?)</h[12]>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    r"<(script|style|template|svg|noscript|head)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_FRAME = re.compile(r"<(nav|footer)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_README = re.compile(r"<article\b[^>]*markdown-body[^>]*>(.*?)</article>", re.IGNORECASE | re.DOTALL)
_REFRESH = re.compile(
    r"<meta\b(?=[^>]{0,300}http-equiv\s*=\s*[\"']?refresh)[^>]{0,300}content\s*=\s*[\"']?\s*(\d{1,4})[^>\"';,]{0,20}[;,]\s*url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_CODE = re.compile(r"<(?:pre|code)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The visible part of a page, white space collapsed, entities undone."""

    title: str = ""
    headings: tuple[str, ...] = ()
    text: str = ""  # without scripts, styles, head, navigation and footer
    readme: str | None = None  # the text of a repository's readme, where the page shows one
    readme_has_code: bool = False
    asks_password: bool = False
    refresh: str = ""  # where the page sends its reader by itself within ten seconds

    @property
    def words(self) -> int:
        """Words of visible text."""
        return len(self.text.split())


def read_page(body: bytes, content_type: str = "") -> Page:
    """Read the start of a page; never raises."""
    source = body.decode(_charset(body, content_type), errors="replace")
    title = _TITLE.search(source)
    refresh = _REFRESH.search(source)
    visible = _UNSEEN.sub(" ", source)
    readme = _README.search(visible)
    text = _words(_FRAME.sub(" ", visible))
    return Page(
        title=_words(title[1]) if title else "",
        headings=tuple(_words(found[1]) for found in _HEADING.finditer(visible))[:20],
        text=text,
        readme=_words(readme[1]) if readme else None,
        readme_has_code=bool(readme and _CODE.search(readme[1])),
        asks_password=_PASSWORD.search(source) is not None,
        refresh=html.unescape(refresh[2]) if refresh and int(refresh[1]) <= 10 else "",
    )


def _charset(body: bytes, content_type: str) -> str:
    found = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        b"".decode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return name


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
