"""Opening the store: SQLite with a write-ahead log in the data folder, or PostgreSQL by its address."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError

from components.settings import settings
from components.store.group_commit import WriteQueue
from components.store.migrations import NewerStoreError, migrate

FILE_NAME = "atlas.sqlite"
BUSY_SECONDS = 10  # how long a writer waits for another process's write before it gives up
IDLE_SECONDS = 5  # a connection that was idle for longer may have been closed by the other side
POSTGRES_DRIVER = "postgresql+psycopg"


class ReadOnlyError(RuntimeError):
    """A write to a workspace that may only be read."""

    def __init__(self) -> None:
        super().__init__("You look at papers that somebody shared: nothing can be changed here.")


class StoreError(RuntimeError):
    """The store cannot be opened; the message says which and what to do."""


def open_store(url: str | None = None) -> Engine:
    """The engine of a store that is ready: created if it was not there, migrated if it was older.

    `url` is a SQLAlchemy address; without one, the setting `DATABASE_URL`, else SQLite in the data folder.
    "postgres://" and "postgresql://", as hosts hand them out, mean psycopg.

    A write is acknowledged when it is durable: SQLite syncs its log at every commit (synchronous=FULL).

    Raises StoreError when the address is no address, nothing can be opened there, or a newer program wrote it.
    """
    address = _address(settings().database_url if url is None else url)
    sqlite = address.get_backend_name() == "sqlite"
    try:
        if sqlite and address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, **_options(address))
        if sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            event.listen(engine, "checkin", _note_idle)
            event.listen(engine, "checkout", _check_after_idle)
        with writing(engine) as connection:
            migrate(connection)
    except NewerStoreError as error:
        raise StoreError(str(error)) from error
    except (OSError, OperationalError, ModuleNotFoundError) as error:
        shown = address.render_as_string(hide_password=True)
        cause = str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__]
        raise StoreError(
            f"The store {shown} cannot be opened ({cause[0]}). Check DATABASE_URL, or that the data folder is writable."
        ) from error
    return engine


def _address(url: str) -> URL:
    if not url:
        return URL.create("sqlite", database=str(settings().data_folder / FILE_NAME))
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "DATABASE_URL is no database address. It should look like postgresql://user:password@host/name."
        ) from error
    if address.drivername in {"postgres", "postgresql"}:
        return address.set(drivername=POSTGRES_DRIVER)
    return address


def _options(address: URL) -> dict[str, Any]:
    if address.get_backend_name() != "sqlite":
        # Connections stay open: opening one takes longer than a write. PostgreSQL allows 100 by default.
        return {"pool_size": 20, "max_overflow": 5}
    return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not at the first INSERT
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads and then writes must hold the write lock from its first read: otherwise two of them
    # read the same state and the later one fails (SQLITE_BUSY) whatever the timeout.
    mode = "IMMEDIATE" if connection.get_execution_options().get("atlas_writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _note_idle(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _check_after_idle(connection: Any, record: Any, _user: Any) -> None:
    """Ask an idle connection whether it is still open; the pool replaces one that is not.

    SQLAlchemy's own `pool_pre_ping` asks every time, which is a fifth of a small write.
    """
    if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.Error as error:
        raise DisconnectionError from error


_writers: WeakKeyDictionary[Engine, WriteQueue] = WeakKeyDictionary()
_writers_lock = threading.Lock()


def _writers_of(engine: Engine) -> WriteQueue:
    """The queue of an engine's writers: fairer and quicker than SQLite's polling, and with one sync for many."""
    with _writers_lock:
        if engine not in _writers:
            connect = engine.execution_options(atlas_writing=True).connect
            _writers[engine] = WriteQueue(connect)
        return _writers[engine]


def read_only(engine: Engine) -> Engine:
    """The same store for a visitor who may only read: `writing` refuses it."""
    return engine.execution_options(atlas_read_only=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed, and then durable, when the block ends without an error.

    Raises ReadOnlyError for an engine of `read_only`.
    """
    if engine.get_execution_options().get("atlas_read_only"):
        raise ReadOnlyError
    if engine.dialect.name == "sqlite":
        with _writers_of(engine).writing() as connection:
            yield connection
    else:
        with engine.begin() as connection:
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads: what it sees does not change while it lasts."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # by itself it shows each statement what was committed before it
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def now() -> str:
    """The present time as the store writes it: ISO 8601, UTC, microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
