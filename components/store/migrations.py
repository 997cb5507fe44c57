"""How an older database becomes today's: ordered steps, each run once, all in one transaction.

A new database is made from `schema` at once and marked with every step. To change the schema: change `schema`, and
append a step here that does the same to a database that already exists. Steps are never edited or reordered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, inspect, select, text

from components.store import schema
from components.store.schema import metadata

migrations = Table(
    "migrations",
    MetaData(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
)

# One writer of the schema at a time, whatever number of replicas starts at once.
POSTGRES_LOCK = 7_203_118_401


class NewerStoreError(RuntimeError):
    """The database was written by a newer version of the product than this one."""


Migration = Callable[[Connection], None]


def first(connection: Connection) -> None:
    """Version 1: the first tables. A database always has them: this step only holds the number."""


def saved_searches(connection: Connection) -> None:
    """Version 2: searches can be saved."""
    schema.saved_searches.create(connection)


def sharing(connection: Connection) -> None:
    """Version 3: lists that are shared, feeds, mails that were subscribed to."""
    for table in (schema.shared_lists, schema.feeds, schema.subscriptions, schema.mailings):
        table.create(connection)


def kept_maps(connection: Connection) -> None:
    """Version 4: a workspace has a map."""
    connection.execute(text("ALTER TABLE workspaces ADD COLUMN map_key TEXT"))


def artefacts(connection: Connection) -> None:
    """Version 5: replicas share what one has computed."""
    schema.artefacts.create(connection)


STEPS: tuple[Migration, ...] = (first, saved_searches, sharing, kept_maps, artefacts)


def migrate(connection: Connection, steps: tuple[Migration, ...] = STEPS) -> int:
    """Bring the database up to date; returns its version. Safe when several processes start at once.

    Raises NewerStoreError when the database is ahead of this code.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
    if not inspect(connection).has_table(migrations.name):
        migrations.create(connection)
        metadata.create_all(connection)
        _mark(connection, range(1, len(steps) + 1))
        return len(steps)
    version = connection.execute(select(migrations.c.version).order_by(migrations.c.version.desc())).scalar() or 0
    if version > len(steps):
        raise NewerStoreError(
            f"The store is at version {version}, written by a newer Digest Atlas; this one knows version {len(steps)}. "
            "Update the program, or point it at another data folder."
        )
    for number in range(version + 1, len(steps) + 1):
        steps[number - 1](connection)
        _mark(connection, [number])
    return len(steps)


def _mark(connection: Connection, versions: range | list[int]) -> None:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    connection.execute(migrations.insert(), [{"version": version, "at": at} for version in versions])
