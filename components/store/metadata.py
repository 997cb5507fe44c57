"""What all tables of the store share: one MetaData with names for its constraints, and columns that many have."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Text

PREFIX = "atlas_"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
Sequence = BigInteger().with_variant(Integer, "sqlite")


def workspace_column(*, primary_key: bool = False) -> Column[str]:
    """The workspace that a row belongs to, and goes with."""
    owner = ForeignKey(f"{PREFIX}workspaces.id", ondelete="CASCADE")
    return Column("workspace", Text, owner, nullable=False, primary_key=primary_key)
