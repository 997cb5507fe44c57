"""Bibliographies in XML: EndNote, PubMed, DBLP, Zotero's RDF and MODS.

Each format names the same few things by elements of its own, so a format here is where its records and fields stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from components.papers.cleaning.names import PersonName, given_name_first
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of
from components.papers.reading.html.markup_text import without_prolog
from components.papers.reading.outcome import Reading, refused
from components.papers.reading.xml_tree import lines_of, local_name, root_of, text_in
from components.papers.report import Note

SHAPE = "XML bibliography"

_ROOTS = re.compile(
    r"<(?:xml\s*>\s*<records\b|PubmedArticle(?:Set)?\b|pubmed-document\b|dblp\b|(?:mods:)?mods(?:Collection)?\b)", re.I
)
_RDF = re.compile(r"<rdf:RDF\b[^>]{0,4000}(?:purl\.org/net/biblio#|zotero\.org/namespaces/export#)", re.I)
_MONTHS = {"year": 0, "month": 1, "day": 2}

Named = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """One XML format: the names of its records, and how a record is read."""

    shape: str
    records: frozenset[str]
    named: Callable[[Any], Named]


def recognise(content: Content) -> bool:
    """An XML document whose root is one of the formats'."""
    head = without_prolog(content.head)
    return bool(_ROOTS.match(head) or _RDF.match(head))


def read(content: Content) -> Reading:
    """One record after another; one without a title is reported."""
    root = root_of(content.text)
    if root is None:
        return Reading()
    known = _format(root)
    papers: list[RawPaper] = []
    notes: list[Note] = []
    for element in _records(root, known.records):
        lines = lines_of(element)
        paper = paper_of(known.named(element), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused("A record without a title.", lines))
        else:
            papers.append(paper)
    return Reading(tuple(papers), "", tuple(notes), shape=known.shape)


def _format(root: Any) -> Format:
    name = local_name(root)
    if name.startswith("pubmed"):
        return PUBMED
    return {"dblp": DBLP, "rdf": ZOTERO_RDF, "mods": MODS, "modscollection": MODS}.get(name, ENDNOTE)


def _records(root: Any, names: frozenset[str]) -> Iterator[Any]:
    if local_name(root) in names:
        yield root
        return
    for element in root.iter():
        if local_name(element) in names:
            yield element


def _all(element: Any, *names: str) -> list[Any]:
    """Every element below that has one of these names, in the order of the document."""
    return [one for one in element.iter() if local_name(one) in names]


def _first(element: Any, *names: str) -> str:
    """The text of the first element below with the first of these names that has any."""
    for name in names:
        for one in element.iter():
            if local_name(one) == name and (text := text_in(one)):
                return text
    return ""


def _date(element: Any) -> str:
    """A date in parts (Year, Month, Day) as people write it: "5 Jan 2026", "2026-01-05"."""
    parts = {local_name(one): text_in(one) for one in element if local_name(one) in _MONTHS}
    if not parts.get("year"):
        return text_in(element)
    month, day = parts.get("month", ""), parts.get("day", "")
    if month.isdigit():
        return "-".join([parts["year"], month.zfill(2), *([day.zfill(2)] if day else [])])
    return " ".join(part for part in (day, month, parts["year"]) if part)


def _endnote(record: Any) -> Named:
    authors = [one for group in _all(record, "authors") for one in _all(group, "author")]
    titles = _all(record, "titles")
    return {
        "title": _first(titles[0], "title") if titles else "",
        "abstract": _first(record, "abstract"),
        "authors": [given_name_first(text_in(one).strip(",")) for one in authors],
        "published": _first(record, "year"),
        "doi": _first(record, "electronic-resource-num"),
        "url": [text_in(one) for one in _all(record, "url") if text_in(one).startswith("http")],
        "keywords": [text_in(one) for one in _all(record, "keyword")],
        "venue": [_first(titles[0], "secondary-title"), _first(record, "full-title")] if titles else [],
        "type": next((one.get("name", "") for one in _all(record, "ref-type")), ""),
    }


def _pubmed(record: Any) -> Named:
    abstract = "\n".join(_labelled(one) for one in _all(record, "abstracttext"))
    dates = _all(record, "articledate") or _all(record, "pubdate")
    ids = [text_in(one) for one in _all(record, "articleid", "elocationid") if "doi" in one.attrib.values()]
    return {
        "title": _first(record, "articletitle", "booktitle").removesuffix("."),
        "abstract": abstract,
        "authors": [_pubmed_author(one) for one in _all(record, "author")],
        "published": _date(dates[0]) if dates else "",
        "doi": next(iter(ids), ""),
        "keywords": [text_in(one) for one in _all(record, "keyword")],
        "venue": next((_first(one, "title", "isoabbreviation") for one in _all(record, "journal")), ""),
        "type": [text_in(one) for one in _all(record, "publicationtype")],
    }


def _labelled(part: Any) -> str:
    label = part.get("Label")
    return f"{label.capitalize()}: {text_in(part)}" if label else text_in(part)


def _pubmed_author(author: Any) -> str:
    family, given = _first(author, "lastname"), _first(author, "forename", "initials")
    return PersonName(family, given, suffix=_first(author, "suffix")).shown or _first(author, "collectivename")


def _dblp(record: Any) -> Named:
    return {
        "title": _first(record, "title").removesuffix("."),
        "authors": [re.sub(r" \d{4}$", "", text_in(one)) for one in _all(record, "author")],
        "published": _first(record, "year"),
        "url": [text_in(one) for one in _all(record, "ee")],
        "keywords": [],
        "venue": _first(record, "booktitle", "journal"),
        "type": local_name(record),
    }


def _zotero_rdf(record: Any) -> Named:
    people = [one for group in _all(record, "authors") for one in _all(group, "person")]
    addresses = [text_in(one) for one in _all(record, "uri")]
    about = next((value for name, value in record.attrib.items() if name.endswith("about")), "")
    identifiers = [text_in(one) for one in record if local_name(one) == "identifier"]
    dois = [text.removeprefix("DOI").strip() for text in identifiers if text.startswith("DOI")]
    return {
        "title": next((text_in(one) for one in record if local_name(one) == "title"), ""),
        "abstract": _first(record, "abstract"),
        "authors": [
            PersonName(_first(one, "surname"), _first(one, "givenname", "givenName")).shown or _first(one, "name")
            for one in people
        ],
        "published": next((text_in(one) for one in record if local_name(one) == "date"), ""),
        "doi": next(iter(dois), ""),
        "url": [url for url in dict.fromkeys([*addresses, about]) if url.startswith("http")],
        "keywords": [text_in(one) for one in record if local_name(one) == "subject"],
        "venue": next((_first(one, "title") for one in record if local_name(one) == "ispartof"), ""),
        "type": _first(record, "itemtype"),
    }


def _mods(record: Any) -> Named:
    people = [one for one in record if local_name(one) == "name"]
    titles = [one for one in record if local_name(one) == "titleinfo"]
    identifiers: Mapping[str, str] = {
        str(one.get("type", "")).lower(): text_in(one) for one in record if local_name(one) == "identifier"
    }
    title = _first(titles[0], "title") if titles else ""
    second = _first(titles[0], "subtitle") if titles else ""
    return {
        "title": f"{title}: {second}" if second else title,
        "abstract": _first(record, "abstract"),
        "authors": [_mods_name(one) for one in people],
        "published": _first(record, "dateissued", "datecreated", "copyrightdate"),
        "doi": identifiers.get("doi", ""),
        "arxiv_id": identifiers.get("arxiv", ""),
        "url": [text for text in (identifiers.get("uri", ""), _first(record, "url")) if text.startswith("http")],
        "keywords": [text_in(one) for one in _all(record, "topic")],
        "venue": next(
            (_first(one, "title") for one in record if local_name(one) == "relateditem" and one.get("type") == "host"),
            "",
        ),
        "type": _first(record, "genre"),
    }


def _mods_name(name: Any) -> str:
    parts: dict[str, list[str]] = {}
    for part in _all(name, "namepart"):
        parts.setdefault(str(part.get("type", "")), []).append(text_in(part))
    family = " ".join(parts.get("family", []))
    return PersonName(family, " ".join(parts.get("given", []))).shown or given_name_first(" ".join(parts.get("", [])))


ENDNOTE = Format("EndNote XML", frozenset({"record"}), _endnote)
PUBMED = Format("PubMed XML", frozenset({"pubmedarticle", "pubmedbookarticle"}), _pubmed)
_PUBLICATIONS = "article inproceedings proceedings book incollection phdthesis mastersthesis data"
DBLP = Format("DBLP XML", frozenset(_PUBLICATIONS.split()), _dblp)
_ITEMS = "article booksection book document memo letter thesis report patent data illustration recording journal"
ZOTERO_RDF = Format("Zotero RDF", frozenset(_ITEMS.split()) - {"journal"}, _zotero_rdf)
MODS = Format("MODS", frozenset({"mods"}), _mods)
