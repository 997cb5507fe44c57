"""When the papers of a workspace were last completed by services: from then on it shows what they say."""

from __future__ import annotations

from sqlalchemy import Engine, select

from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import workspaces


def note(engine: Engine, workspace: str) -> None:
    """Its papers are completed now, by all that is known."""
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        connection.execute(workspaces.update().where(workspaces.c.id == workspace).values(completed=at))


def read(engine: Engine, workspace: str) -> str:
    """ISO 8601, UTC; "" where it never was."""
    with reading(engine) as connection:
        return connection.execute(select(workspaces.c.completed).where(workspaces.c.id == workspace)).scalar() or ""
