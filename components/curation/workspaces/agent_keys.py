"""Keys by which programs may change a workspace: one a workspace, random, shown once, stored as a hash.

A key for reading is the view-only link's (`workspaces.read_token`).
"""

from __future__ import annotations

from sqlalchemy import Engine, select

from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import SignedOutError, access, hash_of, touch
from components.store.database import now, reading, writing
from components.store.schema import workspaces


def make_key(engine: Engine, token: str) -> str:
    """A new key for the workspace that `token` opens; the one before opens nothing any more. Raises SignedOutError."""
    found = access(engine, token)
    if found.signed_out:
        raise SignedOutError
    key = new_token()
    _store(engine, found.workspace, hash_of(key))
    return key


def end_key(engine: Engine, workspace: str) -> None:
    """Let no program change this workspace any more."""
    _store(engine, workspace, None)


def has_key(engine: Engine, workspace: str) -> bool:
    """Whether some key may change this workspace."""
    with reading(engine) as connection:
        found = connection.execute(select(workspaces.c.agent_hash).where(workspaces.c.id == workspace)).scalar()
    return found is not None


def workspace_to_change(engine: Engine, key: str) -> str | None:
    """The id of the workspace that a key may change, or None where it may change none (any more)."""
    if not TOKEN.fullmatch(key):
        return None
    with reading(engine) as connection:
        return connection.execute(select(workspaces.c.id).where(workspaces.c.agent_hash == hash_of(key))).scalar()


def _store(engine: Engine, workspace: str, mark: str | None) -> None:
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(workspaces.update().where(workspaces.c.id == workspace).values(agent_hash=mark))
