"""The newest verdict on each address is kept by itself, with its story summed up; the ten newest stay in the history.

Addresses are found by a mark (the first 32 hex digits of their SHA-256), since PostgreSQL's indexes hold no text of
more than 2,700 bytes. What belonged to saved searches that were deleted goes: a new search of the same name would
otherwise answer at its feed and in its mails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEPT = 10
FACTS = ("url", "state", "status", "final_url", "chain", "seconds", "reason", "checked_at", "retry_at")


def upgrade() -> None:
    """Fill the new table from the history, then shorten that."""
    op.add_column("atlas_verdicts", sa.Column("mark", sa.Text(), nullable=False, server_default=""))
    newest = op.create_table(
        "atlas_newest_verdicts",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column("retry_at", sa.Text(), nullable=False),
        sa.Column("checks", sa.Integer(), nullable=False),
        sa.Column("last_alive", sa.Text(), nullable=False),
        sa.Column("failing_since", sa.Text(), nullable=False),
        sa.Column("failing_days", sa.Integer(), nullable=False),
        sa.Column("failing_day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_atlas_newest_verdicts"),
        sqlite_with_rowid=False,  # a row is found at once by its mark
    )
    connection = op.get_bind()
    for url, rows in _by_url(connection):
        mark = hashlib.sha256(url.encode()).hexdigest()[:32]
        named = {"mark": mark, "url": url}
        connection.execute(sa.text("UPDATE atlas_verdicts SET mark = :mark WHERE url = :url"), named)
        if len(rows) > KEPT:
            oldest = {"mark": mark, "first": rows[-KEPT]["id"]}
            connection.execute(sa.text("DELETE FROM atlas_verdicts WHERE mark = :mark AND id < :first"), oldest)
        facts = {name: rows[-1][name] for name in FACTS}
        connection.execute(newest.insert(), [{"mark": mark, **facts, **_story(rows)}])
    op.drop_index("ix_atlas_verdicts_url_id", "atlas_verdicts")
    op.create_index("ix_atlas_verdicts_mark_id", "atlas_verdicts", ["mark", "id"])
    for table in ("atlas_feeds", "atlas_subscriptions"):
        op.execute(
            f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM atlas_saved_searches WHERE "
            f"atlas_saved_searches.workspace = {table}.workspace AND atlas_saved_searches.name = {table}.search)"
        )
    op.execute("DELETE FROM atlas_mailings WHERE token NOT IN (SELECT token FROM atlas_subscriptions)")


def _by_url(connection: sa.Connection) -> Iterator[tuple[str, list[Any]]]:
    """Each address with its verdicts in their order."""
    urls = connection.execute(sa.text("SELECT DISTINCT url FROM atlas_verdicts")).scalars().all()
    for url in urls:
        query = sa.text("SELECT * FROM atlas_verdicts WHERE url = :url ORDER BY id")
        yield url, list(connection.execute(query, {"url": url}).mappings())


def _story(rows: list[Any]) -> dict[str, Any]:
    """How often an address was checked, when it last answered, since when and on how many days it has failed."""
    alive, since, days = "", "", []
    for row in rows:
        if row["state"] in ("alive", "moved", "redirect"):
            alive = row["checked_at"]
        if row["state"] in ("down", "dead"):
            since = since or row["checked_at"]
            if row["checked_at"][:10] not in days:
                days.append(row["checked_at"][:10])
        elif row["state"] not in ("limited", "refused"):
            since, days = "", []
    return {
        "checks": len(rows), "last_alive": alive, "failing_since": since, "failing_days": len(days),
        "failing_day": days[-1] if days else "",
    }  # fmt: skip
