"""One paper as a page of its own: readable without JavaScript, and by Zotero and search engines.

`citation_*` as Google Scholar's inclusion guidelines name them, JSON-LD as schema.org's ScholarlyArticle.
"""

from __future__ import annotations

from html import escape
from typing import Any

import orjson

from components.sharing.formats import web_page
from components.sharing.formats.entry import Entry, one_line

STYLE = "paper.css"  # beside the site's first page: one file for all papers' pages
_DESCRIBED = 300  # characters of a description


def to_text(paper: Entry, name: str, site: str, address: str = "") -> str:
    """The page of a paper; `name` is its file's without ending, `site` what the site is called, `address` its own."""
    title = one_line(paper.title)
    back = f'<a href="../index.html#paper={escape(name)}">On the map</a> · <a href="../all.html">All papers</a>'
    head = web_page.HEAD.format(title=escape(title), style="", about=f"{escape(site)} · {back}")
    head = head.replace("<style></style>", f'<link rel="stylesheet" href="../{STYLE}">', 1)
    head = head.replace("style-src 'unsafe-inline'", "style-src 'self' file:", 1)
    own = f"{address}/p/{name}.html" if address else ""
    extra = "".join(f'<meta name="{key}" content="{escape(value)}">\n' for key, value in _metas(paper)) + (
        "".join(f'<meta property="og:{key}" content="{escape(value)}">\n' for key, value in _open_graph(paper, own))
    )
    canonical = f'<link rel="canonical" href="{escape(own)}">\n' if own else ""
    data = f'<script type="application/ld+json">{_json_ld(paper, own)}</script>\n'
    head = head.replace("</head>", f"{extra}{canonical}{data}</head>", 1)
    return f"{head}{web_page.paper(paper)}{web_page.FOOT}"


def _metas(paper: Entry) -> list[tuple[str, str]]:
    date = "/".join(f"{part:02}" for part in paper.date)
    pdf = f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else ""
    found = [
        ("description", _description(paper)),
        ("citation_title", one_line(paper.title)),
        *(("citation_author", one_line(author)) for author in paper.authors),
        ("citation_publication_date", date),
        ("citation_doi", paper.cited_doi),
        ("citation_arxiv_id", paper.arxiv_id),
        ("citation_pdf_url", pdf),
        ("citation_abstract_html_url", paper.url),
    ]
    return [(name, value) for name, value in found if value]


def _open_graph(paper: Entry, own: str) -> list[tuple[str, str]]:
    found = [("type", "article"), ("title", one_line(paper.title)), ("description", _description(paper)), ("url", own)]
    return [(name, value) for name, value in found if value]


def _description(paper: Entry) -> str:
    text = paper.gist or one_line(paper.abstract)
    return text if len(text) <= _DESCRIBED else text[:_DESCRIBED].rsplit(" ", 1)[0] + "…"


def _json_ld(paper: Entry, own: str) -> str:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": one_line(paper.title),
        "author": [{"@type": "Person", "name": one_line(author)} for author in paper.authors],
        "datePublished": "-".join(f"{part:02}" for part in paper.date),
        "description": _description(paper),
        "identifier": paper.cited_doi or paper.paper_id,
        "sameAs": paper.url,
        "mainEntityOfPage": own,
        "keywords": list(paper.keywords),
    }
    known = {name: value for name, value in data.items() if value}
    # In a script element only "</" and "<!--" could end or change it.
    return orjson.dumps(known).decode().replace("<", "\\u003c")
