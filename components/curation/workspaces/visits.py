"""When a visitor was here before: from then on what came in is new to them.

Written only for a workspace that has something in it, so that whoever merely looks around leaves nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from components.store import times
from components.store.database import reading, writing
from components.store.schema import workspaces

APART = timedelta(hours=4)  # a pause as long as this ends a visit
NOTED = timedelta(minutes=10)  # how exactly the end of a visit is known


def note(engine: Engine, workspace: str, at: datetime | None = None) -> None:
    """The visitor does something now: their visit goes on, or another one begins."""
    time = at or datetime.now(UTC)
    with reading(engine) as connection:
        query = select(workspaces.c.visited).where(workspaces.c.id == workspace)
        row = connection.execute(query).one_or_none()
    if row is None:
        return
    last = times.parsed(row.visited)
    if last is not None and last <= time < last + NOTED:
        return
    values = {"visited": times.written(time)}
    if last is not None and time >= last + APART:
        values["visited_before"] = row.visited
    with writing(engine) as connection:  # of two tabs that begin a visit at once one does
        here = (workspaces.c.id == workspace, workspaces.c.visited == row.visited)
        connection.execute(workspaces.update().where(*here).values(values))


def previous(engine: Engine, workspace: str) -> str:
    """When the visit before the present one ended, ISO 8601, UTC; "" where this is the first."""
    with reading(engine) as connection:
        query = select(workspaces.c.visited_before).where(workspaces.c.id == workspace)
        found = connection.execute(query).scalar() or ""
    return found if times.parsed(found) else ""  # damaged: as if this were the first
