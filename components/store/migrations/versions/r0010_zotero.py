"""Keys to Zotero, sealed, and which paper was sent there as which item."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Two tables that go with their workspace."""
    for name, key, columns in (
        ("atlas_zotero_accounts", ["workspace"], _account()),
        ("atlas_zotero_items", ["workspace", "library", "paper_id"], _item()),
    ):
        op.create_table(
            name,
            sa.Column("workspace", sa.Text(), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["workspace"], ["atlas_workspaces.id"], name=f"fk_{name}_workspace_atlas_workspaces", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        )


def _account() -> list[sa.Column[object]]:
    return [
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
    ]


def _item() -> list[sa.Column[object]]:
    return [
        sa.Column("library", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("note_key", sa.Text(), server_default="", nullable=False),
        sa.Column("note_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("mark", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.Text(), server_default="[]", nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
    ]
