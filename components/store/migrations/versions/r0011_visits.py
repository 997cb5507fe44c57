"""When a visitor was here last, and the time before, so that what came in since can be shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add both times, unknown so far."""
    op.add_column("atlas_workspaces", sa.Column("visited", sa.Text(), server_default="", nullable=False))
    op.add_column("atlas_workspaces", sa.Column("visited_before", sa.Text(), server_default="", nullable=False))
