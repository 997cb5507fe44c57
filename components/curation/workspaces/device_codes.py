"""Codes that open one's own workspace in another browser: each good once, for ten minutes.

The token itself is never part of an address, which browsers remember and servers log. A code is: who finds it there
later finds one that opens nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from components.curation.quotas import Clock, present
from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import SignedOutError, access, hash_of, seal, touch, unseal
from components.store.database import reading, writing
from components.store.schema import device_codes

MINUTES = 10


def create(engine: Engine, token: str, clock: Clock = present) -> str:
    """A new code for the workspace of this token; the one made before it opens nothing any more.

    Raises SignedOutError where the token was renewed in another browser.
    """
    found = access(engine, token)
    if found.signed_out:
        raise SignedOutError
    code, at = new_token(), clock()
    until = (at + timedelta(minutes=MINUTES)).isoformat(timespec="microseconds")
    with writing(engine) as connection:
        touch(connection, found.workspace, at.isoformat(timespec="microseconds"))
        connection.execute(device_codes.delete().where(device_codes.c.workspace == found.workspace))
        connection.execute(
            device_codes.insert().values(
                workspace=found.workspace, code_hash=hash_of(code), sealed=seal(token, code), until=until
            )
        )
    return code


def is_good(engine: Engine, code: str, clock: Clock = present) -> bool:
    """Whether a code still opens something."""
    if not TOKEN.fullmatch(code):
        return False
    with reading(engine) as connection:
        query = device_codes.select().where(device_codes.c.code_hash == hash_of(code))
        row = connection.execute(query).one_or_none()
    return row is not None and row.until > clock().isoformat(timespec="microseconds")


def use(engine: Engine, code: str, clock: Clock = present) -> str | None:
    """The token that a code was made for, once; None where it was used, replaced, or is too old."""
    if not TOKEN.fullmatch(code):
        return None
    with writing(engine) as connection:
        here = device_codes.c.code_hash == hash_of(code)
        used = device_codes.delete().where(here).returning(device_codes.c.sealed, device_codes.c.until)
        row = connection.execute(used).one_or_none()
    if row is None or row.until <= clock().isoformat(timespec="microseconds"):
        return None
    token = unseal(row.sealed, code)
    return None if access(engine, token).signed_out else token
