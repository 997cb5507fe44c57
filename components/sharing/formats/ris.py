"""Papers as RIS, for EndNote, Rayyan and ASReview: one record a paper, every field on one line of its own.

What RIS has no field for (decision, rating) stands in a note of its own, `digest-atlas:decision=starred`, as ASReview
does with its labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pandas as pd

from components.sharing.formats.entry import Entry, entries, one_line

KIND = "UNPB"  # unpublished work: the nearest that RIS has to a preprint
MARK = "digest-atlas:"


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """The rows of a catalogue as an .ris file, its lines ended by CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for entry in entries(rows, labels) for tag, value in _fields(entry))


def address(url: str) -> str:
    """The address without what readers of RIS take for the end of one."""
    return quote(url, safe="%/:?#@!$&'*+,=~-._()[]")


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", KIND
    yield "ID", one_line(entry.paper_id)
    yield "TI", one_line(entry.title)
    yield from (("AU", one_line(author)) for author in entry.authors)
    if entry.date:
        yield "PY", f"{entry.date[0]:04}"
        yield "DA", "/".join([f"{entry.date[0]:04}", *(f"{part:02}" for part in entry.date[1:]), "", "", ""][:4])
    if entry.abstract.strip():
        yield "AB", one_line(entry.abstract)
    yield from (("KW", one_line(tag)) for tag in entry.tags)
    if entry.arxiv_id:
        yield "DO", f"10.48550/arXiv.{entry.arxiv_id}"
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{entry.arxiv_id}"
    yield from (("UR", address(url)) for url in dict.fromkeys((entry.url, *entry.links)) if url)
    if entry.note.strip():
        yield "N1", one_line(entry.note)
    if entry.decision and entry.decision != "inbox":
        yield "N1", f"{MARK}decision={entry.decision}"
    if entry.rating:
        yield "N1", f"{MARK}rating={entry.rating}"
    yield "ER", ""
