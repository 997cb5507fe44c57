"""What Alembic runs for every command: by which connection, and which tables are ours to look at.

The product gives its own connection, inside a transaction (`upgrade`). `alembic` on the command line has none: then
the store that the settings name is used as it is, as in `alembic current`.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

from components.store.migrations.upgrade import VERSION_TABLE
from components.store.schema import PREFIX, metadata


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave alone what other programs keep in the same database."""
    return kind != "table" or (name or "").startswith(PREFIX)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        include_name=_is_ours,
        render_as_batch=True,  # SQLite changes a column only by making its table anew
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    from components.store import connections

    with connections.writing_option(connections.connect(connections.address_of(None))).begin() as opened:
        _run(opened)
