"""How the store is connected to: which address is meant, and how each connection is set up and kept.

SQLite: a write-ahead log in the data folder, durable commits. PostgreSQL: a pool, and limits of time, so that a server
that hangs or a lock that is never given back holds nobody for ever.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError

from components.settings import settings
from components.store.trouble import Kind, StoreError

FILE_NAME = "atlas.sqlite"
IN_DATA_FOLDER = "sqlite"  # the whole address: SQLite in the data folder, whatever DATABASE_URL says
BUSY_SECONDS = 10  # how long a writer waits for another process's write before it gives up
IDLE_SECONDS = 5  # a connection that was idle for longer may have been closed by the other side
POSTGRES_DRIVER = "postgresql+psycopg"
POOL, MORE, POOL_SECONDS = 20, 5, 10  # connections that stay open, those in a rush, the wait for one of them
# What PostgreSQL is told for each connection, in seconds; an address with `options` sets them itself.
LIMITS = {"lock_timeout": BUSY_SECONDS, "statement_timeout": 120, "idle_in_transaction_session_timeout": 300}
# libpq's own, where the address does not name them: a server that is gone is noticed within a minute.
CONNECTING = {
    "connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}  # fmt: skip


def address_of(url: str | None) -> URL:
    """The address that a text means; without one, that of the settings, else SQLite in the data folder.

    "postgres://" and "postgresql://", as hosts hand them out, mean psycopg. Raises StoreError.
    """
    given = settings().database_url if url is None else url
    if not given or given == IN_DATA_FOLDER:
        return URL.create("sqlite", database=str(settings().data_folder / FILE_NAME))
    try:
        address = make_url(given)
        backend = address.get_backend_name()
    except ArgumentError as error:
        raise StoreError(
            Kind.ADDRESS, "It is no database address. It should look like postgresql://user:password@host/name."
        ) from error
    if address.drivername in {"postgres", "postgresql"}:
        return address.set(drivername=POSTGRES_DRIVER)
    if backend not in {"sqlite", "postgresql"}:
        raise StoreError(Kind.ADDRESS, f"It names a database of the kind “{backend}”.")
    return address


def connect(address: URL) -> Engine:
    """An engine for an address; nothing is asked of the database yet. Raises OSError, ModuleNotFoundError."""
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # Connections stay open: opening one takes longer than a write. PostgreSQL allows 100 by default.
    given = {name: value for name, value in CONNECTING.items() if name not in address.query}
    engine = create_engine(address, pool_size=POOL, max_overflow=MORE, pool_timeout=POOL_SECONDS, connect_args=given)
    if "options" not in address.query:
        event.listen(engine, "connect", _limit_postgres)
    event.listen(engine, "checkin", _note_idle)
    event.listen(engine, "checkout", _check_after_idle)
    return engine


def writing_option(engine: Engine) -> Engine:
    """The same engine for transactions that write."""
    return engine.execution_options(atlas_writing=True)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not at the first INSERT
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads and then writes must hold the write lock from its first read: otherwise two of them
    # read the same state and the later one fails (SQLITE_BUSY) whatever the timeout.
    mode = "IMMEDIATE" if connection.get_execution_options().get("atlas_writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _limit_postgres(connection: Any, _record: Any) -> None:
    connection.execute("; ".join(f"SET {name} = '{seconds}s'" for name, seconds in LIMITS.items()))
    connection.commit()


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
