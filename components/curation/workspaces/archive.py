"""Digests that a visitor archived, or that were by age: kept, found when asked for, else in no page and count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, select

from components.curation.workspaces.uploads import check_count
from components.curation.workspaces.workspaces import touch
from components.settings import Settings, settings
from components.store import times
from components.store.database import now, reading, writing
from components.store.schema import source_looks, sources, uploads, workspaces

MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class ArchivedDigest:
    """One archived digest; `mark` is what its id ends with, times are ISO 8601, UTC."""

    mark: str
    name: str
    at: str
    archived: str


def archived(engine: Engine, workspace: str) -> tuple[ArchivedDigest, ...]:
    """The archived digests of a workspace, the newest first."""
    columns = (uploads.c.origin, uploads.c.name, uploads.c.at, uploads.c.archived)
    query = select(*columns).where(_mine(workspace), uploads.c.archived != "").order_by(uploads.c.seq.desc())
    with reading(engine) as connection:
        return tuple(
            ArchivedDigest(row.origin[:6], row.name, row.at, row.archived) for row in connection.execute(query)
        )


def has_any(engine: Engine, workspace: str) -> bool:
    """Whether a workspace has an archived digest."""
    with reading(engine) as connection:
        return bool(connection.execute(select(exists().where(_mine(workspace), uploads.c.archived != ""))).scalar())


def archive(engine: Engine, workspace: str, marks: Iterable[str]) -> int:
    """Archive the digests whose ids end with these marks; returns how many were not archived yet."""
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        chosen = uploads.update().where(_mine(workspace), _marked(marks), uploads.c.archived == "")
        return connection.execute(chosen.values(archived=at)).rowcount


def bring_back(engine: Engine, workspace: str, marks: Iterable[str], limits: Settings | None = None) -> int:
    """Take digests out of the archive; returns how many. Raises WorkspaceFullError: then none is."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        chosen = uploads.update().where(_mine(workspace), _marked(marks), uploads.c.archived != "")
        count = connection.execute(chosen.values(archived="")).rowcount
        check_count(connection, workspace, limits or settings())
        return count


def days(engine: Engine, workspace: str) -> int:
    """After how many days digests of sources are archived; 0: never."""
    with reading(engine) as connection:
        found = select(workspaces.c.archive_days).where(workspaces.c.id == workspace)
        return connection.execute(found).scalar() or 0


def set_days(engine: Engine, workspace: str, after: int, at: datetime) -> int:
    """Archive what sources brought after so many days from now on, and what is older at once; how many that were."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        chosen = workspaces.update().where(workspaces.c.id == workspace)
        connection.execute(chosen.values(archive_days=min(max(after, 0), MOST_DAYS)))
        return archive_old_within(connection, workspace, at)


def archive_old_within(connection: Connection, workspace: str, at: datetime) -> int:
    """Archive what its sources brought longer ago than the workspace says; returns how many.

    What a visitor gave by hand, and the files of a folder, stay.
    """
    after = connection.execute(select(workspaces.c.archive_days).where(workspaces.c.id == workspace)).scalar() or 0
    if not after:
        return 0
    looked = source_looks.join(sources, sources.c.id == source_looks.c.source)
    brought = select(source_looks.c.sha256).select_from(looked).where(sources.c.workspace == workspace)
    old = and_(uploads.c.at < times.written(at - timedelta(days=after)), uploads.c.archived == "")
    chosen = uploads.update().where(_mine(workspace), old, uploads.c.sha256.in_(brought))
    return connection.execute(chosen.values(archived=times.written(at))).rowcount


def archive_old(engine: Engine, at: datetime) -> int:
    """The same for every workspace that wants it."""
    with reading(engine) as connection:
        wanted = connection.execute(select(workspaces.c.id).where(workspaces.c.archive_days > 0)).scalars().all()
    count = 0
    for workspace in wanted:
        with writing(engine) as connection:
            count += archive_old_within(connection, workspace, at)
    return count


def _mine(workspace: str) -> ColumnElement[bool]:
    return uploads.c.workspace == workspace


def _marked(marks: Iterable[str]) -> ColumnElement[bool]:
    return func.substr(uploads.c.origin, 1, 6).in_(sorted(set(marks)))
