"""Everything a workspace holds as one file: backup and restore.

The file is JSON, one object a line: digests, decisions, tags, notes, ratings, duplicate decisions, saved searches and
the whole history. An empty workspace is restored exactly, history and undo included; in one that is in use the
values are added as one batch that can be undone, and its digests and searches where they are missing.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, exists, select

from components.curation.annotations import events, fractional_index
from components.curation.annotations.annotation_set import RANK_KIND
from components.curation.annotations.decisions import KIND, Decision
from components.curation.annotations.events import Change
from components.curation.workspaces import uploads
from components.curation.workspaces.workspaces import touch
from components.papers.paper import DigestFile
from components.settings import Settings, settings
from components.store import schema
from components.store.database import now, reading, writing

BIGGEST = 2**31 - 1  # what every database's INTEGER holds
FORMAT, VERSION = "digest-atlas-workspace", 1
# What each kind of line holds: name → type, in the order in which the kinds follow one another.
LINES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "digest": {"name": str, "content": str, "at": str},
    "hidden": {"digest_id": str, "at": str},
    "search": {"name": str, "address": str, "seen": list, "at": str, "seen_at": str},
    "value": {"paper_id": str, "kind": str, "value": str, "at": str},
    "batch": {"seq": int, "batch_id": str, "says": str, "changes": int, "undoes": (int, type(None)), "at": str},
    "event": {"batch": int, "paper_id": str, "kind": str, "old": (str, type(None)), "new": (str, type(None))},
}


class BackupError(ValueError):
    """A file that is no backup, or a damaged one; the message says where."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup added: whether the workspace is now exactly as in the file, and how much was added."""

    exactly: bool
    values: int
    digests: int
    searches: int


@dataclass(slots=True)
class Contents:
    """The lines of a backup by kind, checked for names and types."""

    lines: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in LINES})


def write(engine: Engine, workspace: str) -> bytes:
    """The backup of a workspace: UTF-8, one JSON object a line, the first of them says what the file is."""
    with reading(engine) as connection:
        head = {"format": FORMAT, "version": VERSION, "at": now()}
        lines = [head, *({kind: row} for kind, row in _rows(connection, workspace))]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def restore(engine: Engine, workspace: str, content: bytes, batch_id: str, limits: Settings | None = None) -> Restored:
    """Restore a backup into a workspace, all of it or nothing.

    Raises BackupError for a file that is no backup, UploadError where its digests are over the limits.
    """
    allowed = limits or settings()
    contents = read(content)
    _check_room(contents, allowed)
    with writing(engine) as connection:
        touch(connection, workspace, now())  # first, so that it stays empty if it is: whoever else writes waits
        if _is_empty(connection, workspace):
            return _restore_exactly(connection, workspace, contents)
        return _add(connection, workspace, contents, batch_id, allowed)


def is_backup(content: bytes) -> bool:
    """Whether a file says of itself that it is a backup, damaged or not."""
    return FORMAT.encode() in content[:200]


def read(content: bytes) -> Contents:
    """The lines of a backup. Raises BackupError naming the line that is not as it should be."""
    contents = Contents()
    lines = content.split(b"\n")
    head = _json(lines[0], 1)
    if head.get("format") != FORMAT:
        raise BackupError("This file is no backup of a workspace: its first line does not say so.")
    if head.get("version") != VERSION:
        raise BackupError(f"This backup is of version {head.get('version')}; this program reads version {VERSION}.")
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            kind, row = _line(_json(line, number), number)
            contents.lines[kind].append(row)
    _check_history(contents)
    return contents


def _rows(connection: Connection, workspace: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(kind of line, its values) for all that a workspace holds."""

    def rows(table: Any, *order: str) -> Iterable[dict[str, Any]]:
        query = select(table).where(table.c.workspace == workspace).order_by(*(table.c[name] for name in order))
        return (dict(row) for row in connection.execute(query).mappings())

    for row in rows(schema.uploads, "seq"):
        text = base64.b64encode(zlib.decompress(row["content"])).decode()
        yield "digest", {"name": row["name"], "content": text, "at": row["at"]}
    for row in rows(schema.hidden_digests, "digest_id"):
        yield "hidden", _only("hidden", row)
    for row in rows(schema.saved_searches, "seq"):
        yield "search", _only("search", row | {"seen": _seen(row["seen"])})
    for row in rows(schema.state, "kind", "paper_id"):
        yield "value", _only("value", row)
    for row in rows(schema.batches, "seq"):
        yield "batch", _only("batch", row)
    for row in rows(schema.events, "seq"):
        yield "event", _only("event", row)


def _only(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in LINES[kind]}


def _seen(packed: bytes) -> list[str]:
    return [paper_id for paper_id in zlib.decompress(packed).decode().split("\n") if paper_id]


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"seen": zlib.compress("\n".join(row["seen"]).encode())}


def _json(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BackupError(f"Line {number} of this file is damaged: it is no JSON.") from error
    if not isinstance(value, dict):
        raise BackupError(f"Line {number} of this file is damaged: it is no JSON object.")
    return value


def _line(line: dict[str, Any], number: int) -> tuple[str, dict[str, Any]]:
    kind = next(iter(line), "")
    row = line.get(kind)
    if kind not in LINES or not isinstance(row, dict):
        raise BackupError(f"Line {number} of this backup is of no known kind.")
    names = LINES[kind]
    for name, types in names.items():
        value = row.get(name, ...)  # not None: some may be null, but none may be absent
        if not isinstance(value, types) or isinstance(value, bool) or (isinstance(value, int) and abs(value) > BIGGEST):
            raise BackupError(f"Line {number} of this backup is damaged: its “{name}” is missing or wrong.")
    texts = [text for text in row.values() if isinstance(text, str)]
    texts += [text for text in row.get("seen", ()) if isinstance(text, str)]
    if any("\0" in text or _is_broken(text) for text in texts):
        raise BackupError(f"Line {number} of this backup is damaged: it holds characters that are no text.")
    if kind == "search" and not all(isinstance(paper_id, str) for paper_id in row["seen"]):
        raise BackupError(f"Line {number} of this backup is damaged: its “seen” is wrong.")
    if kind == "digest":
        try:
            row["content"] = base64.b64decode(row["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise BackupError(f"Line {number} of this backup is damaged: its digest cannot be read.") from error
    return kind, {name: row[name] for name in names}


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _check_history(contents: Contents) -> None:
    """Steps and events must refer to steps that are there, and nothing may come twice."""
    steps = [row["seq"] for row in contents.lines["batch"]]
    named = [row["undoes"] for row in contents.lines["batch"] if row["undoes"] is not None]
    named += [row["batch"] for row in contents.lines["event"]]
    once = [
        steps,
        [row["batch_id"] for row in contents.lines["batch"]],
        [(row["batch"], row["paper_id"], row["kind"]) for row in contents.lines["event"]],
        [(row["paper_id"], row["kind"]) for row in contents.lines["value"]],
        [row["name"] for row in contents.lines["search"]],
        [row["digest_id"] for row in contents.lines["hidden"]],
    ]
    if not set(named) <= set(steps) or any(len(set(each)) < len(each) for each in once):
        raise BackupError("This backup is damaged: parts of its history are missing or come twice.")


def _check_room(contents: Contents, allowed: Settings) -> None:
    digests = contents.lines["digest"]
    size = sum(len(row["content"]) for row in digests)
    if len(digests) > allowed.workspace_digests or size > allowed.workspace_bytes:
        raise uploads.WorkspaceFullError(
            f"This backup holds {len(digests):,} digests of {size / 1e6:.1f} MB together; there may be "
            f"{allowed.workspace_digests:,} of {allowed.workspace_bytes / 1e6:.0f} MB here."
        )


def _is_empty(connection: Connection, workspace: str) -> bool:
    tables = (schema.uploads, schema.hidden_digests, schema.saved_searches, schema.batches)
    return not any(connection.execute(select(exists().where(t.c.workspace == workspace))).scalar() for t in tables)


def _restore_exactly(connection: Connection, workspace: str, contents: Contents) -> Restored:
    lines = contents.lines
    for row in {uploads.content_hash(row["content"]): row for row in lines["digest"]}.values():
        connection.execute(
            schema.uploads.insert().values(uploads.row(workspace, row["name"], row["content"], row["at"]))
        )
    for kind, table in (("hidden", schema.hidden_digests), ("value", schema.state)):
        if lines[kind]:
            connection.execute(table.insert(), [row | {"workspace": workspace} for row in lines[kind]])
    for row in lines["search"]:
        connection.execute(schema.saved_searches.insert().values(_packed(row) | {"workspace": workspace}))
    numbers: dict[int, int] = {}
    for row in sorted(lines["batch"], key=lambda row: row["seq"]):
        undoes = None if row["undoes"] is None else numbers.get(row["undoes"])
        values = {name: row[name] for name in ("batch_id", "says", "changes", "at")}
        inserted = connection.execute(
            schema.batches.insert().values(values | {"workspace": workspace, "undoes": undoes})
        )
        assert inserted.inserted_primary_key is not None
        numbers[row["seq"]] = inserted.inserted_primary_key[0]
    if lines["event"]:
        rows = [row | {"workspace": workspace, "batch": numbers[row["batch"]]} for row in lines["event"]]
        connection.execute(schema.events.insert(), rows)
    return Restored(True, len(lines["value"]), len(lines["digest"]), len(lines["search"]))


def _add(connection: Connection, workspace: str, contents: Contents, batch_id: str, allowed: Settings) -> Restored:
    lines = contents.lines
    files = [DigestFile(row["name"], row["content"]) for row in lines["digest"]]
    added = sum(uploads.add_within(connection, workspace, file, allowed) for file in files)
    changes = [Change(row["paper_id"], row["kind"], row["value"]) for row in _shortlist_in_order(lines)]
    values = events.apply_within(
        connection, workspace, changes, batch_id, lambda real: f"Restored {len(real):,} values from a backup", {}
    )
    mine = schema.saved_searches.c.workspace == workspace
    known = set(connection.execute(select(schema.saved_searches.c.name).where(mine)).scalars())
    missing = [row for row in lines["search"] if row["name"] not in known]
    for row in missing:
        connection.execute(schema.saved_searches.insert().values(_packed(row) | {"workspace": workspace}))
    return Restored(False, values, added, len(missing))


def _shortlist_in_order(lines: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The values of a backup, its stars first and in the order of its shortlist.

    Its ranks compare with its own times of starring. Where a move set any, each star gets one that is valid here.
    """
    values = lines["value"]
    starred = {row["paper_id"]: row for row in values if (row["kind"], row["value"]) == (KIND, Decision.STARRED)}
    undone = {row["undoes"] for row in lines["batch"]}
    times = {row["seq"]: row["at"] for row in lines["batch"] if row["undoes"] is None and row["seq"] not in undone}
    stars = (
        (row["paper_id"], row["batch"], times[row["batch"]])
        for row in lines["event"]
        if (row["kind"], row["new"]) == (KIND, Decision.STARRED) and row["batch"] in times
    )
    given = {row["paper_id"]: row["value"] for row in values if row["kind"] == RANK_KIND}
    order = fractional_index.sort_by_rank(starred, given, fractional_index.star_ranks(stars))
    others = [row for row in values if row["paper_id"] not in starred or row["kind"] not in (KIND, RANK_KIND)]
    at = now()
    places = enumerate(order) if starred.keys() & given.keys() else ()
    placed = [
        {"paper_id": each, "kind": RANK_KIND, "value": fractional_index.rank_of_time(at, number)}
        for number, each in places
    ]
    return [*(starred[paper_id] for paper_id in order), *placed, *others]
