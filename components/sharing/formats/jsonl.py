"""Papers as JSON, one object a line: everything the catalogue knows about them, without loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson
import pandas as pd

from components.enrichment.completion import counts_by_service
from components.sharing.formats.entry import Entry, entries

SCHEMA = "digest-atlas-paper/1"


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> bytes:
    """The rows of a catalogue as UTF-8, one JSON object a line."""
    return b"".join(orjson.dumps(record(entry)) + b"\n" for entry in entries(rows, labels))


def record(entry: Entry) -> dict[str, Any]:
    """One paper as an object of the names and types of `Entry`; what is not known is null or empty."""
    found = {"schema": SCHEMA} | asdict(entry)
    kinds = found.pop("kinds")
    pairs = zip(entry.links, (*kinds, *[""] * len(entry.links)), strict=False)
    found["citation_counts"] = [
        {"service": service, "citations": number, "date": day}
        for service, number, day in counts_by_service(entry.citation_counts)
    ]
    found["sources"] = dict(one.partition(": ")[::2] for one in entry.sources)
    return found | {"links": [{"url": url, "kind": kind} for url, kind in pairs]}
