"""The table as JSON: the papers that some filters show, with the sentence that says which these are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
import pandas as pd

from components.sharing.formats.entry import Entry, entries
from components.sharing.formats.jsonl import record

SCHEMA = "digest-atlas-papers/1"
USUAL, MOST = 100, 20_000  # papers in one answer
FIELDS = tuple(record(Entry("", "")))  # of each paper


def to_text(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    sentence: str,
    address: str,
    start: int = 0,
    limit: int = USUAL,
    key: str = "",
    fields: Collection[str] = (),
    order: str = "",
) -> bytes:
    """Rows `start` to `start + limit` of what the filters show; `address` is theirs as a query string.

    `key` is the token that was asked with, so that the address of what follows shows the same papers. `fields` are
    those that each paper is told by, all where none is given; `order` is the one that the rows stand in.
    """
    chosen = rows.iloc[start : start + limit]
    following = start + len(chosen)
    numbers: dict[str, int | str] = {"limit": limit, "offset": following} | ({"key": key} if key else {})
    numbers |= ({"fields": ",".join(fields)} if fields else {}) | ({"sort": order} if order else {})
    parameters = [part for part in (address, urlencode(numbers)) if part]
    return orjson.dumps(
        {
            "schema": SCHEMA,
            "sentence": sentence,
            "filters": address,
            "total": len(rows),
            "offset": start,
            "papers": [only(record(entry), fields) for entry in entries(chosen, labels)],
            "next": f"?{'&'.join(parameters)}" if following < len(rows) else None,
        }
    )


def lines(rows: pd.DataFrame, labels: Mapping[str, str], fields: Collection[str] = ()) -> bytes:
    """The papers as JSON, one object a line, each told by these fields, by all where none is given."""
    return b"".join(orjson.dumps(only(record(entry), fields)) + b"\n" for entry in entries(rows, labels))


def only(paper: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """A paper's record with these fields alone, in the order they were asked for; whole where none is given."""
    return {name: paper[name] for name in fields} if fields else paper
