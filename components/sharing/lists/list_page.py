"""A shared list as one web page: title, introduction, map, papers, and the forms to take it away in.

It needs nothing but itself: nothing that runs, no picture, no session. All text is escaped. Reference managers
and search engines find the papers in it as COinS and JSON-LD.
"""

from __future__ import annotations

from html import escape

from components.sharing.formats import json_ld, web_page
from components.sharing.formats.entry import one_line
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.lists import map_svg
from components.sharing.lists.snapshot import Snapshot

_DESCRIBED = 300  # characters of the introduction that a link preview shows
SITE = '<p class="site"><a href="../">Digest Atlas</a></p>\n'
STYLE = """
.intro { white-space: pre-wrap; font-size: 1.05rem; }
.site, details { font-family: system-ui, sans-serif; font-size: .9rem; }
.site { margin: 0 0 1.2rem; } .site a { font-weight: 600; }
main { counter-reset: paper; } article { counter-increment: paper; }
article h2::before { content: counter(paper) ". "; }
details { margin: .4rem 0 1.2rem; } summary { cursor: pointer; padding: .3rem 0; } nav { line-height: 2.2; }
article:target { background: light-dark(#eef3ff, #1b2440); } footer { margin: 2rem 0; }
nav a { margin-right: .8rem; white-space: nowrap; }
@media print { .site, details, .map { display: none; } }
"""


def to_text(snapshot: Snapshot, title: str, introduction: str, at: str, folder: str) -> str:
    """The page; `at` is when the list was shared (ISO 8601), `folder` where its files are, relative to the page."""
    count = "1 paper" if len(snapshot.papers) == 1 else f"{len(snapshot.papers):,} papers"
    anchors = [f"p{number}" for number in range(1, len(snapshot.papers) + 1)]
    files = [(export_format.label, f"papers.{export_format.ending}") for export_format in EXPORT_FORMATS]
    links = [*files, ("Atom feed", "feed.atom"), ("JSON feed", "feed.json")]
    away = " ".join(f'<a href="{escape(folder)}/{file}">{escape(label)}</a>' for label, file in links)
    feeds = (
        f'<link rel="alternate" type="application/atom+xml" href="{escape(folder)}/feed.atom">\n'
        f'<link rel="alternate" type="application/feed+json" href="{escape(folder)}/feed.json">\n'
    )
    opened = "".join(
        f'<meta property="og:{name}" content="{escape(one_line(text))}">\n'
        for name, text in (("type", "article"), ("title", title), ("description", introduction[:_DESCRIBED] or count))
    )
    style = web_page.STYLE + map_svg.STYLE + STYLE
    head = web_page.HEAD.format(
        title=escape(one_line(title)),
        style=style,
        about=f'{count} · shared on <time datetime="{escape(at)}">{escape(at[:10])}</time>',
    ).replace("</head>", f"{feeds}{opened}{json_ld.of_list(snapshot.papers, title, introduction)}</head>", 1)
    head = head.replace("<header>", f"<header>{SITE}", 1)
    return "".join(
        [
            head,
            f'<p class="intro">{escape(introduction)}</p>\n' if introduction else "",
            map_svg.to_text(snapshot, anchors),
            f'<details><summary>Download</summary><nav aria-label="Download">{away}</nav></details>\n',
            *(web_page.paper(entry, anchor) for entry, anchor in zip(snapshot.papers, anchors, strict=True)),
            web_page.FOOT,
        ]
    )
