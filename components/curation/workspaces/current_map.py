"""Which map a workspace goes by: the key of the Analysis whose places its visitor knows. What that is, landscape says.

It is kept when digests come or go, and when the map is tidied up: no step of the log, for there is nothing to undo.
"""

from __future__ import annotations

from sqlalchemy import Engine, select

from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import workspaces


def save_key(engine: Engine, workspace: str, key: str) -> None:
    """From now on the workspace goes by this map."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(workspaces.update().where(workspaces.c.id == workspace).values(map_key=key))


def read_key(engine: Engine, workspace: str) -> str:
    """The key of the map it goes by; "" where none was kept."""
    with reading(engine) as connection:
        return connection.execute(select(workspaces.c.map_key).where(workspaces.c.id == workspace)).scalar() or ""
