"""Which field of a record holds what, whatever program wrote it: tables, JSON records, Zotero's CSV, our own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from components.sharing.importing.imported import WrittenRow

# What a field is called, without signs and in small letters; of several the first that is there counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    "paper_id": ("paperid",),
    "doi": ("doi", "doiurl"),
    "arxiv_id": ("arxivid", "arxiv", "arxivnumber", "eprint", "number", "archiveid", "url", "link", "id"),
    "title": ("title", "papertitle", "name"),
    "decision": ("decision", "starred", "status", "included"),
    "rating": ("rating", "myrating"),
    "note": ("note", "notes", "mynote", "mynotes", "annote", "annotation", "annotations"),
    "tags": ("tags", "tag", "mytags", "manualtags", "labels", "keyword", "keywords"),
}
ANNOTATIONS = ("decision", "rating", "note", "tags")


def roles(names: Iterable[str]) -> dict[str, list[str]]:
    """What it holds → the names of the fields that may hold it, the likeliest first."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(re.sub(r"[\W_]+", "", name).casefold(), name)
    found = {role: [known[plain] for plain in plains if plain in known] for role, plains in NAMES.items()}
    return {role: fields for role, fields in found.items() if fields}


def row_of(
    record: Mapping[str, Any], fields: Mapping[str, list[str]], where: str, *, only_lines: bool = False
) -> WrittenRow:
    """A record of named values as a row; `fields` are those of `roles`, `only_lines` parts tags by line ends alone."""

    def text(role: str) -> str | None:
        values = [_text(record[name]) for name in fields.get(role, ()) if name in record]
        return next((value for value in values if value), values[0] if values else None)

    arxiv = " ".join(_text(record[name]) for name in fields.get("arxiv_id", ()) if name in record)
    own = [text("paper_id") or "", *(_text(record[name]) for name in fields.get("arxiv_id", ()) if name in record)]
    tags = next(iter(fields.get("tags", ())), "")
    return WrittenRow(
        where=where,
        paper_id=next((value for value in own if value.startswith(("arxiv:", "title:", "doi:"))), ""),
        doi=text("doi") or next((part for part in arxiv.split() if "doi.org/" in part), ""),
        arxiv_id=arxiv,
        title=text("title") or "",
        decision=text("decision"),
        rating=text("rating"),
        note=text("note"),
        tags=tags_in(record[tags], "\n" if only_lines else "\n;,") if tags in record else None,
    )


def tags_in(value: object, separators: str) -> tuple[str, ...]:
    """Tags as a list, a list written as JSON, or one text parted by the first of the separators that is in it."""
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("["):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                value = None
        if not isinstance(value, list):
            separator = next((sign for sign in separators if sign in text), separators[0])
            return tuple(part.strip() for part in text.split(separator) if part.strip())
    if not isinstance(value, list | tuple):
        return ()
    named = [each.get("tag") or each.get("name") if isinstance(each, Mapping) else each for each in value]
    return tuple(name for name in named if isinstance(name, str) and name.strip())


def _text(value: object) -> str:
    """A value as text, as Excel would show it: 5.0 is "5"."""
    if isinstance(value, float) and value == value and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None or isinstance(value, Mapping) or value != value else str(value)
