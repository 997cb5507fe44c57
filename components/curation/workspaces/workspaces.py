"""Workspaces: each is found by a secret token, and by a second token that may only read.

Only hashes are stored, so that a copy of the database opens no workspace. The read-only token is computed
from the secret one, so it needs no storing either, and a new one can be asked for to make the old one invalid.
Nothing is stored of a workspace until something is written to it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation.workspaces.tokens import TOKEN
from components.store.database import now, reading, writing
from components.store.prepared import PreparedStatement
from components.store.schema import workspaces


def _touching(insert: Any) -> PreparedStatement:
    row = insert(workspaces)
    changed = row.on_conflict_do_update(index_elements=[workspaces.c.id], set_={"changed": row.excluded.changed})
    return PreparedStatement(changed, "id", "created", "changed")


TOUCH = {"sqlite": _touching(sqlite.insert), "postgresql": _touching(postgresql.insert)}


class TokenError(ValueError):
    """A text that is no workspace token: too short to be secret, or damaged when it was copied."""


def workspace_id(engine: Engine, token: str) -> str:  # noqa: ARG001 (whether a token needs a look-up is this module's own affair)
    """The id of the workspace that a secret token opens; the token cannot be found from it.

    Raises TokenError when the text cannot be a token.
    """
    return _hash(_checked(token))


def read_token(engine: Engine, token: str) -> str:
    """The token to share: whoever has it sees the workspace of `token` and can change nothing."""
    return _share(engine, token, renew=False)


def renew_read_token(engine: Engine, token: str) -> str:
    """A new token to share; the one that was shared before opens nothing any more."""
    return _share(engine, token, renew=True)


def workspace_to_read(engine: Engine, shared: str) -> str | None:
    """The id of the workspace that a read-only token shows, or None where there is none (any more)."""
    if not TOKEN.fullmatch(shared):
        return None
    with reading(engine) as connection:
        return connection.execute(select(workspaces.c.id).where(workspaces.c.read_hash == _hash(shared))).scalar()


def touch(connection: Connection, workspace: str, at: str) -> None:
    """Record in a writing transaction that the workspace changes now; created if this is its first change.

    Holds the workspace's row until the transaction ends: two changes of one workspace come one after the other.
    """
    TOUCH[connection.dialect.name].run(connection, {"id": workspace, "created": at, "changed": at})


def forget(engine: Engine, workspace: str) -> None:
    """Delete a workspace and everything in it, for good."""
    with writing(engine) as connection:
        connection.execute(workspaces.delete().where(workspaces.c.id == workspace))


def forget_unused(engine: Engine, days: int) -> int:
    """Delete every workspace that did not change for `days` days; returns how many. No days: none."""
    if days <= 0:
        return 0
    oldest = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
    with writing(engine) as connection:
        return connection.execute(workspaces.delete().where(workspaces.c.changed < oldest)).rowcount


def _share(engine: Engine, token: str, *, renew: bool) -> str:
    workspace = workspace_id(engine, token)
    with writing(engine) as connection:
        touch(connection, workspace, now())
        here = workspaces.c.id == workspace
        turn = connection.execute(select(workspaces.c.read_turn).where(here)).scalar_one() + renew
        shared = _derived(token, turn)
        connection.execute(workspaces.update().where(here).values(read_turn=turn, read_hash=_hash(shared)))
    return shared


def _checked(token: str) -> str:
    if not TOKEN.fullmatch(token):
        raise TokenError(
            "This is no workspace token: it should be 22 letters, digits, - or _. "
            "Copy the whole workspace link again, or open the page without it to start a new workspace."
        )
    return token


def _hash(token: str) -> str:
    # 128 random bits cannot be guessed, so a plain hash is enough: nothing slow is needed as for passwords.
    return hashlib.sha256(token.encode()).hexdigest()


def _derived(token: str, turn: int) -> str:
    code = hmac.new(token.encode(), f"read {turn}".encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()
