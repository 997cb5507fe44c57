"""A workspace's token can be renewed, and handed to another browser by a code that is good once; counters of limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what access needs beside the first token, whose hash is the workspace's id."""
    for name, kind in (("token_hash", sa.Text()), ("next_hash", sa.Text()), ("next_sealed", sa.LargeBinary())):
        op.add_column("atlas_workspaces", sa.Column(name, kind))
    for name in ("token_hash", "next_hash"):
        op.create_index(f"ix_atlas_workspaces_{name}", "atlas_workspaces", [name], unique=True)
    op.create_table(
        "atlas_device_codes",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"], ["atlas_workspaces.id"], "fk_atlas_device_codes_workspace", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace", name="pk_atlas_device_codes"),
        sa.UniqueConstraint("code_hash", name="uq_atlas_device_codes_code_hash"),
    )
    op.create_table(
        "atlas_counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name="pk_atlas_counters"),
    )
    op.create_index("ix_atlas_counters_period", "atlas_counters", ["period"])
