"""The key to a visitor's Zotero: kept so that only who has the workspace's token can read it.

The store has neither the token nor the key: a copy of the database opens nobody's library. A renewed token cannot read
what was sealed with the one before, so that the key goes with it and is asked for again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, select

from components.curation.workspaces.workspaces import SignedOutError, access, touch
from components.store.database import now, reading, writing
from components.store.schema import zotero_accounts

KEYS_PAGE = "https://www.zotero.org/settings/keys/new?" + urlencode(
    {"name": "Digest Atlas", "library_access": 1, "notes_access": 1, "write_access": 1}
)


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of a library."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ZoteroLibrary:
    """A library that a key may write to."""

    path: str  # users/… or groups/…
    name: str
    notes: bool = True  # whether the key may write notes there
    collections: tuple[Collection, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Whose key it is and what it opens; never the key itself."""

    name: str
    libraries: tuple[ZoteroLibrary, ...]
    chosen: tuple[str, str] = field(default=("", ""))  # the library's path and the collection's name, last sent to


def keep(engine: Engine, token: str, key: str, account: Account) -> None:
    """Keep a key and what it opens, in place of the one before. Raises SignedOutError."""
    found = access(engine, token)
    if found.signed_out:
        raise SignedOutError
    about = json.dumps({"name": account.name, "libraries": [asdict(each) for each in account.libraries]})
    with writing(engine) as connection:
        at = now()
        touch(connection, found.workspace, at)
        connection.execute(zotero_accounts.delete().where(zotero_accounts.c.workspace == found.workspace))
        connection.execute(
            zotero_accounts.insert().values(
                workspace=found.workspace,
                sealed=_sealed(key, token),
                about=about,
                chosen=json.dumps(account.chosen),
                at=at,
            )
        )


def read(engine: Engine, workspace: str) -> Account | None:
    """What the kept key opens; None where there is none."""
    query = select(zotero_accounts.c.about, zotero_accounts.c.chosen).where(zotero_accounts.c.workspace == workspace)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    about = json.loads(row.about)
    path, collection = json.loads(row.chosen or '["", ""]')
    return Account(about["name"], tuple(_library(each) for each in about["libraries"]), (path, collection))


def key_of(engine: Engine, token: str) -> str:
    """The kept key, for who has the workspace's token; "" where there is none."""
    workspace = access(engine, token).workspace
    with reading(engine) as connection:
        query = select(zotero_accounts.c.sealed).where(zotero_accounts.c.workspace == workspace)
        sealed = connection.execute(query).scalar()
    return "" if sealed is None else _unsealed(bytes(sealed), token)


def choose(engine: Engine, workspace: str, library: str, collection: str) -> None:
    """Remember where was sent to."""
    with writing(engine) as connection:
        here = zotero_accounts.c.workspace == workspace
        connection.execute(zotero_accounts.update().where(here).values(chosen=json.dumps((library, collection))))


def forget(engine: Engine, workspace: str) -> None:
    """Keep the key no longer; which papers were sent stays known."""
    with writing(engine) as connection:
        connection.execute(zotero_accounts.delete().where(zotero_accounts.c.workspace == workspace))


def _library(held: dict[str, Any]) -> ZoteroLibrary:
    collections = tuple(Collection(**each) for each in held["collections"])
    return ZoteroLibrary(held["path"], held["name"], held["notes"], collections)


def _sealed(key: str, token: str) -> bytes:
    from cryptography.fernet import Fernet

    return Fernet(_fernet_key(token)).encrypt(key.encode())


def _unsealed(sealed: bytes, token: str) -> str:
    """The key that was sealed; "" where that is damaged, or the token is another one."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_fernet_key(token)).decrypt(sealed).decode()
    except InvalidToken:
        return ""


def _fernet_key(token: str) -> bytes:
    """A key as Fernet takes them; the token has 128 random bits, so that one hash is enough."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"zotero {token}".encode()).digest())
