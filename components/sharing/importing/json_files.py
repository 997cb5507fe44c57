"""JSON: our JSON lines, CSL-JSON (ours, Zotero's), Zotero's own, or anybody's records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from components.sharing.formats.references import own_mark
from components.sharing.importing import columns, notes_of_managers
from components.sharing.importing.imported import ImportRefusedError, WrittenRow

_LISTS = ("items", "papers", "data", "results", "references", "records")


def from_text(text: str) -> list[WrittenRow]:
    """The rows of a JSON file, or of one with an object a line. Raises ImportRefusedError for damaged JSON."""
    return [_row(record, where) for record, where in _records(text)]


def _records(text: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    try:
        whole = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        yield from _lines(text)
        return
    if isinstance(whole, Mapping):
        whole = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), [whole])
    for number, item in enumerate(whole if isinstance(whole, list) else [], 1):
        if isinstance(item, Mapping):
            yield item, f"Entry {number}"


def _lines(text: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ImportRefusedError(f"This file is damaged: line {number} is no JSON.") from error
        if isinstance(record, Mapping):
            yield record, f"Line {number}"


def _row(record: Mapping[str, Any], where: str) -> WrittenRow:
    inner = record.get("data")
    if isinstance(inner, Mapping):  # Zotero's own
        record = {**record, **inner}
    custom = record.get("custom")
    if isinstance(custom, Mapping):  # what CSL has no variable for
        record = {**record, **{name: custom[name] for name in columns.ANNOTATIONS if name in custom}}
    row = columns.row_of(record, columns.roles(record), where)
    is_csl = isinstance(record.get("type"), str) and "schema" not in record
    if not is_csl:
        return row
    noted = notes_of_managers.taken_apart([row.note] if row.note else [], of_extra=True)
    row = replace(
        row, note=noted.note if row.note is not None else None, arxiv_id=f"{row.arxiv_id} {noted.arxiv}".strip()
    )
    return notes_of_managers.with_mark(row, noted.mark) if noted.mark else row


__all__ = ["from_text", "own_mark"]
