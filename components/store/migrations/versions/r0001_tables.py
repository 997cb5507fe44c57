"""The tables under names of our own; what a store of an earlier version holds moves into them.

Before: nothing, or the tables of the versions that numbered their schema themselves, in a table `migrations`, and had
plain names (`events`, `state` …) that another program in the same database may use as well. A table is taken for ours
only where its columns are exactly those we made. Afterwards `migrations` says 6, so that an earlier version started
again by mistake refuses the store in place of beginning an empty one.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0001"
down_revision = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows only where it says INTEGER
NUMBERED = {"batches": "seq", "events": "seq", "uploads": "seq", "saved_searches": "seq", "verdicts": "id"}

# What the plain tables held, in an order in which none refers to a later one: table → (its version, its columns).
PLAIN: dict[str, tuple[int, str]] = {
    "workspaces": (1, "id read_hash read_turn created changed"),
    "batches": (1, "seq workspace batch_id says changes undoes at"),
    "events": (1, "seq batch workspace paper_id kind old new"),
    "state": (1, "workspace kind paper_id value at"),
    "uploads": (1, "seq workspace sha256 name content size at"),
    "hidden_digests": (1, "workspace digest_id at"),
    "saved_searches": (2, "seq workspace name address seen at seen_at"),
    "shared_lists": (3, "address workspace title introduction papers content at"),
    "feeds": (3, "address workspace search at"),
    "subscriptions": (3, "token workspace search email period at confirmed_at told"),
    "mailings": (3, "token period state at"),
    "artefacts": (5, "key content size at"),
    "verdicts": (1, "id url state status final_url chain seconds reason checked_at"),
}
LATER = {"workspaces": {"map_key"}, "verdicts": {"retry_at"}}  # columns that some stores have, with a default
LAST_PLAIN = 5


def upgrade() -> None:
    """Make the tables, then move what an earlier version kept."""
    connection = op.get_bind()
    earlier = _earlier(connection)
    _annotations()
    _searches()
    _others()
    for name, columns in earlier.items():
        _move(connection, name, columns)
    if earlier:
        for name in reversed(earlier):
            op.drop_table(name)
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        connection.execute(
            sa.text("INSERT INTO migrations VALUES (:version, :at)"), {"version": LAST_PLAIN + 1, "at": at}
        )


def _workspace(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["atlas_workspaces.id"], f"fk_atlas_{table}_workspace", ondelete="CASCADE"
        ),
    )


def _seq() -> Any:
    return sa.Column("seq", Number, primary_key=True, autoincrement=True)


def _text(*names: str, null: bool = False) -> tuple[Any, ...]:
    return tuple(sa.Column(name, sa.Text(), nullable=null) for name in names)


def _key(table: str, *columns: str) -> Any:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_atlas_{table}")


def _unique(table: str, *columns: str) -> Any:
    return sa.UniqueConstraint(*columns, name=f"uq_atlas_{table}_{'_'.join(columns)}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_atlas_{table}_{'_'.join(columns)}", f"atlas_{table}", list(columns))


def _annotations() -> None:
    op.create_table(
        "atlas_workspaces",
        *_text("id"),
        *_text("read_hash", null=True),
        sa.Column("read_turn", sa.Integer(), nullable=False, server_default="0"),
        *_text("created", "changed"),
        *_text("map_key", null=True),
        _key("workspaces", "id"),
        _unique("workspaces", "read_hash"),
    )
    op.create_table(
        "atlas_batches",
        _seq(),
        *_workspace("batches"),
        *_text("batch_id", "says"),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("undoes", Number),
        *_text("at"),
        _key("batches", "seq"),
        _unique("batches", "workspace", "batch_id"),
        sqlite_autoincrement=True,
    )
    _index("batches", "workspace", "seq")
    _index("batches", "undoes")
    op.create_table(
        "atlas_events",
        _seq(),
        sa.Column("batch", Number, nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["atlas_batches.seq"], "fk_atlas_events_batch", ondelete="CASCADE"),
        *_workspace("events"),
        *_text("paper_id", "kind"),
        *_text("old", "new", null=True),
        _key("events", "seq"),
        _unique("events", "batch", "paper_id", "kind"),
        sqlite_autoincrement=True,
    )
    _index("events", "workspace")
    op.create_table(
        "atlas_state",
        *_workspace("state"),
        *_text("kind", "paper_id", "value", "at"),
        _key("state", "workspace", "kind", "paper_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "atlas_uploads",
        _seq(),
        *_workspace("uploads"),
        *_text("sha256", "name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *_text("at"),
        _key("uploads", "seq"),
        _unique("uploads", "workspace", "sha256"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "atlas_hidden_digests",
        *_workspace("hidden_digests"),
        *_text("digest_id", "at"),
        _key("hidden_digests", "workspace", "digest_id"),
    )


def _searches() -> None:
    op.create_table(
        "atlas_saved_searches",
        _seq(),
        *_workspace("saved_searches"),
        *_text("name", "address"),
        sa.Column("seen", sa.LargeBinary(), nullable=False),
        *_text("at", "seen_at"),
        _key("saved_searches", "seq"),
        _unique("saved_searches", "workspace", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "atlas_shared_lists",
        *_text("address"),
        *_workspace("shared_lists"),
        *_text("title", "introduction"),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_text("at"),
        _key("shared_lists", "address"),
    )
    _index("shared_lists", "workspace")
    op.create_table(
        "atlas_feeds",
        *_text("address"),
        *_workspace("feeds"),
        *_text("search", "at"),
        _key("feeds", "address"),
        _unique("feeds", "workspace", "search"),
    )
    op.create_table(
        "atlas_subscriptions",
        *_text("token"),
        *_workspace("subscriptions"),
        *_text("search", "email", "period", "at"),
        sa.Column("confirmed_at", sa.Text(), nullable=False, server_default=""),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        _key("subscriptions", "token"),
        _unique("subscriptions", "workspace", "search", "email"),
    )
    _index("subscriptions", "email")
    op.create_table(
        "atlas_mailings",
        *_text("token", "period", "state", "at"),
        sa.ForeignKeyConstraint(
            ["token"], ["atlas_subscriptions.token"], "fk_atlas_mailings_token", ondelete="CASCADE"
        ),
        _key("mailings", "token", "period"),
    )


def _others() -> None:
    op.create_table(
        "atlas_artefacts",
        *_text("key"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *_text("at"),
        _key("artefacts", "key"),
    )
    op.create_table(
        "atlas_verdicts",
        sa.Column("id", Number, primary_key=True, autoincrement=True),
        *_text("url", "state"),
        sa.Column("status", sa.Integer()),
        *_text("final_url", "chain"),
        sa.Column("seconds", sa.Float(), nullable=False),
        *_text("reason", "checked_at"),
        sa.Column("retry_at", sa.Text(), nullable=False, server_default=""),
        _key("verdicts", "id"),
        sqlite_autoincrement=True,
    )
    _index("verdicts", "url", "id")


def _earlier(connection: sa.Connection) -> dict[str, list[str]]:
    """The tables that an earlier version of ours made here → their columns; empty where none did.

    Raises CommandError for one that has our columns and others: it may hold something of ours, and may not.
    """
    looking = sa.inspect(connection)
    there = set(looking.get_table_names())

    def columns(name: str) -> list[str]:
        return [column["name"] for column in looking.get_columns(name)]

    if "migrations" not in there or set(columns("migrations")) != {"version", "at"}:
        return {}
    steps = sorted(connection.execute(sa.text("SELECT version FROM migrations")).scalars())
    if steps != list(range(1, len(steps) + 1)) or not 1 <= len(steps) <= LAST_PLAIN:
        return {}  # of somebody else, or moved already
    found = {}
    for name, (version, written) in PLAIN.items():
        if name in there and version <= len(steps):
            has, ours = columns(name), set(written.split())
            if ours <= set(has) <= ours | LATER.get(name, set()) or _has_digest_ids(name, has):
                found[name] = has
            elif ours <= set(has):
                raise CommandError(
                    f"its table {name} has columns that Digest Atlas did not make: "
                    f"{', '.join(sorted(set(has) - ours - LATER.get(name, set())))}"
                )
            # else: no row of ours can ever have gone into it, it is left alone
    return found


def _has_digest_ids(name: str, columns: list[str]) -> bool:
    """Whether it is the very first table of uploads, which named a digest where later ones name its content."""
    return name == "uploads" and set(columns) == {"seq", "workspace", "digest_id", "name", "content", "size", "at"}


def _move(connection: sa.Connection, name: str, columns: list[str]) -> None:
    """Copy all rows of a plain table, with their numbers, and go on counting where it stopped."""
    if _has_digest_ids(name, columns):
        for row in connection.execute(sa.text("SELECT * FROM uploads ORDER BY seq")).mappings().all():
            values = {key: value for key, value in row.items() if key != "digest_id"}
            values["sha256"] = hashlib.sha256(zlib.decompress(row["content"])).hexdigest()
            names = ", ".join(values)
            marks = ", ".join(f":{key}" for key in values)
            connection.execute(sa.text(f"INSERT INTO atlas_uploads ({names}) VALUES ({marks})"), values)
    else:
        quote = connection.dialect.identifier_preparer.quote
        names = ", ".join(quote(column) for column in columns)
        connection.execute(sa.text(f"INSERT INTO atlas_{name} ({names}) SELECT {names} FROM {name}"))
    if name not in NUMBERED:
        return
    if connection.dialect.name == "postgresql":
        serial = "SELECT pg_get_serial_sequence(:table, :column)"
        old = connection.execute(sa.text(serial), {"table": name, "column": NUMBERED[name]}).scalar()
        given = {"table": f"atlas_{name}", "column": NUMBERED[name]}
        connection.execute(
            sa.text(f"SELECT setval(pg_get_serial_sequence(:table, :column), last_value, is_called) FROM {old}"), given
        )
    else:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :new"), {"new": f"atlas_{name}"})
        count = "INSERT INTO sqlite_sequence SELECT :new, seq FROM sqlite_sequence WHERE name = :old"
        connection.execute(sa.text(count), {"new": f"atlas_{name}", "old": name})
