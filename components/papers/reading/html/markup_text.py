"""HTML as text: blocks on lines of their own, headings and links as Markdown where wanted.

Tags that are none of HTML's ("<think>") are text somebody forgot to escape, and stay text.
"""

from __future__ import annotations

import re
from typing import Any

_WORDS = {
    "blocks": "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1",
    "more blocks": "h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr",
    "inline": "a abbr acronym b bdi bdo big button center cite code data del dfn em font i img input ins kbd label",
    "more inline": "mark s noscript q samp small span strike strong sub sup time tt u var wbr html body head meta link",
    "silent": "script style template noscript head iframe object",
    "paragraphs": "p h1 h2 h3 h4 h5 h6 li div section article tr blockquote table ul ol details pre",
}
_BLOCKS = frozenset((_WORDS["blocks"] + " " + _WORDS["more blocks"] + " title ul").split())
_INLINE = frozenset((_WORDS["inline"] + " " + _WORDS["more inline"] + " picture source svg path g").split())
_SILENT = frozenset(_WORDS["silent"].split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset(_WORDS["paragraphs"].split())
_LOOKS_HTML = re.compile(
    r"\s*<(?:!doctype|/?(?:p|div|h[1-6]|img|b|strong|a|br|ul|ol|table|span|html|body|em|i)\b)", re.I
)
_DOCUMENT_START = re.compile(r"<(?:!doctype html|html|head|body|div|main|article|section|table|p|h[1-6])\b", re.I)

_PAGE_START = re.compile(r"<(?:!doctype html|html|head|body)\b", re.I)
_MARKDOWN_LINE = re.compile(r"^(?:#{1,6} \S|[-*+] \S|\|[^|\n]+\|[^|\n]+\|)", re.M)
_FEW_LINKS = 3


def starts_as_document(head: str) -> bool:
    """Whether a file starts as an HTML document or fragment does; Markdown with a banner in HTML above it is none."""
    start = without_prolog(head)
    return bool(_DOCUMENT_START.match(start)) and (bool(_PAGE_START.match(start)) or not _is_markdown(head))


def _is_markdown(head: str) -> bool:
    return head.count("](") >= _FEW_LINKS or len(_MARKDOWN_LINE.findall(head)) >= _FEW_LINKS


def looks_like_html(text: str) -> bool:
    """Whether a text starts with a tag of HTML, so that its markup is meant."""
    return bool(_LOOKS_HTML.match(text)) and ("</" in text or "/>" in text or "<br" in text.lower())


def without_prolog(head: str) -> str:
    """The start of a document without XML declaration, comments and document type of XML."""
    for _ in range(50):
        head = head.lstrip()
        if head.startswith("<!--"):
            end = head.find("-->") + 3
        elif head.startswith("<?"):
            end = head.find(">") + 1
        elif head[:9].upper() == "<!DOCTYPE" and not head[9:20].strip().lower().startswith("html"):
            own = head.find("[")
            end = head.find(">", head.find("]", own) if 0 <= own < head.find(">") else 0) + 1
        else:
            return head
        if end < 4:
            return head
        head = head[end:]
    return head


def render_text(markup: str, links: bool = False) -> str:
    """HTML as text with a blank line between blocks; with `links`, links and headings become Markdown."""
    return render_root(parse_html(markup), links)


def render_root(root: Any, links: bool = False) -> str:
    """The same of a document that is parsed; "" for None."""
    return "" if root is None else _Rendering(links).text_of(root)


def parse_html(markup: str) -> Any:
    """The document's root element, or None where nothing can be parsed. Nothing is fetched, no entity is loaded."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root


class _Rendering:
    """One walk over a tree, iterative because hostile pages nest deeply."""

    def __init__(self, links: bool) -> None:
        self.links = links
        self.parts: list[str] = []
        self.silent = 0

    def text_of(self, root: Any) -> str:
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(tag, element)
            else:
                self._end(tag, element)
        text = re.sub(r"[^\S\n]+", " ", "".join(self.parts))
        return re.sub(r"\s*\n\s*\n\s*", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()

    def _start(self, tag: str, element: Any) -> None:
        if tag in _SILENT:
            self.silent += 1
            return
        if self.silent:
            return
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag in _PARAGRAPHS else "\n")
            if self.links and tag in _HEADINGS:
                self.parts.append("#" * int(tag[1]) + " ")
            elif tag == "li":
                self.parts.append("- ")
        elif tag == "a" and self.links and element.get("href"):
            self.parts.append("[")
        elif tag and tag not in _INLINE:
            self.parts.append(f"<{tag}>")
        self._add(element.text)

    def _end(self, tag: str, element: Any) -> None:
        if tag in _SILENT:
            self.silent -= 1
        elif not self.silent:
            if tag in _BLOCKS:
                self.parts.append("\n\n" if tag in _PARAGRAPHS else "\n")
            elif tag == "a" and self.links and element.get("href"):
                address = re.sub(r"[\s()]", "", element.get("href"))
                self.parts.append(f"]({address})")
        if not self.silent:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(re.sub(r"\s+", " ", text))
