"""Workspaces: each is found by a secret token, and by a second token that may only read.

Only hashes are stored, so that a copy of the database opens no workspace. The read-only token is computed
from the secret one, so it needs no storing either, and a new one can be asked for to make the old one invalid.
Nothing is stored of a workspace until something is written to it; its id is the hash of its first token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation.workspaces.tokens import TOKEN, new_token
from components.store.database import now, reading, writing
from components.store.prepared import PreparedStatement
from components.store.schema import device_codes, workspaces, zotero_accounts


def _touching(insert: Any) -> PreparedStatement:
    row = insert(workspaces)
    changed = row.on_conflict_do_update(index_elements=[workspaces.c.id], set_={"changed": row.excluded.changed})
    return PreparedStatement(changed, "id", "created", "changed")


TOUCH = {"sqlite": _touching(sqlite.insert), "postgresql": _touching(postgresql.insert)}


class SignedOutError(RuntimeError):
    """A token that was renewed in another browser."""

    def __init__(self) -> None:
        super().__init__("This browser was signed out from another one. Make a link there to open its papers here.")


class TokenError(ValueError):
    """A text that is no workspace token: too short to be secret, or damaged when it was copied."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a token opens."""

    workspace: str  # id
    signed_out: bool = False  # the token was renewed elsewhere: what it opens now is a workspace with nothing in it


def workspace_id(engine: Engine, token: str) -> str:
    """The id of the workspace that a secret token opens; the token cannot be found from it.

    Raises TokenError when the text cannot be a token.
    """
    return access(engine, token).workspace


def access(engine: Engine, token: str) -> Access:
    """What a secret token opens. Raises TokenError when the text cannot be a token.

    The first use of a renewed token ends the one before it.
    """
    mark = hash_of(checked(token))
    columns = (workspaces.c.id, workspaces.c.token_hash, workspaces.c.next_hash)
    query = select(*columns).where(
        or_(workspaces.c.id == mark, workspaces.c.token_hash == mark, workspaces.c.next_hash == mark)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    for row in rows:
        if row.next_hash == mark:
            _begin_next(engine, row.id, mark)
            return Access(row.id)
        if row.token_hash == mark or (row.id == mark and row.token_hash is None):
            return Access(row.id)
    return Access(hash_of(f"signed out {token}"), signed_out=True) if rows else Access(mark)


def renew_token(engine: Engine, token: str) -> str:
    """A new token for the same workspace: from its first use on, this one and all that was made of it open nothing.

    Until then the same one is given each time: a button pressed twice must not lock out who pressed it. Raises
    SignedOutError where this token was renewed already.
    """
    found = access(engine, token)
    if found.signed_out:
        raise SignedOutError
    with writing(engine) as connection:
        touch(connection, found.workspace, now())
        here = workspaces.c.id == found.workspace
        sealed = connection.execute(select(workspaces.c.next_sealed).where(here)).scalar_one()
        if sealed is None:
            renewed = new_token()
            values = {"next_hash": hash_of(renewed), "next_sealed": seal(renewed, token)}
            connection.execute(workspaces.update().where(here).values(values))
        else:
            renewed = unseal(sealed, token)
    return renewed


def _begin_next(engine: Engine, workspace: str, mark: str) -> None:
    """Let the renewed token take the place of the one before; what was shared to be read ends too."""
    with writing(engine) as connection:
        here = (workspaces.c.id == workspace, workspaces.c.next_hash == mark)
        changed = connection.execute(
            workspaces.update()
            .where(*here)
            .values(
                token_hash=mark,
                next_hash=None,
                next_sealed=None,
                read_hash=None,
                read_turn=workspaces.c.read_turn + 1,
                agent_hash=None,
            )
        )
        if changed.rowcount:  # what was readable with the token before is so no more
            for table in (device_codes, zotero_accounts):
                connection.execute(table.delete().where(table.c.workspace == workspace))


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
        return connection.execute(select(workspaces.c.id).where(workspaces.c.read_hash == hash_of(shared))).scalar()


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
        connection.execute(workspaces.update().where(here).values(read_turn=turn, read_hash=hash_of(shared)))
    return shared


def checked(token: str) -> str:
    """The token itself. Raises TokenError when the text cannot be one."""
    if not TOKEN.fullmatch(token):
        raise TokenError(
            "This is no workspace token: it should be 22 letters, digits, - or _. "
            "Copy the whole workspace link again, or open the page without it to start a new workspace."
        )
    return token


def hash_of(token: str) -> str:
    """What is stored of a token."""
    # 128 random bits cannot be guessed, so a plain hash is enough: nothing slow is needed as for passwords.
    return hashlib.sha256(token.encode()).hexdigest()


def seal(token: str, key: str) -> bytes:
    """A token that only who has `key` can read; both are random, and no key is used for two tokens."""
    return _combined(token.encode(), key)


def unseal(sealed: bytes, key: str) -> str:
    """The token that was sealed with this key."""
    return _combined(sealed, key).decode()


def _combined(content: bytes, key: str) -> bytes:
    pad = hmac.new(key.encode(), b"seal", hashlib.sha256).digest()[: len(content)]
    return bytes(one ^ other for one, other in zip(content, pad, strict=True))


def _derived(token: str, turn: int) -> str:
    code = hmac.new(token.encode(), f"read {turn}".encode(), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()
