"""Sources that a workspace follows, and what each look at one of them found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "atlas_sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), server_default="", nullable=False),
        sa.Column("claimed_at", sa.Text(), server_default="", nullable=False),
        sa.Column("looked_at", sa.Text(), server_default="", nullable=False),
        sa.Column("good_at", sa.Text(), server_default="", nullable=False),
        sa.Column("next_at", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("cursor", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["atlas_workspaces.id"], "fk_atlas_sources_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_atlas_sources"),
    )
    op.create_index("ix_atlas_sources_workspace", "atlas_sources", ["workspace"])
    op.create_index("ix_atlas_sources_active_next_at", "atlas_sources", ["active", "next_at"])
    op.create_table(
        "atlas_source_looks",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), server_default="", nullable=False),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("found", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fresh", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sha256", sa.Text(), server_default="", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["source"], ["atlas_sources.id"], "fk_atlas_source_looks_source", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source", "period", name="pk_atlas_source_looks"),
    )
