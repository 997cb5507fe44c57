"""What can be wrong with the store, told as what it is: which trouble, what is safe, what to do.

The error numbers are SQLite's result codes (sqlite.org/rescode.html) and PostgreSQL's SQLSTATEs (appendix A of its
manual). Whatever else a driver raises is a fault of ours and stays as it is.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

SETTING = "DIGEST_ATLAS_DATABASE_URL (or DATABASE_URL, where that is not set)"


@dataclass(frozen=True, slots=True)
class Sentences:
    """A trouble in words. What a visitor reads names no address and no path."""

    title: str
    visitor: str  # what happened, what is safe, what to do
    operator: str  # what whoever runs the server can do
    retry_after: int = 60  # seconds after which asking again is worth it


_KEPT = "What was saved before is safe"
_LOST = "what you just did was not saved"


class Kind(Enum):
    """The kinds of trouble."""

    FULL = Sentences(
        "The server’s disk is full",
        f"Nothing new can be saved: {_LOST}. {_KEPT} and can still be read. Try again when whoever runs this server "
        "has made room.",
        "Make room on the disk that the store lies on; nothing needs to be repaired afterwards.",
        300,
    )
    READ_ONLY = Sentences(
        "Nothing can be saved here",
        f"The database may only be read: {_LOST}. {_KEPT}. Whoever runs this server must allow it to write.",
        "Let the user that runs the server write the store’s file and its folder (SQLite keeps a log beside the file), "
        "or make the PostgreSQL writable again.",
        300,
    )
    LOCKED = Sentences(
        "The database is busy",
        f"Another program holds it for writing: {_LOST}. {_KEPT}. Do it again in a moment.",
        "Look for a program that holds the store open in a transaction: a second server, a backup, an editor.",
        10,
    )
    SLOW = Sentences(
        "The database takes too long",
        f"It was asked to stop after its limit: {_LOST}. {_KEPT}. Try again in a moment.",
        "Look at what else the database server is doing. `options` in the address sets other limits.",
        30,
    )
    DAMAGED = Sentences(
        "The database is damaged",
        "Parts of it cannot be read. To keep what is left, change nothing; tell whoever runs this server.",
        "Stop the server and copy the store’s folder as it is. Then put back the last copy "
        "(atlas.sqlite.before-upgrade-…, or your own backup), or recover the file: sqlite3 atlas.sqlite .recover.",
        3600,
    )
    FAILING = Sentences(
        "The server’s disk reports errors",
        f"Nothing can be loaded or saved reliably: {_LOST}. Tell whoever runs this server.",
        "Look at the system’s log for errors of the disk or of the network file system that the store lies on.",
        300,
    )
    NOT_A_STORE = Sentences(
        "The database cannot be opened",
        "What lies at its place is something else. Nothing was changed. Tell whoever runs this server.",
        f"The file is no SQLite database. Move it away, or name another place: DIGEST_ATLAS_DATA, or {SETTING}.",
        3600,
    )
    FOREIGN = Sentences(
        "The database cannot be used",
        "Its tables are not those of this program. Nothing was changed. Tell whoever runs this server.",
        f"Give Digest Atlas a database of its own: set {SETTING}, or take the table it names away.",
        3600,
    )
    NEWER = Sentences(
        "The database is newer than this program",
        "A newer version wrote it. Nothing was changed, and what is in it is safe. Tell whoever runs this server.",
        "Update the program, or point it at another data folder.",
        3600,
    )
    PERMISSION = Sentences(
        "The database refuses this program",
        f"It lacks a permission: {_LOST}. {_KEPT}. Tell whoever runs this server.",
        "Grant the database’s user what it needs: CREATE and USAGE on the schema, and all on the tables atlas_….",
        300,
    )
    LOGIN = Sentences(
        "The database does not let this program in",
        "So nothing can be loaded or saved. What was saved is safe. Tell whoever runs this server.",
        f"Check user, password and the database’s name in {SETTING}, and that this database exists.",
        300,
    )
    UNREACHABLE = Sentences(
        "The database cannot be reached",
        "So nothing can be loaded or saved right now. What was saved is safe. Try again in a minute.",
        f"Check that the database server runs and can be reached from here, and its host and port in {SETTING}.",
        30,
    )
    CROWDED = Sentences(
        "The database is busy",
        f"Too many ask it at once: {_LOST}. {_KEPT}. Do it again in a moment.",
        "Allow more connections (max_connections), or run fewer replicas: each takes up to 25.",
        10,
    )
    ADDRESS = Sentences(
        "The database cannot be opened",
        "Its address is wrong, so nothing can be loaded or saved. Tell whoever runs this server.",
        f"Check {SETTING}; without it, or with “sqlite”, the store lies in the data folder.",
        3600,
    )
    OTHER = Sentences(
        "The database cannot be opened",
        "Nothing can be loaded or saved right now. Try again later; if you run this server, see its log.",
        f"Check {SETTING}, or that the data folder is writable.",
    )


class StoreError(RuntimeError):
    """The store cannot do what was asked; `kind` has the sentences, the message is for whoever runs the server."""

    def __init__(self, kind: Kind, cause: str, where: str = "") -> None:
        self.kind = kind
        self.cause = cause
        place = f" ({where})" if where else ""
        super().__init__(f"{kind.value.title}{place}: {cause.rstrip('.')}. {kind.value.operator}")


_SQLITE = {
    sqlite3.SQLITE_FULL: Kind.FULL,
    sqlite3.SQLITE_READONLY: Kind.READ_ONLY,
    sqlite3.SQLITE_PERM: Kind.READ_ONLY,
    sqlite3.SQLITE_BUSY: Kind.LOCKED,
    sqlite3.SQLITE_LOCKED: Kind.LOCKED,
    sqlite3.SQLITE_PROTOCOL: Kind.LOCKED,
    sqlite3.SQLITE_CORRUPT: Kind.DAMAGED,
    sqlite3.SQLITE_NOTADB: Kind.NOT_A_STORE,
    sqlite3.SQLITE_CANTOPEN: Kind.READ_ONLY,  # the folder or the log beside the file cannot be made or opened
    sqlite3.SQLITE_IOERR: Kind.FAILING,
    sqlite3.SQLITE_NOMEM: Kind.OTHER,
}
# Result codes that say more: no room to make the log's index larger is a full disk.
_SQLITE_EXTENDED = {sqlite3.SQLITE_IOERR_SHMSIZE: Kind.FULL, sqlite3.SQLITE_IOERR_NOMEM: Kind.OTHER}
_POSTGRES = {
    "53100": Kind.FULL,
    "25006": Kind.READ_ONLY,
    "55P03": Kind.LOCKED,
    "40P01": Kind.LOCKED,  # a deadlock
    "40001": Kind.LOCKED,  # could not be put in order with another transaction
    "57014": Kind.SLOW,
    "25P03": Kind.SLOW,
    "25P04": Kind.SLOW,
    "XX001": Kind.DAMAGED,
    "XX002": Kind.DAMAGED,
    "42501": Kind.PERMISSION,
    "28000": Kind.LOGIN,
    "28P01": Kind.LOGIN,
    "3D000": Kind.LOGIN,
    "53300": Kind.CROWDED,
    "53200": Kind.CROWDED,
    "53000": Kind.CROWDED,
    "57P01": Kind.UNREACHABLE,
    "57P02": Kind.UNREACHABLE,
    "57P03": Kind.UNREACHABLE,
    "57P05": Kind.UNREACHABLE,
}
_SYSTEM = {
    errno.ENOSPC: Kind.FULL, errno.EDQUOT: Kind.FULL, errno.EROFS: Kind.READ_ONLY, errno.EACCES: Kind.READ_ONLY,
    errno.EPERM: Kind.READ_ONLY, errno.EIO: Kind.FAILING,
}  # fmt: skip


def kind_of(error: BaseException) -> Kind | None:
    """Which trouble an error of a driver, a pool or the system tells of; None where it is none of the store's."""
    if isinstance(error, StoreError):
        return error.kind
    if isinstance(error, PoolTimeoutError):
        return Kind.CROWDED
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return None if code is None else _SQLITE_EXTENDED.get(code) or _SQLITE.get(code & 0xFF)
    if isinstance(cause, OSError):
        return _SYSTEM.get(cause.errno or 0)
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return Kind.UNREACHABLE if state.startswith("08") else _POSTGRES.get(state)
    if isinstance(error, OperationalError):
        return _of_words(str(cause))  # libpq tells of a connection that was never made, or is gone, in words alone
    return None


def _of_words(words: str) -> Kind:
    lowered = words.lower()
    if "no space left" in lowered or "disk full" in lowered:
        return Kind.FULL
    if "too many" in lowered or "connection slots are reserved" in lowered:
        return Kind.CROWDED
    refused = ("authentication failed", "no password", "does not exist", "pg_hba.conf", "is not permitted to log in")
    return Kind.LOGIN if any(each in lowered for each in refused) else Kind.UNREACHABLE


OF_DATABASES = (DBAPIError, PoolTimeoutError, sqlite3.Error)


@contextmanager
def explained(address: URL) -> Iterator[None]:
    """Raise the troubles of the store at an address as StoreErrors; all other errors pass."""
    try:
        yield
    except OF_DATABASES as error:
        kind = kind_of(error)
        if kind is None:
            raise
        raise _store_error(kind, error, address) from error


@contextmanager
def explained_at_start(address: URL) -> Iterator[None]:
    """The same while the store is opened: whatever a driver, or the system, raises keeps it from being opened."""
    try:
        yield
    except (*OF_DATABASES, OSError, ModuleNotFoundError) as error:
        raise _store_error(kind_of(error) or Kind.OTHER, error, address) from error


def _store_error(kind: Kind, error: BaseException, address: URL) -> StoreError:
    return StoreError(kind, _first_line(error), address.render_as_string(hide_password=True))


def _first_line(error: BaseException) -> str:
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0] if words else type(error).__name__
