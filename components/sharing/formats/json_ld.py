"""Papers as JSON-LD in a web page, for search engines and reference managers.

https://schema.org/ScholarlyArticle, https://schema.org/ItemList. A data block: nothing in it runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from components.sharing.formats.entry import Entry, one_line

_CONTEXT = {"@context": "https://schema.org"}
_DESCRIBED = 300  # characters of a description


def of_paper(paper: Entry, own: str = "") -> str:
    """The element for the page of one paper; `own` is the page's address where it is known."""
    return _element({**_CONTEXT, **_article(paper, own)})


def of_list(papers: Sequence[Entry], title: str, introduction: str) -> str:
    """The element for a page that lists papers, in their order."""
    items = [{"@type": "ListItem", "position": place, "item": _article(paper)} for place, paper in enumerate(papers, 1)]
    about = {"name": one_line(title), "description": one_line(introduction), "numberOfItems": len(papers)}
    return _element(_known({**_CONTEXT, "@type": "ItemList", **about, "itemListElement": items}))


def description(paper: Entry) -> str:
    """The sentence that says what a paper does, else the beginning of its abstract."""
    text = paper.gist or one_line(paper.abstract)
    return text if len(text) <= _DESCRIBED else text[:_DESCRIBED].rsplit(" ", 1)[0] + "…"


def _article(paper: Entry, own: str = "") -> dict[str, Any]:
    return _known(
        {
            "@type": "ScholarlyArticle",
            "headline": one_line(paper.title),
            "author": [{"@type": "Person", "name": one_line(author)} for author in paper.authors],
            "datePublished": "-".join(f"{part:02}" for part in paper.date),
            "description": description(paper),
            "identifier": paper.cited_doi or paper.paper_id,
            "sameAs": paper.url,
            "mainEntityOfPage": own,
            "keywords": list(paper.keywords),
        }
    )


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _element(data: Mapping[str, Any]) -> str:
    # In a script element only "</" and "<!--" could end or change it.
    text = orjson.dumps(data).decode().replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
