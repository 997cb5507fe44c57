"""Everything a workspace holds as one zip: its digests as they were given, and `workspace.jsonl` with all else.

Written to a file a row and a digest at a time, so that the largest workspace takes no more memory than one digest.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any

from sqlalchemy import Connection, Engine, select

from components.curation.backups import group_list_lines
from components.curation.backups.container import FORMAT, LINES, VERSIONS, safe_name
from components.store import schema
from components.store.database import now, reading

ROWS_AT_ONCE = 1_000
# What each kind of line holds, in the order in which the kinds follow one another.
COLUMNS = {
    "hidden": ("digest_id", "at"),
    "search": ("name", "address", "seen", "at", "seen_at", "delivery"),
    "value": ("paper_id", "kind", "value", "at"),
    "batch": ("seq", "batch_id", "says", "changes", "undoes", "at"),
    "event": ("batch", "paper_id", "kind", "old", "new"),
    "zotero": ("library", "paper_id", "item_key", "version", "note_key", "note_version", "mark", "tags", "at"),
}
_TABLES = {
    "hidden": (schema.hidden_digests, ("digest_id",)),
    "search": (schema.saved_searches, ("seq",)),
    "value": (schema.state, ("kind", "paper_id")),
    "batch": (schema.batches, ("seq",)),
    "event": (schema.events, ("seq",)),
    "zotero": (schema.zotero_items, ("library", "paper_id")),  # without the key, which is nobody else's
}


def write(engine: Engine, workspace: str, out: IO[bytes]) -> None:
    """Write the backup of a workspace, as it is at one moment."""
    with reading(engine) as connection, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        digests = list(_digests(connection, workspace, archive))
        with archive.open(LINES, "w", force_zip64=True) as lines:
            lines.write(_line({"format": FORMAT, "version": VERSIONS[-1], "at": now()}))
            for digest in digests:
                lines.write(_line({"digest": digest}))
            for kind, row in chain(_rows(connection, workspace), group_list_lines.lines(connection, workspace)):
                lines.write(_line({kind: row}))


def _digests(connection: Connection, workspace: str, archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Write each digest as a part of its own; what is said of it in the lines."""
    table = schema.uploads
    numbers = select(table.c.seq).where(table.c.workspace == workspace).order_by(table.c.seq)
    for number, seq in enumerate(connection.execute(numbers).scalars().all(), 1):
        row = connection.execute(select(table).where(table.c.seq == seq)).mappings().one()
        part = safe_name(number, row["name"])
        archive.writestr(part, zlib.decompress(row["content"]))
        yield {"file": part, **{name: row[name] for name in ("name", "sha256", "at", "origin", "archived")}}


def _rows(connection: Connection, workspace: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind of line, its values) for all that is no digest."""
    for kind, (table, order) in _TABLES.items():
        columns = [table.c[name] for name in COLUMNS[kind]]
        query = select(*columns).where(table.c.workspace == workspace).order_by(*(table.c[name] for name in order))
        streamed = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
        for row in streamed.mappings():
            values = dict(row)
            if kind == "search":
                values["seen"] = [each for each in zlib.decompress(values["seen"]).decode().split("\n") if each]
            yield kind, values


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
