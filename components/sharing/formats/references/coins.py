"""A paper as COinS: an empty span by which Zotero and others take it from a web page.

OpenURL ContextObjects in Spans, https://archive.org/details/OpenURLContextObjectInSPANCOinS; the keys are those of
`info:ofi/fmt:kev:mtx:journal` (ANSI/NISO Z39.88-2004), which covers articles, proceedings and preprints.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from components.sharing.formats.entry import Entry, one_line

VERSION, FORMAT = "Z39.88-2004", "info:ofi/fmt:kev:mtx:journal"


def span(paper: Entry) -> str:
    """The span; what is not known is left out."""
    return f'<span class="Z3988" title="{escape(context_object(paper))}"></span>\n'


def context_object(paper: Entry) -> str:
    """Key and value pairs as in the query of an address."""
    genre = "article" if paper.is_in_journal else "proceeding" if paper.is_in_proceedings else "preprint"
    known = [
        ("rft.atitle", one_line(paper.title)),
        ("rft.jtitle", one_line(paper.venue)),
        *(("rft.au", one_line(author)) for author in paper.authors),
        ("rft.date", "-".join(f"{part:02}" for part in paper.cited_date)),
        ("rft_id", f"info:doi/{paper.cited_doi}" if paper.cited_doi else ""),
        ("rft_id", paper.url),
    ]
    pairs = [("ctx_ver", VERSION), ("rft_val_fmt", FORMAT), ("rft.genre", genre)]
    return urlencode([*pairs, *((name, value) for name, value in known if value)])
