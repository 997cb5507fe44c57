"""RIS, the reference format of many libraries: one record from TY to ER."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from components.papers.cleaning.names import given_name_first
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.fields import paper_of
from components.papers.reading.leftovers import report_leftovers
from components.papers.reading.outcome import LineRange, Reading, refused
from components.papers.report import Note

SHAPE = "RIS"

_START = re.compile(r"^[ \t]*TY  -", re.M)
_TAG = re.compile(r"\s*\ufeff?([A-Z][A-Z0-9])  -")
_FIELD_NAMES = {
    "title": "title",
    "primary_title": "title",
    "translated_title": "title",
    "abstract": "abstract",
    "notes_abstract": "abstract",
    "authors": "authors",
    "first_authors": "authors",
    "year": "year",
    "publication_year": "year",
    "date": "date",
    "urls": "url",
    "url": "url",
    "doi": "doi",
    "keywords": "keywords",
    "type_of_reference": "type",
    "journal_name": "journal",
    "secondary_title": "booktitle",
    "alternate_title1": "journaltitle",
    "alternate_title2": "journaltitle",
    "alternate_title3": "journaltitle",
}


def recognise(content: Content) -> bool:
    """A line that opens a RIS record."""
    return bool(_START.search(content.head[:2_000]))


def read(content: Content) -> Reading:
    """One record from TY to ER, with or without the space after "ER  -"; text before and between is reported."""
    import rispy

    papers: list[RawPaper] = []
    notes: list[Note] = []
    records = _records(content.lines)
    for lines, text in records:
        try:
            (fields,) = rispy.loads(text, skip_unknown_tags=True) or [{}]
        except Exception:  # rispy raises several kinds of errors for damaged records
            fields = {}
        paper = paper_of(_named(fields), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused("A record without a title.", lines))
        else:
            papers.append(paper)
    more, frame = report_leftovers(content.lines, [lines for lines, _ in records])
    return Reading(tuple(papers), "", (*notes, *more), frame)


def _records(lines: list[str]) -> list[tuple[LineRange, str]]:
    """Each record with its lines, its type first as the parser wants it.

    A record ends at ER, and the next tag begins one, whichever it is: some programs write TY after other tags. Where
    ER is missing, a second TY begins a record too.
    """
    records: list[tuple[LineRange, str]] = []
    first, last, body, typed = 0, 0, list[str](), False
    for number, line in enumerate(lines, 1):
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if body and (tag == "ER" or (tag == "TY" and typed)):
            records.append(((first, number if tag == "ER" else last), _ordered(body)))
            body, typed = [], False
        if tag == "ER" or (not tag and not body):
            continue
        first, last = (number if not body else first), (number if line.strip() else last)
        body.append(line.strip("\ufeff"))
        typed = typed or tag == "TY"
    if body:
        records.append(((first, last), _ordered(body)))
    return records


def _ordered(body: Sequence[str]) -> str:
    """A record's text with TY before all else and ER behind it; one without TY is a reference like any other."""
    kinds = [line for line in body if re.match(r"\s*TY  -", line)][:1] or ["TY  - GEN"]
    rest = [line for line in body if line.strip() and not re.match(r"\s*TY  -", line)]
    return "\n".join([*(line.strip() for line in kinds), *rest, "ER  - ", ""])


def _named(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A record of `rispy` under the names `fields.paper_of` knows."""
    record: dict[str, Any] = {}
    for name, value in fields.items():
        known = _FIELD_NAMES.get(name)
        if known and value and known not in record:
            record[known] = value
    record["authors"] = [given_name_first(name) for name in record.get("authors", []) if isinstance(name, str)]
    if isinstance(record.get("year"), str):
        record["published"] = record.pop("year").strip("/")
    return record
