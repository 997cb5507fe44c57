"""Papers as one web page that needs nothing else: to keep, to send, to print.

No script, no picture, nothing loaded from anywhere; light and dark after the reader's system. All text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

import orjson
import pandas as pd

from components.papers.reading.html.exported_page import DATA
from components.sharing.formats.entry import Entry, entries, one_line, retraction
from components.sharing.formats.jsonl import record
from components.sharing.formats.references import coins
from components.text import cited_by

STYLE = """
:root { color-scheme: light dark; --text: light-dark(#1c1f23, #e8e6e3); --soft: light-dark(#5b6470, #a2a9b3);
        --line: light-dark(#dfe3e8, #343a42); --page: light-dark(#fff, #14171b); --link: light-dark(#0b5cad, #7fb5ee); }
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; background: var(--page); color: var(--text);
       font: 16px/1.55 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1, h2, .about, .links { font-family: system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin: 0 0 .2rem; }
article { border-top: 1px solid var(--line); padding: 1.1rem 0; break-inside: avoid; }
a { color: var(--link); } p { margin: .4rem 0; } .about, .links { color: var(--soft); font-size: .875rem; }
.gist { font-weight: 600; }
.note { border-left: 3px solid var(--line); padding-left: .8rem; font-style: italic; white-space: pre-wrap; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } a { color: inherit; }
               .links a::after { content: " (" attr(href) ")"; } }
"""
HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="same-origin">
<meta name="generator" content="Digest Atlas">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p class="about">{about}</p></header>
<main>
"""
FOOT = "</main>\n</body>\n</html>\n"

_LINE_END = re.compile("[\x85\u2028\u2029]")  # to some readers, also within JSON
_FIELDS = (
    "title", "authors", "organisation", "arxiv_id", "doi", "published", "venue", "type", "year", "categories", "status",
    "review_rating", "votes", "stars", "keywords", "links",
)  # fmt: skip


def to_text(
    rows: pd.DataFrame, labels: Mapping[str, str] | None = None, title: str = "Papers", introduction: str = ""
) -> str:
    """The rows of a catalogue as one HTML page; `introduction` stands above them, e.g. what was filtered for."""
    found = entries(rows, labels)
    count = "1 paper" if len(found) == 1 else f"{len(found):,} papers"
    about = escape(introduction or count)
    head = HEAD.format(title=escape(one_line(title)), style=STYLE, about=about)
    return head + "".join(paper(entry) for entry in found) + FOOT


def paper(entry: Entry, anchor: str = "") -> str:
    """One paper as an article; `anchor` is the id by which an address on the page leads to it."""
    heading = _link(entry.url, entry.title)
    about = [
        retraction(entry),
        ", ".join(entry.authors),
        entry.organisation,
        entry.venue,
        entry.published,
        entry.topic,
        *entry.tags,
    ]
    if entry.citations is not None:
        about.append(cited_by(entry.citations))
    if entry.votes is not None:
        about.append(f"{entry.votes:,} votes")
    kinds = (*entry.kinds, *[""] * len(entry.links))
    links = [
        _link(url, (kind or "link").capitalize())
        for url, kind in zip(entry.links, kinds, strict=False)
        if url != entry.url
    ]
    summary = one_line(entry.machine_summary)
    parts = [
        f"<h2>{heading}</h2>",
        _paragraph("about", " · ".join(escape(one_line(part)) for part in about if part.strip())),
        _paragraph("note", escape(entry.note)),
        _paragraph("gist", escape(entry.gist) if entry.gist != one_line(entry.abstract) else ""),
        _paragraph("abstract", escape(one_line(entry.abstract))),
        _paragraph("about", escape(f"Machine-written summary: {summary}") if summary else ""),
        _paragraph("links", " · ".join(links)),
        coins.span(entry),
    ]
    mark = f' id="{escape(anchor)}"' if anchor else ""
    return f'<article{mark} {DATA}="{escape(_data(entry))}">\n{"".join(part for part in parts if part)}</article>\n'


def _data(entry: Entry) -> str:
    """As JSON what a digest would say of the paper, but for the abstract: so that the page is read back whole."""
    known = record(entry)
    data = orjson.dumps({name: known[name] for name in _FIELDS if known[name] not in (None, "", [], ())}).decode()
    return _LINE_END.sub(lambda sign: f"\\u{ord(sign[0]):04x}", data)


def _paragraph(name: str, content: str) -> str:
    return f'<p class="{name}">{content}</p>\n' if content.strip() else ""


def _link(url: str, text: str) -> str:
    shown = escape(one_line(text))
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{shown}</a>' if url else shown
