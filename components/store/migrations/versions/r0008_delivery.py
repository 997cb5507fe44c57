"""What the mails and the feed of a saved search send, and a mark that names a subscription in links about papers."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add both columns; a mark is the first 32 hex digits of the SHA-256 of the token."""
    op.add_column("atlas_saved_searches", sa.Column("delivery", sa.Text(), server_default="", nullable=False))
    op.add_column("atlas_subscriptions", sa.Column("mark", sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    for (token,) in connection.execute(sa.text("SELECT token FROM atlas_subscriptions")).all():
        mark = hashlib.sha256(token.encode()).hexdigest()[:32]
        update = sa.text("UPDATE atlas_subscriptions SET mark = :mark WHERE token = :token")
        connection.execute(update, {"mark": mark, "token": token})
    op.create_index("ix_atlas_subscriptions_mark", "atlas_subscriptions", ["mark"])
