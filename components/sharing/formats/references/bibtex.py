"""Papers as BibTeX: @inproceedings or @article where the venue is known, else @misc by arXiv's own template.

Beside arXiv's fields those that biblatex and Zotero read (eprinttype, urldate, keywords), and decision and rating,
which others pass over; a mark in `comment` carries these through Zotero (see `own_mark`). The visitor's note is
`annote`, which no usual style prints; `note`, which all do, says that a paper was retracted. No field is ever empty.
Reading BibTeX is the matter of papers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import pandas as pd

from components.papers.cleaning.names import PersonName
from components.sharing.formats.entry import Entry, entries, retraction
from components.sharing.formats.markdown import SAFE_IN_ADDRESS
from components.sharing.formats.references import bibtex_text, own_mark
from components.sharing.formats.references.bibtex_text import escaped, title
from components.sharing.formats.references.citation_keys import keys

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MACROS = frozenset({"month"})  # written without braces: every style knows its own word for them
KEY_COLUMNS = ("paper_id", "title", "authors", "arxiv_id", "published", "venue", "year")


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None, catalogue: pd.DataFrame | None = None) -> str:
    """The rows of a catalogue as a .bib file; keys tell all papers of `catalogue` apart, where it is given."""
    found = entries(rows, labels)
    columns = [name for name in KEY_COLUMNS if catalogue is not None and name in catalogue.columns]
    others = entries(catalogue[columns]) if catalogue is not None else []
    return "\n".join(_entry(entry, key) for entry, key in zip(found, keys(found, others), strict=True))


def _entry(entry: Entry, key: str) -> str:
    lines = [
        f"  {name} = {value}," if name in MACROS else f"  {name} = {{{value}}},"
        for name, value in _fields(entry).items()
        if value
    ]
    return "\n".join([f"@{_kind(entry)}{{{key},", *lines, "}", ""])


def _kind(entry: Entry) -> str:
    if entry.venue and entry.is_in_journal:
        return "article"
    return "inproceedings" if entry.is_in_proceedings else "misc"


def _fields(entry: Entry) -> dict[str, str]:
    date, kind = entry.cited_date, _kind(entry)
    mark = own_mark.written(entry, own_mark.changed_by_others(entry.tags))
    fields = {
        "title": title(entry.title),
        "author": " and ".join(map(_author, entry.names)),
        "journal": title(entry.venue) if kind == "article" else "",
        "booktitle": title(entry.venue) if kind == "inproceedings" else "",
        "year": f"{date[0]}" if date else "",
        "month": MONTHS[date[1] - 1] if len(date) > 1 and 1 <= date[1] <= len(MONTHS) else "",
    }
    if entry.arxiv_id:
        fields |= {
            "eprint": _address(entry.arxiv_id),
            "archivePrefix": "arXiv",
            "eprinttype": "arxiv",
            "primaryClass": entry.primary_class,
        }
    doi = entry.cited_doi if kind == "misc" else entry.doi  # arXiv's own is not that of what a venue published
    return fields | {
        "doi": doi,
        "url": _address(entry.url),
        "urldate": "" if doi or not entry.url else f"{datetime.now(UTC):%Y-%m-%d}",
        "abstract": escaped(entry.abstract),
        "keywords": ", ".join(escaped(tag.replace(",", " ")) for tag in entry.tags),
        "note": escaped(retraction(entry)),
        "annote": escaped(entry.note),
        "status": escaped(entry.status),
        "categories": " ".join(entry.categories) if len(entry.categories) > 1 else "",
        "decision": entry.decision if entry.decision != "inbox" else "",
        "rating": str(entry.rating or ""),
        "comment": escaped(mark),
    }


def _author(person: PersonName) -> str:
    """A name as BibTeX parts it: "van der Berg, Jr., Jan"; in braces where it would part it otherwise."""
    if person.literal:
        return f"{{{bibtex_text.name(person.literal)}}}"
    family = bibtex_text.name(person.family)
    if any(word[:1].islower() for word in person.family.split()) or _parts_names(person.family):
        family = f"{{{family}}}"
    last = " ".join(part for part in (bibtex_text.name(person.particle), family) if part)
    others = (bibtex_text.name(person.suffix), bibtex_text.name(person.given))
    return ", ".join(_whole(part) for part in (last, *others) if part)


def _whole(part: str) -> str:
    return f"{{{part}}}" if _parts_names(part) and part[:1] != "{" else part


def _parts_names(text: str) -> bool:
    return bool(re.search(r"\band\b", text, re.IGNORECASE))


def _address(url: str) -> str:
    return quote(url, safe=SAFE_IN_ADDRESS)
