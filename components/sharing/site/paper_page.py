"""One paper as a page of its own: readable without JavaScript, and by Zotero and search engines.

`citation_*` as Google Scholar's inclusion guidelines name them, JSON-LD beside them.
"""

from __future__ import annotations

from html import escape

from components.sharing.formats import json_ld, web_page
from components.sharing.formats.entry import Entry, one_line

STYLE = "paper.css"  # beside the site's first page: one file for all papers' pages


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
    data = json_ld.of_paper(paper, own)
    head = head.replace("</head>", f"{extra}{canonical}{data}</head>", 1)
    return f"{head}{web_page.paper(paper)}{web_page.FOOT}"


def _metas(paper: Entry) -> list[tuple[str, str]]:
    date = "/".join(f"{part:02}" for part in paper.date)
    pdf = f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else ""
    found = [
        ("description", json_ld.description(paper)),
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
    found = [
        ("type", "article"),
        ("title", one_line(paper.title)),
        ("description", json_ld.description(paper)),
        ("url", own),
    ]
    return [(name, value) for name, value in found if value]
