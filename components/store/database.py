"""The store, opened and used: SQLite in the data folder, or PostgreSQL by its address.

Whatever goes wrong with it is raised as a StoreError that says what it is (`trouble`).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from components.settings import settings
from components.store import connections
from components.store.group_commit import WriteQueue
from components.store.migrations import upgrade
from components.store.migrations.upgrade import ForeignTablesError, NewerStoreError
from components.store.trouble import Kind, StoreError, explained, explained_at_start

__all__ = [
    "ReadOnlyError", "StoreError", "close", "is_shared", "now", "open_store", "read_only", "reading", "store",
    "writing",
]  # fmt: skip

AGAIN_AFTER = 3.0  # seconds after which a store that could not be opened is tried again: not by each who waits for it
_log = logging.getLogger(__name__)


class ReadOnlyError(RuntimeError):
    """A write to a workspace that may only be read."""

    def __init__(self) -> None:
        super().__init__("You look at papers that somebody shared: nothing can be changed here.")


def open_store(url: str | None = None) -> Engine:
    """A new engine of a store that is ready: created if it was not there, brought up to date if it was older.

    `url` is a SQLAlchemy address; without one, the setting DIGEST_ATLAS_DATABASE_URL, else DATABASE_URL, else SQLite
    in the data folder. What runs in the product takes `store`, the one engine of the process.

    A write is acknowledged when it is durable: SQLite syncs its log at every commit (synchronous=FULL).

    Raises StoreError when the address is no address, nothing can be opened there, its tables are not ours, or a newer
    program wrote it.
    """
    address = connections.address_of(url)
    where = address.render_as_string(hide_password=True)
    with explained_at_start(address):
        engine = connections.connect(address)
        try:
            _bring_up_to_date(engine)
        except NewerStoreError as error:
            engine.dispose()
            raise StoreError(Kind.NEWER, str(error), where) from error
        except ForeignTablesError as error:
            engine.dispose()
            raise StoreError(Kind.FOREIGN, str(error), where) from error
        except BaseException:
            engine.dispose()
            raise
    return engine


def _bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that are missing; a store that has them all is only read, so it opens on a full disk too."""
    with reading(engine) as connection:
        ready = upgrade.revision(connection) == upgrade.HEAD
    if not ready:
        with connections.writing_option(engine).connect() as connection:
            if engine.dialect.name == "sqlite":  # see sqlite.org/lang_altertable.html, section 7
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys=OFF")
                driver.execute(f"PRAGMA busy_timeout={upgrade.LONGEST_WAIT * 1000}")
            with connection.begin():
                before = upgrade.migrate(connection)
            connection.invalidate()  # closed: nobody else works without foreign keys
        if not before and engine.dialect.name != "sqlite":
            where = engine.url.render_as_string(hide_password=True)
            _log.warning("made the tables atlas_… in %s; DIGEST_ATLAS_DATABASE_URL names another database", where)
    with reading(engine) as connection:
        upgrade.check_columns(connection)


def is_shared() -> bool:
    """Whether replicas may share the store: a database that the settings name, not a file in the data folder."""
    return settings().database_url not in ("", connections.IN_DATA_FOLDER)


_stores: dict[str, Engine] = {}
_failed: dict[str, tuple[float, StoreError]] = {}
_stores_lock = threading.Lock()


def store() -> Engine:
    """The engine of the store that the settings name: one a process, opened at the first call. Raises StoreError."""
    with _stores_lock:
        key = connections.address_of(None).render_as_string(hide_password=False)
        if key in _stores:
            return _stores[key]
        at, error = _failed.get(key, (0.0, None))
        if error is not None and time.monotonic() - at < AGAIN_AFTER:
            raise StoreError(error.kind, error.cause)
        try:
            _stores[key] = open_store()
        except StoreError as failed:
            _log.error("%s", failed)  # the sentence says it all, a traceback would say nothing more
            _failed[key] = time.monotonic(), failed
            raise
        _failed.pop(key, None)
        return _stores[key]


def close() -> None:
    """Close the process's engine: `store` opens it anew."""
    with _stores_lock:
        for engine in _stores.values():
            engine.dispose()
        _stores.clear()
        _failed.clear()


_writers: WeakKeyDictionary[Engine, WriteQueue] = WeakKeyDictionary()
_writers_lock = threading.Lock()


def _writers_of(engine: Engine) -> WriteQueue:
    """The queue of an engine's writers: fairer and quicker than SQLite's polling, and with one sync for many."""
    with _writers_lock:
        if engine not in _writers:
            _writers[engine] = WriteQueue(connections.writing_option(engine).connect)
        return _writers[engine]


def read_only(engine: Engine) -> Engine:
    """The same store for a visitor who may only read: `writing` refuses it."""
    return engine.execution_options(atlas_read_only=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed, and then durable, when the block ends without an error.

    Raises ReadOnlyError for an engine of `read_only`, StoreError for trouble with the store.
    """
    if engine.get_execution_options().get("atlas_read_only"):
        raise ReadOnlyError
    with explained(engine.url):
        if engine.dialect.name == "sqlite":
            with _writers_of(engine).writing() as connection:
                yield connection
        else:
            with engine.begin() as connection:
                yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads: what it sees does not change while it lasts. Raises StoreError."""
    with explained(engine.url), engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # by itself it shows each statement what was committed before it
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def now() -> str:
    """The present time as the store writes it: ISO 8601, UTC, microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
