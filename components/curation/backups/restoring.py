"""A backup brought back: exactly into an empty workspace, as one step that can be undone into one in use.

All or nothing: what cannot be kept of a backup is left out and told (see `judging`), but nothing is stored before the
whole file has been read, and all of it in one transaction.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from sqlalchemy import Connection, Engine, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation.annotations import events, fractional_index
from components.curation.annotations.annotation_set import RANK_KIND
from components.curation.annotations.decisions import KIND, Decision
from components.curation.annotations.events import Change
from components.curation.backups import group_list_lines
from components.curation.backups.container import Backup
from components.curation.backups.judging import Judged, judge
from components.curation.backups.writing import ROWS_AT_ONCE
from components.curation.workspaces import uploads
from components.curation.workspaces.workspaces import touch
from components.settings import Settings, settings
from components.store import schema
from components.store.database import now, writing


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup added, whether the workspace is now exactly as in the file, and what was left out."""

    exactly: bool
    values: int
    digests: int
    searches: int
    skipped: tuple[str, ...] = ()
    lists: int = 0  # that several people fill


def restore(
    engine: Engine,
    workspace: str,
    file: IO[bytes],
    batch_id: str,
    limits: Settings | None = None,
    allow: Callable[[int], None] = lambda _: None,
) -> Restored:
    """Restore a backup into a workspace; `allow` is told how many bytes it keeps before anything is stored.

    Raises BackupError for a file that is no backup, UploadError where it holds more than a workspace may, and whatever
    `allow` raises.
    """
    allowed = limits or settings()
    with judge(Backup(file, allowed.upload_bytes), allowed) as judged:
        allow(judged.size)
        with writing(engine) as connection:
            touch(connection, workspace, now())  # first, so that it stays empty if it is: whoever else writes waits
            if _is_empty(connection, workspace):
                return _restore_exactly(connection, workspace, judged, allowed)
            return _add(connection, workspace, judged, batch_id, allowed)


def _is_empty(connection: Connection, workspace: str) -> bool:
    tables = (schema.uploads, schema.hidden_digests, schema.saved_searches, schema.batches, schema.group_lists)
    return not any(connection.execute(select(exists().where(t.c.workspace == workspace))).scalar() for t in tables)


def _restore_exactly(connection: Connection, workspace: str, judged: Judged, allowed: Settings) -> Restored:
    for row in _uploads(workspace, judged):
        uploads.add_row_within(connection, workspace, row, allowed)
    _insert(connection, schema.hidden_digests, workspace, judged.rows("hidden"))
    _insert(connection, schema.saved_searches, workspace, map(_packed, judged.rows("search")))
    _insert(connection, schema.zotero_items, workspace, judged.rows("zotero"))
    values = _insert(connection, schema.state, workspace, judged.rows("value"))
    numbers: dict[int, int] = {}
    for row in judged.rows("batch"):
        seq, undoes = row.pop("seq"), row.pop("undoes")
        given = row | {"workspace": workspace, "undoes": None if undoes is None else numbers[undoes]}
        inserted = connection.execute(schema.batches.insert().values(**given))
        assert inserted.inserted_primary_key is not None
        numbers[seq] = inserted.inserted_primary_key[0]
    renumbered = (row | {"batch": numbers[row["batch"]]} for row in judged.rows("event"))
    _insert(connection, schema.events, workspace, renumbered)
    lists, searches = group_list_lines.restore(connection, workspace, judged.rows), judged.counts.get("search", 0)
    return Restored(not judged.odd, values, len(judged.digests), searches, judged.sentences(), lists)


def _add(connection: Connection, workspace: str, judged: Judged, batch_id: str, allowed: Settings) -> Restored:
    added = sum(uploads.add_row_within(connection, workspace, row, allowed) for row in _uploads(workspace, judged))
    values = events.apply_within(
        connection,
        workspace,
        [Change(row["paper_id"], row["kind"], row["value"]) for row in _shortlist_in_order(judged)],
        batch_id,
        lambda real: f"Restored {len(real):,} values from a backup",
        {},
    )
    mine = schema.saved_searches.c.workspace == workspace
    known = set(connection.execute(select(schema.saved_searches.c.name).where(mine)).scalars())
    missing = [row for row in judged.rows("search") if row["name"] not in known]
    _insert(connection, schema.saved_searches, workspace, map(_packed, missing))
    _insert(connection, schema.zotero_items, workspace, judged.rows("zotero"))
    lists = group_list_lines.restore(connection, workspace, judged.rows)
    return Restored(False, values, added, len(missing), judged.sentences(), lists)


def _uploads(workspace: str, judged: Judged) -> Iterator[dict[str, Any]]:
    """The digests as rows of their table, one in memory at a time."""
    for number, row in enumerate(judged.digests):
        yield row | {"workspace": workspace, "content": judged.packed(number)}


def _insert(connection: Connection, table: Any, workspace: str, rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows some at a time; of two for the same thing the first stays. Returns how many were given."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    statement, count = insert(table).on_conflict_do_nothing(), 0
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        connection.execute(statement, [row | {"workspace": workspace} for row in some])
        count += len(some)
    return count


def _packed(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"seen": zlib.compress("\n".join(sorted(row["seen"])).encode())}


def _shortlist_in_order(judged: Judged) -> list[dict[str, Any]]:
    """The values of a backup, its stars first and in the order of its shortlist.

    Its ranks compare with its own times of starring. Where a move set any, each star gets one that is valid here.
    """
    values = list(judged.rows("value"))
    starred = {row["paper_id"]: row for row in values if (row["kind"], row["value"]) == (KIND, Decision.STARRED)}
    moments = judged.batch_times
    stars = ((paper, batch, moments[batch]) for paper, batch in judged.stars if batch not in judged.undone)
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
