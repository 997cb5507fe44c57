"""Lists that several people fill: the lists, who takes part, their papers, votes and remarks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

LISTS, PEOPLE, PAPERS, OPINIONS = (
    f"atlas_group_{name}" for name in ("lists", "list_people", "list_papers", "list_opinions")
)


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        LISTS,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["atlas_workspaces.id"], f"fk_{LISTS}_workspace", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{LISTS}"),
    )
    op.create_index(f"ix_{LISTS}_workspace", LISTS, ["workspace"])
    op.create_index(f"ix_{LISTS}_address", LISTS, ["address"], unique=True)
    op.create_table(
        PEOPLE,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list"], [f"{LISTS}.id"], f"fk_{PEOPLE}_list", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{PEOPLE}"),
        sa.UniqueConstraint("list", "name", name=f"uq_{PEOPLE}_list_name"),
    )
    op.create_table(
        PAPERS,
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list"], [f"{LISTS}.id"], f"fk_{PAPERS}_list", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], [f"{PEOPLE}.id"], f"fk_{PAPERS}_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("list", "paper_id", name=f"pk_{PAPERS}"),
    )
    op.create_index(f"ix_{PAPERS}_person", PAPERS, ["person"])
    op.create_table(
        OPINIONS,
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list"], [f"{LISTS}.id"], f"fk_{OPINIONS}_list", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], [f"{PEOPLE}.id"], f"fk_{OPINIONS}_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "paper_id", name=f"pk_{OPINIONS}"),
    )
    op.create_index(f"ix_{OPINIONS}_list", OPINIONS, ["list"])
