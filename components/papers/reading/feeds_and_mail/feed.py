"""Feeds in XML: RSS of Daily Papers mirrors, arXiv's own RSS, Atom. JSON Feed is read by `json_text`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from components.papers.identity import arxiv_number
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.dates import mail_date
from components.papers.reading.fields import common_day, paper_of
from components.papers.reading.html.markup_text import looks_like_html, render_text, without_prolog
from components.papers.reading.labelled import split_labels
from components.papers.reading.outcome import Reading, refused, unknown
from components.papers.reading.xml_tree import lines_of, local_name, root_of, text_in
from components.papers.report import Note

SHAPE = "RSS feed"

_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.I)
_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.I)
_ANNOUNCED = re.compile(r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?", re.I)
_ARXIV_TITLE = re.compile(r"\(arXiv:(?P<id>\S+)\s*(?:\[[^\]]*\])?\s*(?:UPDATED|CROSS LISTED)?\)\s*$")


def recognise(content: Content) -> bool:
    """An XML document whose root is a feed."""
    return bool(_ROOT.match(without_prolog(content.head)))


def read(content: Content) -> Reading:
    """One record an entry; entries the parser could not save are reported."""
    root = root_of(content.text)
    papers: list[RawPaper] = []
    notes: list[Note] = []
    words = _words(content.head)
    entries = [] if root is None else list(_entries(root))
    for place, entry in enumerate(entries, 1):
        lines = lines_of(entry)
        paper = paper_of(_fields(entry), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused(f"Entry {place} has no title.", lines))
        else:
            papers.append(paper)
    lost = len(_ENTRY.findall(content.text)) - len(entries)
    if lost > 0:
        notes.append(unknown(f"{lost} entries of the feed are damaged and could not be read."))
    if "<!ENTITY" in content.head:
        notes.append(unknown("The feed defines entities of its own; they are not expanded."))
    return Reading(tuple(papers), common_day(papers), tuple(notes), shape=words)


def _words(head: str) -> str:
    atom = re.search(r"<feed\b", head[:8_000]) is not None
    if "arXiv" in head[:3_000] and (atom or "Announce Type" in head or "on arXiv.org" in head):
        return "arXiv Atom feed" if atom else "arXiv RSS feed"
    return "Atom feed" if atom else SHAPE


def _entries(root: Any) -> Iterator[Any]:
    for element in root.iter():
        if local_name(element) in ("item", "entry"):
            yield element


def _fields(entry: Any) -> dict[str, Any]:
    """An entry's parts under the names `fields` knows."""
    record: dict[str, Any] = {}
    authors: list[str] = []
    for part in entry:
        if not isinstance(part.tag, str):
            continue
        name, text = local_name(part), text_in(part)
        if name in ("author", "creator", "contributor"):
            authors.extend(_people(part, text))
        elif name == "link":
            record.setdefault("url", part.get("href") or text)
        elif name in ("description", "summary", "encoded", "content"):
            _describe(record, text, part.get("type", ""))
        elif name == "pubdate":
            record["listed"] = mail_date(text)
        elif name == "date":
            record.setdefault("listed", mail_date(text))
        elif name == "published":
            record["published"] = text
        elif name in ("guid", "id", "doi"):
            record[name] = text
        elif name in ("category", "primary_category"):
            record.setdefault("categories", []).append(part.get("term") or text)
        elif name == "title":
            _title(record, text, part.get("type", ""))
    if authors:
        record["authors"] = authors
    return record


def _people(part: Any, text: str) -> list[str]:
    names = [text_in(one) for one in part if local_name(one) == "name"]
    if names:
        return names
    text = " ".join(re.sub(r"<[^<>]+>", "", text).split())
    return [name.strip() for name in re.split(r", ?| and |; ?", text) if name.strip()]


def _title(record: dict[str, Any], text: str, kind: str) -> None:
    if kind in ("html", "xhtml"):
        text = render_text(text)
    match = _ARXIV_TITLE.search(text)
    if match:
        record["arxiv_id"] = arxiv_number(match["id"])
        text = text[: match.start()].rstrip().removesuffix(".")
    record.setdefault("title", text)


def _describe(record: dict[str, Any], text: str, kind: str) -> None:
    """The fields a description is made of: labelled ones, or the abstract itself."""
    announced = _ANNOUNCED.match(text)
    if announced:
        record["arxiv_id"] = announced["id"]
        record["abstract"] = text[announced.end() :]
        return
    if kind in ("html", "xhtml") or looks_like_html(text):
        found = split_labels(render_text(text).split("\n\n"))
        for name, value in found.fields.items():
            record.setdefault(name, value)
        text = "\n".join(found.rest)
        if any(name in record for name in ("abstract", "Abstract", "summary", "Summary")):
            return
    if text and len(text) > len(record.get("description", "")):
        record["description"] = text
