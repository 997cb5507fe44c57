"""Papers as RIS, for EndNote, Rayyan and ASReview: one record a paper, every field on one line of its own.

What RIS has no field for stands in a note of its own, as ASReview does with its labels (see `own_mark`). The lines of a
visitor's note stay apart: those after the first are indented, so that none is taken for a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pandas as pd

from components.papers.cleaning.names import PersonName
from components.sharing.formats.entry import Entry, entries, one_line
from components.sharing.formats.references import own_mark

KIND = "UNPB"  # unpublished work: the nearest that RIS has to a preprint
INDENT = "  "


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """The rows of a catalogue as an .ris file, its lines ended by CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for entry in entries(rows, labels) for tag, value in _fields(entry))


def address(url: str) -> str:
    """The address without what readers of RIS take for the end of one."""
    return quote(url, safe="%/:?#@!$&'*+,=~-._()[]")


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", _kind(entry)
    yield "ID", one_line(entry.paper_id)
    yield "TI", one_line(entry.title)
    yield from (("AU", _author(name)) for name in entry.names)
    if entry.venue:
        yield "T2", one_line(entry.venue)
    if date := entry.cited_date:
        yield "PY", f"{date[0]:04}"
        yield "DA", "/".join([f"{date[0]:04}", *(f"{part:02}" for part in date[1:]), "", "", ""][:4])
    if entry.abstract.strip():
        yield "AB", one_line(entry.abstract)
    yield from (("KW", one_line(tag)) for tag in entry.tags)
    if doi := entry.doi if entry.venue else entry.cited_doi:
        yield "DO", doi
    if entry.arxiv_id:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{entry.arxiv_id}"
    yield from (("UR", address(url)) for url in dict.fromkeys((entry.url, *entry.links)) if url)
    if lines := [line.rstrip() for line in entry.note.strip().splitlines()]:
        yield "N1", f"\r\n{INDENT}".join(map(one_line, lines))
    if mark := own_mark.written(entry, own_mark.changed_by_others(entry.tags)):
        yield "N1", mark
    yield "ER", ""


def _kind(entry: Entry) -> str:
    if entry.venue and entry.is_in_journal:
        return "JOUR"
    return "CONF" if entry.is_in_proceedings else KIND


def _author(name: PersonName) -> str:
    """A name as RIS parts it: "van der Berg, Jan, Jr."; a team's without a comma."""
    return one_line(", ".join(part for part in (name.last, name.given, name.suffix) if part))
