"""A key by which programs may change a workspace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the hash of the key, by which its workspace is found."""
    op.add_column("atlas_workspaces", sa.Column("agent_hash", sa.Text()))
    op.create_index("ix_atlas_workspaces_agent_hash", "atlas_workspaces", ["agent_hash"], unique=True)
