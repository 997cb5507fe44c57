"""Saved pages and mails with papers in a form of their own: arXiv, papers.cool, proceedings, alerts, one paper.

A page of one paper says in its head what the paper is (Highwire's `citation_…`, as Google Scholar asks for); pages of
many are read by a row of paths each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from components.papers.cleaning.plausible import may_be_title
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of
from components.papers.reading.html.markup_text import starts_as_document
from components.papers.reading.markdown.addresses import unwrapped
from components.papers.reading.markdown.entries.people import people_in
from components.papers.reading.outcome import Reading

SHAPE = "saved page of papers"


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a page has its papers: XPaths below each row. `base` completes addresses."""

    name: str
    sign: str  # must be in the page's text
    row: str
    title: str
    link: str
    authors: str = ""  # elements of one name each, or one of all
    abstract: str = ""
    summary: str = ""
    published: str = ""
    base: str = ""


def _has(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


_SITES = (
    _Site(
        "arXiv search page",
        "arxiv-result",
        f"//li[{_has('arxiv-result')}]",
        f".//p[{_has('title')}]",
        f".//p[{_has('list-title')}]//a/@href",
        f".//p[{_has('authors')}]//a",
        f".//span[{_has('abstract-full')}]",
        published=".//p[span[starts-with(normalize-space(), 'Submitted')]]",
        base="https://arxiv.org",
    ),
    _Site(
        "papers.cool page",
        "title-link",
        f"//div[{_has('paper')}][.//a[{_has('title-link')}]]",
        f".//a[{_has('title-link')}]",
        ".//h2//a[starts-with(@href, 'http')]/@href",
        f".//a[{_has('author')}]",
        f".//p[{_has('summary')}]",
        published=f".//span[{_has('date-data')}]",
    ),
    _Site(
        "Google Scholar alert",
        "gse_alrt_title",
        f"//h3[.//a[{_has('gse_alrt_title')}]]",
        f".//a[{_has('gse_alrt_title')}]",
        f".//a[{_has('gse_alrt_title')}]/@href",
        "following-sibling::div[1]",
        summary=f"following-sibling::div[{_has('gse_alrt_sni')}][1]",
    ),
    _Site(
        "Google Scholar results",
        "gs_rt",
        f"//div[{_has('gs_ri')}]",
        f".//h3[{_has('gs_rt')}]",
        f".//h3[{_has('gs_rt')}]//a/@href",
        f".//div[{_has('gs_a')}]",
        summary=f".//div[{_has('gs_rs')}]",
    ),
    _Site(
        "CVF Open Access page",
        "ptitle",
        f"//dt[{_has('ptitle')}]",
        ".//a",
        ".//a/@href",
        "following-sibling::dd[1]//a[not(contains(., 'pdf'))]",
        base="https://openaccess.thecvf.com",
    ),
    _Site(
        "PMLR page",
        "proceedings.mlr.press",
        f"//div[{_has('paper')}][p[{_has('title')}]]",
        f"./p[{_has('title')}]",
        ".//a/@href",
        f".//span[{_has('authors')}]",
    ),
    _Site(
        "ACL Anthology page",
        "align-middle",
        "//p[.//a[contains(@class, 'align-middle')]][.//a[contains(@href, '/people/')]]",
        ".//strong//a[contains(@class, 'align-middle')]",
        ".//strong//a[contains(@class, 'align-middle')]/@href",
        ".//a[contains(@href, '/people/')]",
        base="https://aclanthology.org",
    ),
    _Site(
        "NeurIPS proceedings page",
        "paper title",
        "//li[.//a[@title='paper title']]",
        ".//a[@title='paper title']",
        ".//a[@title='paper title']/@href",
        f".//i|.//span[{_has('paper-authors')}]",
        base="https://proceedings.neurips.cc",
    ),
    _Site(
        "OpenReview page",
        "forum?id=",
        "//*[self::li or self::div][contains(concat(' ', @class, ' '), ' note ')]",
        ".//h4//a[contains(@href, 'forum?id=')]",
        ".//h4//a[contains(@href, 'forum?id=')]/@href",
        f".//*[{_has('note-authors')}]//a",
        base="https://openreview.net",
    ),
)
_NOISE = re.compile(
    r"^\s*(?:Title|Abstract|Authors?|TL;?DR)\s*:?\s+|\s*[△▽▵]\s*(?:Less|More)\s*$|^\s*(?:\[[A-Z]+\]\s*)+", re.I
)
_SUBMITTED = re.compile(r"Submitted\s+(\d{1,2}\s\w+,?\s+\d{4})")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_LINK_LESS = ("pdf", "code", "paper", "abs", "html")


def recognise(content: Content) -> bool:
    """Starts as an HTML document or fragment does."""
    return starts_as_document(content.head)


def read(content: Content) -> Reading:
    """The papers of the page, by its own form; none where it has none that is known."""
    text = content.text
    if "citation_title" in text:
        papers = _of_meta(content.html_root)
        if papers:
            return Reading(tuple(papers), shape="saved page of one paper", structured=True)
    for site in _SITES:
        if site.sign in text and (root := content.html_root) is not None:
            papers = list(_of_site(root, site))
            if papers:
                return Reading(tuple(papers), shape=site.name, structured=site.name not in _SNIPPETS)
    if ("arxiv.org/" in text and _BOLD.search(text)) or "scholar-inbox" in text:
        papers = list(_of_digest(content.html_root))
        if papers:
            return Reading(tuple(papers), shape="mail of a daily digest")
    return Reading()


_SNIPPETS = ("Google Scholar alert", "Google Scholar results")  # names shortened, abstracts cut off


def _of_meta(root: Any) -> list[RawPaper]:
    """The one paper that a page's head describes."""
    given: dict[str, list[str]] = {}
    for meta in () if root is None else root.iter("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower()
        if name.startswith(("citation_", "dc.")) and (meta.get("content") or "").strip():
            given.setdefault(name, []).append(meta.get("content"))
    if len(given.get("citation_title", ())) != 1:
        return []

    def first(*names: str) -> str:
        return next((given[f"citation_{name}"][0] for name in names if f"citation_{name}" in given), "")

    shown = root.xpath(f"//div[{_has('authors')}]//a")
    authors = given.get("citation_author") or given.get("citation_authors") or []
    if len(authors) == 1 and ";" in authors[0]:
        authors = authors[0].split(";")
    names = [
        one if "," not in one else " ".join(reversed([part.strip() for part in one.split(",", 1)])) for one in authors
    ]
    if len(shown) > len(names):
        names = [_text(one) for one in shown]
    abstract = first("abstract") or next(
        (_clean(_text(one)) for one in root.xpath(f"//blockquote[{_has('abstract')}]|//*[@id='abstract']")), ""
    )
    urls = [one for name in ("abstract_html_url", "pdf_url", "public_url") for one in given.get(f"citation_{name}", ())]
    paper = paper_of(
        {
            "title": first("title"),
            "authors": names,
            "abstract": abstract,
            "arxiv_id": first("arxiv_id"),
            "doi": first("doi"),
            "url": urls,
            "published": first("date", "publication_date", "online_date", "year").replace("/", "-"),
            "journal": first("journal_title", "conference_title", "inbook_title"),
            "keywords": given.get("citation_keywords", []),
        },
        1,
    )
    return [] if paper is None else [paper]


def _of_site(root: Any, site: _Site) -> Iterator[RawPaper]:
    place = 0
    for row in root.xpath(site.row):
        titles = row.xpath(site.title)
        title = _clean(_text(titles[0])) if titles else ""
        if not may_be_title(title, 1):
            continue
        place += 1
        links = [unwrapped(urljoin(site.base, str(link))) for link in row.xpath(site.link)]
        people = [_text(one) for one in row.xpath(site.authors)] if site.authors else []
        record: dict[str, Any] = {
            "title": title,
            "url": list(dict.fromkeys(link for link in links if link.startswith("http"))),
            "authors": people[0] if len(people) == 1 else people,
            "abstract": _first(row, site.abstract),
            "tldr": _first(row, site.summary),
        }
        if site.name in _SNIPPETS:
            record |= _of_line(people[0] if people else "")
        date = _first(row, site.published)
        submitted = _SUBMITTED.search(date)
        record["published"] = submitted[1].replace(",", "") if submitted else date[:10]
        paper = paper_of(record, place)
        if paper is not None:
            yield paper


def _of_line(line: str) -> dict[str, Any]:
    """Google Scholar's line under a title: "M Oldenkott, J Abernathy-Ruiz - Journal of Results, 2026 - publisher"."""
    names, _, rest = line.replace("\xa0", " ").partition(" - ")
    year = re.search(r"(?:19|20)\d\d", rest)
    venue = re.sub(r",?\s*(?:(?:19|20)\d\d\b.*|…$)", "", rest.partition(" - ")[0]).strip(" ,")
    given = {"authors": names.replace("…", "").strip(" ,"), "year": year[0] if year else ""}
    return given | ({"journal": venue} if venue and "." not in venue else {})


def _of_digest(root: Any) -> Iterator[RawPaper]:
    """Mails of programs that send a digest: a table or block a paper, its title in bold, lines under it, links last."""
    if root is None:
        return
    place = 0
    for block in root.xpath("//table[not(.//table)]|//div[b/a or strong/a]"):
        lines = [line for line in _lines(block) if line]
        links = [unwrapped(str(link)) for link in block.xpath(".//a/@href")]
        title = _clean(lines[0]) if lines else ""
        bold = block.xpath(".//b|.//strong|.//td[contains(@style, 'bold')]|.//h2|.//h3")
        if not bold or len(lines) < 2 or not may_be_title(title) or title not in _clean(_text(bold[0])) or not links:
            continue
        place += 1
        record: dict[str, Any] = {"title": title, "url": [link for link in links if "scholar-inbox" not in link]}
        record["code"] = [link for link in links if "github.com" in link]
        for line in lines[1:]:
            label, _, value = line.partition(":")
            if "authors" not in record and (people := people_in(line, alone=True)):
                record["authors"] = people
            elif re.fullmatch(r"\W*(?:TL;?DR|Summary)\W*", label, re.I):
                record["tldr"] = value.strip()
            elif re.fullmatch(r"\W*Abstract\W*", label, re.I) or len(line) > 120:
                record["abstract"] = value.strip() if len(label) < 12 else line
            elif written := re.match(r"(.{2,60}?)\s(\d{4})\s\((\w{3})\s(\d{1,2})\)$", line):
                record["published"] = f"{written[3]} {written[4]}, {written[2]}"
        paper = paper_of(record, place)
        if paper is not None:
            yield paper


def _lines(block: Any) -> list[str]:
    """The lines a block shows: parted at breaks, rows and paragraphs."""
    from lxml import etree

    parts: list[str] = []
    for event, element in etree.iterwalk(block, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            parts += ["\n" if tag in ("br", "tr", "td", "p", "div", "li", "hr") else "", element.text or ""]
        else:
            parts += [
                "\n" if tag in ("tr", "td", "p", "div", "li") else "",
                (element.tail or "") if element is not block else "",
            ]
    return [
        " ".join(line.split())
        for line in "".join(re.sub(r"\s*\n\s*", " ", part) if part != "\n" else part for part in parts).split("\n")
    ]


def _first(row: Any, path: str) -> str:
    return next((_clean(_text(one)) for one in row.xpath(path)), "") if path else ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _clean(text: str) -> str:
    return _NOISE.sub("", _NOISE.sub("", text)).strip()
