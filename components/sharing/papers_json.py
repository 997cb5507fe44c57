"""The table as JSON: the papers that some filters show, with the sentence that says which these are."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
import pandas as pd

from components.sharing.entry import entries
from components.sharing.jsonl import record

SCHEMA = "digest-atlas-papers/1"
USUAL, MOST = 100, 20_000  # papers in one answer


def to_text(
    rows: pd.DataFrame, labels: Mapping[str, str], sentence: str, address: str, start: int = 0, limit: int = USUAL
) -> bytes:
    """Rows `start` to `start + limit` of what the filters show; `address` is theirs as a query string."""
    chosen = rows.iloc[start : start + limit]
    following = start + len(chosen)
    parameters = [part for part in (address, f"limit={limit}", f"offset={following}") if part]
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
