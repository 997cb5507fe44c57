"""Bringing a store up to date: one Alembic migration after the other, all in one transaction, whoever starts at once.

A new store is made by the same migrations as an old one, so both have the same tables. A migration is never edited once
it was released (`versions`; how to add one: ARCHITECTURE.md).
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select, text

from components.store.schema import PREFIX, metadata

HEAD = "0012"  # the newest migration
VERSION_TABLE = f"{PREFIX}alembic_version"
FOLDER = Path(__file__).parent
# One process changes tables at a time, however many replicas start at once. Versions without Alembic took it too.
POSTGRES_LOCK = 7_203_118_401
LONGEST_WAIT = 600  # seconds for another process's migration to end

_version = Table(VERSION_TABLE, MetaData(), Column("version_num", Text))
_log = logging.getLogger(__name__)


class NewerStoreError(RuntimeError):
    """The database was written by a newer version of the product than this one."""


class ForeignTablesError(RuntimeError):
    """The database holds tables under our names that are not as we make them; the message names them."""


def revision(connection: Connection) -> str:
    """The newest migration a store has had; "" where it has none of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    return connection.execute(select(_version.c.version_num)).scalar() or ""


def migrate(connection: Connection) -> str:
    """Bring the store up to date, within a transaction that may write; returns the revision it had before.

    Of a SQLite file that holds something, a copy is kept beside it first. Raises NewerStoreError when the store is
    ahead of this code, ForeignTablesError when tables of other programs have our names.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
    before = revision(connection)
    if before == HEAD:  # another process was quicker
        return before
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    _check_known(config, before)
    if not before:
        _check_free(connection)
    copy = keep_copy(connection, before)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ForeignTablesError(str(error)) from error
    _check_references(connection)
    if copy is not None:
        _log.warning("the store was upgraded from %s to %s; as it was before: %s", before or "before 0001", HEAD, copy)
    return before


def check_columns(connection: Connection) -> None:
    """Raise ForeignTablesError where a table or a column that the product uses is not there."""
    found = inspect(connection).get_multi_columns(filter_names=list(metadata.tables))
    for name, table in metadata.tables.items():
        columns = {column["name"] for column in found.get((None, name), ())}
        missing = [column.name for column in table.columns if column.name not in columns]
        if missing:
            raise ForeignTablesError(
                f"its table {name} has no column {', '.join(missing)}" if columns else f"it has no table {name}"
            )


def keep_copy(connection: Connection, before: str) -> Path | None:
    """A copy of a SQLite file beside it, as it was before this transaction; None where there is nothing to copy."""
    if connection.dialect.name != "sqlite" or not inspect(connection).get_table_names():
        return None
    file = Path(connection.engine.url.database or "")
    if not file.is_file():  # in memory
        return None
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = file.with_name(f"{file.name}.before-upgrade-{before or 'to-0001'}-{at}")
    part = kept.with_name(f"{kept.name}.part")
    try:
        # By a connection of its own, which sees what is committed; this transaction keeps others from writing.
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        part.replace(kept)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return kept


def _check_known(config: Any, before: str) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if before and before not in known:
        raise NewerStoreError(
            f"The store is at version {before}, written by a newer Digest Atlas; this one knows version {HEAD}. "
            "Update the program, or point it at another data folder."
        )


def _check_free(connection: Connection) -> None:
    """A database that had no migration of ours must hold no tables under our names: whose would they be?"""
    taken = sorted(name for name in inspect(connection).get_table_names() if name in metadata.tables)
    if taken:
        raise ForeignTablesError(f"it holds tables under our names that Digest Atlas did not make: {', '.join(taken)}")


def _check_references(connection: Connection) -> None:
    """SQLite does not look at foreign keys while tables are made anew: look once, at the end."""
    if connection.dialect.name == "sqlite":
        wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if wrong is not None:
            raise ForeignTablesError(f"rows of its table {wrong[0]} belong to rows of {wrong[2]} that are not there")
