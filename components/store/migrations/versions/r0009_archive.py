"""Digests that are archived, and after how many days that happens by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Until now none is archived, and none is by itself."""
    op.add_column("atlas_uploads", sa.Column("archived", sa.Text(), server_default="", nullable=False))
    op.add_column("atlas_workspaces", sa.Column("archive_days", sa.Integer(), server_default="0", nullable=False))
