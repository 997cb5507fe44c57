"""What services say about papers, how often they were looked at, and when each service may be asked next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the three tables of looking papers up, and when a workspace last had that done."""
    op.add_column("atlas_workspaces", sa.Column("completed", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "atlas_lanes",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("held_until", sa.Float(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_atlas_lanes"),
    )
    op.create_table(
        "atlas_findings",
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_score", sa.Float(), nullable=False),
        sa.Column("shared", sa.Float()),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("good_until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("paper", "service", name="pk_atlas_findings"),
    )
    op.create_index("ix_atlas_findings_at", "atlas_findings", ["at"])
    op.create_table(
        "atlas_looks",
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("paper", "service", "field", "day", name="pk_atlas_looks"),
    )
