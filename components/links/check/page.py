"""What a page shows a reader, from the first bytes of its HTML: title, headings, text, and a few signs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import islice

MOST_HEADINGS, LONGEST_HEADING = 20, 500  # what is looked at; the length is that of the markup

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# Hostile pages must not cost the square of their length: no tag but _TAG, _UNSEEN and _FRAME reaches over a "<", and
# these are only searched for in text of which `_closed` has made sure that every tag ends.
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,500})", re.IGNORECASE)
_HEADING = re.compile(r"<h[12][^<>]*>", re.IGNORECASE)
_HEADING_END = re.compile(r"</h[12]>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(script|style|template|svg|noscript|head)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_FRAME = re.compile(r"<(nav|footer)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ARTICLE = re.compile(r"<article\b([^<>]*)>", re.IGNORECASE)
_ARTICLE_END = re.compile(r"</article>", re.IGNORECASE)
_REFRESH = re.compile(
    r"<meta\b(?=[^<>]{0,300}http-equiv\s*=\s*[\"']?refresh)[^<>]{0,300}content\s*=\s*[\"']?\s*(\d{1,4})[^>\"';,]{0,20}[;,]\s*url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SHELL_WORDS = 12  # "You need to enable JavaScript to run this app."
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
    has_script: bool = field(default=False, compare=False)
    refresh: str = ""  # where the page sends its reader by itself within ten seconds

    @property
    def words(self) -> int:
        """Words of visible text."""
        return len(self.text.split())

    @property
    def is_shell(self) -> bool:
        """Whether it shows next to nothing before its scripts run, as pages of single-page apps do."""
        return self.has_script and self.words <= _SHELL_WORDS and not self.headings


def read_page(body: bytes, content_type: str = "") -> Page:
    """Read the start of a page; never raises."""
    source = _decoded(body, content_type)
    title = _TITLE.search(source)
    refresh = _REFRESH.search(source)
    visible = _UNSEEN.sub(" ", _closed(source))
    readme = _readme(visible)
    text = _words(_FRAME.sub(" ", _closed(visible)))
    return Page(
        title=_words(title[1]) if title else "",
        headings=tuple(map(_words, _headings(visible))),
        text=text,
        readme=None if readme is None else _words(readme),
        readme_has_code=bool(readme and _CODE.search(readme)),
        has_script=_SCRIPT.search(source) is not None,
        asks_password=_PASSWORD.search(source) is not None,
        refresh=html.unescape(refresh[2]) if refresh and int(refresh[1]) <= 10 else "",
    )


def _closed(markup: str) -> str:
    """The markup without those "<" after which no ">" comes: they begin nothing, and looking for their ends is dear."""
    end = markup.rfind(">") + 1
    return markup[:end] + markup[end:].replace("<", " ")


def _readme(visible: str) -> str | None:
    """The markup of a repository's readme; None where the page shows none, or not its end."""
    for article in _ARTICLE.finditer(visible):
        if "markdown-body" in article[1].lower():
            end = _ARTICLE_END.search(visible, article.end())
            return visible[article.end() : end.start()] if end else None
    return None


def _headings(visible: str) -> list[str]:
    """The markup of the first headings that end."""
    return [
        visible[start.end() : end.start()]
        for start in islice(_HEADING.finditer(visible), MOST_HEADINGS)
        if (end := _HEADING_END.search(visible, start.end(), start.end() + LONGEST_HEADING))
    ]


def _decoded(body: bytes, content_type: str) -> str:
    """The text in the encoding that the answer or the page names; in UTF-8 where that is none."""
    found = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    try:
        return body.decode(found[1].decode("ascii") if found else "utf-8", errors="replace")
    except (LookupError, ValueError):  # no such encoding, or one that is none of text
        return body.decode("utf-8", errors="replace")


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _closed(markup))).split())
