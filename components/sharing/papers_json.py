"""The table as JSON: the papers that some filters show, with the sentence that says which these are."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import orjson
import pandas as pd

from components.sharing.formats.entry import entries
from components.sharing.formats.jsonl import record

SCHEMA = "digest-atlas-papers/1"
USUAL, MOST = 100, 20_000  # papers in one answer


def to_text(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    sentence: str,
    address: str,
    start: int = 0,
    limit: int = USUAL,
    key: str = "",
) -> bytes:
    """Rows `start` to `start + limit` of what the filters show; `address` is theirs as a query string.

    `key` is the token that was asked with, so that the address of what follows shows the same papers.
    """
    chosen = rows.iloc[start : start + limit]
    following = start + len(chosen)
    numbers = {"limit": limit, "offset": following} | ({"key": key} if key else {})
    parameters = [part for part in (address, urlencode(numbers)) if part]
    return orjson.dumps(
        {
            "schema": SCHEMA,
            "sentence": sentence,
            "filters": address,
            "total": len(rows),
            "offset": start,
            "papers": [record(entry) for entry in entries(chosen, labels)],
            "next": f"?{'&'.join(parameters)}" if following < len(rows) else None,
        }
    )
