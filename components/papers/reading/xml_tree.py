"""XML as people have it: parsed as far as it can be, nothing expanded, nothing fetched."""

from __future__ import annotations

import re
from typing import Any

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def root_of(text: str) -> Any:
    """The root element, None where there is none; damaged XML is read as far as it can be."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    body = _DECLARATION.sub("", _NOT_XML.sub("", text)).strip()
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: Any) -> str:
    """An element's name without namespace and prefix, in small letters; "" for comments and instructions."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def text_in(element: Any) -> str:
    """All text of an element, its children's included."""
    return "".join(element.itertext()).strip()


def lines_of(element: Any) -> tuple[int, int] | None:
    """The first and last line of an element that has siblings, as far as the parser knows them."""
    first = element.sourceline
    following = element.getnext()
    last = following.sourceline if following is not None and following.sourceline else first
    return (first, max(first, last)) if first else None
