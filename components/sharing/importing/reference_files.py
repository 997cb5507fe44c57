"""What BibTeX and RIS files say about papers beside the papers: decision, tags, note and rating, as plain rows.

They may have been through a reference manager: the paper is known by its arXiv id, else by its title; keywords are
tags. A paper without annotations gives no row, so that a file of another origin removes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from components.papers.identity import paper_id
from components.sharing.formats.references import own_mark
from components.sharing.formats.references.bibtex_text import plain

ARXIV = re.compile(r"(?:arxiv[:.]|abs/)\s*([\w.-]+/?[\d.]+)", re.IGNORECASE)
OURS = re.compile(r"(?:arxiv|title):\S+")
ANNOTATION_FIELDS = ("decision", "tags", "note", "rating")


def from_bibtex(text: str) -> list[dict[str, Any]]:
    """The rows of a .bib file; entries that cannot be read are passed over."""
    from bibtexparser.entrypoint import parse_string

    found = []
    for entry in parse_string(text).entries:
        fields = {field.key.lower(): str(field.value) for field in entry.fields}
        title = plain(fields.get("title", ""))
        if not title:
            continue
        written = fields.get("eprint", "") or _arxiv(fields.get("doi", ""), fields.get("url", ""))
        row = {
            "paper_id": paper_id(title, written),
            "decision": fields.get("decision", "").strip(),
            "tags": _tags(plain(fields.get("keywords", ""))),
            "note": plain(fields.get("annote", "") or fields.get("note", "")),
            "rating": fields.get("rating", "").strip(),
        }
        if any(row[name] for name in ANNOTATION_FIELDS):
            found.append(row)
    return found


def from_ris(text: str) -> list[dict[str, Any]]:
    """The rows of an .ris file."""
    found = []
    for record in _records(text):
        title = next(iter(record.get("TI", record.get("T1", []))), "")
        own = next((value for value in record.get("ID", ()) if OURS.fullmatch(value)), "")
        if not own and not title:
            continue
        places = [value for tag in ("AN", "DO", "UR") for value in record.get(tag, ())]
        marks = [mark for value in record.get("N1", ()) if (mark := own_mark.read(value))]
        row = {
            "paper_id": own or paper_id(title, _arxiv(*places)),
            "decision": next((mark.decision for mark in marks if mark.decision), ""),
            "tags": [tag for value in record.get("KW", ()) for tag in _tags(value)],
            "note": "\n".join(value for value in record.get("N1", ()) if own_mark.read(value) is None),
            "rating": next((mark.rating for mark in marks if mark.rating), ""),
        }
        if any(row[name] for name in ANNOTATION_FIELDS):
            found.append(row)
    return found


def _records(text: str) -> Iterator[dict[str, list[str]]]:
    """The records of an .ris file: tag → values."""
    record: dict[str, list[str]] = {}
    for line in text.splitlines():
        found = re.match(r"([A-Z][A-Z0-9])  - ?(.*)", line)
        if not found:
            if record and line.startswith("  "):  # another line of the field before it
                values = next(reversed(record.values()))
                values[-1] = f"{values[-1]}\n{line.strip()}"
            continue
        if found[1] == "ER":
            yield record
            record = {}
        else:
            record.setdefault(found[1], []).append(found[2].strip())
    if record:
        yield record


def _arxiv(*places: str) -> str:
    return next((found[1].rstrip(".") for found in map(ARXIV.search, places) if found), "")


def _tags(text: str) -> list[str]:
    return [tag for part in re.split(r"[,;]", text) if (tag := part.strip().lstrip("-#").strip())]
