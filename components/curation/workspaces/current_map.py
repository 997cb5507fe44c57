"""The key of the Analysis (see landscape) whose map a workspace shows.

It stays when digests come or go, so that papers keep their places. It is no part of the log: there is nothing to undo.
"""

from __future__ import annotations

from sqlalchemy import Engine, select

from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import workspaces


def save_key(engine: Engine, workspace: str, key: str) -> None:
    """Make this the map of the workspace."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(workspaces.update().where(workspaces.c.id == workspace).values(map_key=key))


def read_key(engine: Engine, workspace: str) -> str:
    """The key of the map of a workspace; "" where there is none."""
    with reading(engine) as connection:
        return connection.execute(select(workspaces.c.map_key).where(workspaces.c.id == workspace)).scalar() or ""
