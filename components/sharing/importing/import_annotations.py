"""Decisions, tags, notes and ratings back from a file that was exported here: JSONL, CSL-JSON, CSV, BibTeX or RIS.

The file is known by its content, not by its name. What it says is applied as one step that can be undone.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from components.curation.annotations import decisions, events, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.annotations.events import Change
from components.sharing.formats.csv_table import unguard
from components.sharing.formats.jsonl import SCHEMA
from components.sharing.formats.references import own_mark
from components.sharing.importing import reference_files

RIS = re.compile(r"TY  - ")
NEEDED = ("paper_id", "decision", "tags", "note", "rating")


class ExportError(ValueError):
    """A file that holds no decisions of ours; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class ImportedAnnotations:
    """The annotations of one paper in an imported file."""

    paper_id: str
    decision: Decision = Decision.INBOX
    tags: tuple[str, ...] = ()
    note: str = ""
    rating: int = 0


def read(content: bytes) -> list[ImportedAnnotations]:
    """What an exported file says about papers. Raises ExportError for a file that was not exported here."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError("This file is no text in UTF-8, so it was not exported here.") from error
    start = text.lstrip()[:1]
    readers = {"{": _jsonl, "[": _csl_json, "@": _bibtex, "%": _bibtex}
    usual = _ris if RIS.match(text.lstrip()) else _csv
    try:
        return [_imported(row) for row in readers.get(start, usual)(text)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(
            "This file says nothing about papers that can be read here. Choose a JSONL, CSL-JSON, CSV, BibTeX or RIS "
            "file that was downloaded from this app."
        ) from error


def restore(engine: Engine, workspace: str, imported: Iterable[ImportedAnnotations], batch_id: str) -> int:
    """Apply what a file says, as one undoable step; returns how many values changed.

    Papers of the file become as it says in their decision, note and rating, and get its tags beside those they have.
    """
    changes = []
    for paper in imported:
        decision = None if paper.decision == Decision.INBOX else str(paper.decision)
        changes.append(Change(paper.paper_id, decisions.KIND, decision))
        changes.append(Change(paper.paper_id, notes.NOTE, paper.note or None))
        changes.append(Change(paper.paper_id, notes.RATING, str(paper.rating) if paper.rating else None))
        changes += [Change(paper.paper_id, tags.PREFIX + tag, "1") for tag in paper.tags]
    return events.apply(engine, workspace, changes, batch_id, lambda real: f"Imported {len(real):,} values from a file")


def _jsonl(text: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    if any(row.get("schema") != SCHEMA for row in rows):
        raise ExportError(f"This file was not exported here: its lines are not of the schema {SCHEMA}.")
    return rows


def _csl_json(text: str) -> list[dict[str, Any]]:
    return [
        {"paper_id": item["id"], "note": _without_mark(item.get("note", ""))} | item.get("custom", {})
        for item in json.loads(text)
    ]


def _without_mark(note: str) -> str:
    return "\n".join(line for line in note.split("\n") if own_mark.read(line) is None)


def _bibtex(text: str) -> list[dict[str, Any]]:
    return _something(reference_files.from_bibtex(text), "BibTeX")


def _ris(text: str) -> list[dict[str, Any]]:
    return _something(reference_files.from_ris(text), "RIS")


def _something(rows: list[dict[str, Any]], shape: str) -> list[dict[str, Any]]:
    if not rows:
        raise ExportError(
            f"This {shape} file says nothing about its papers: it was not exported here, or has no marks."
        )
    return rows


def _csv(text: str) -> list[dict[str, Any]]:
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if not table or not set(NEEDED) <= set(table[0]):
        raise ExportError(f"This table was not exported here: it has no columns {', '.join(NEEDED)}.")
    rows = [dict(zip(table[0], map(unguard, row), strict=True)) for row in table[1:]]
    return [row | {"tags": json.loads(row["tags"] or "[]"), "rating": int(row["rating"] or 0)} for row in rows]


def _imported(row: dict[str, Any]) -> ImportedAnnotations:
    rating = int(row.get("rating") or 0)
    if not isinstance(row["paper_id"], str) or not 0 <= rating <= notes.BEST:
        raise ValueError(row)
    return ImportedAnnotations(
        paper_id=row["paper_id"],
        decision=Decision(row.get("decision") or Decision.INBOX),
        tags=tuple(tags.clean_name(tag) for tag in row.get("tags") or ()),
        note=str(row.get("note") or "")[: notes.LONGEST].replace("\0", ""),
        rating=rating,
    )
